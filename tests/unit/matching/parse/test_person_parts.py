"""One person's name in every shape of a source, read into given name, surname and generation."""

from __future__ import annotations

import pytest

from matching.parse.person.name_order import NameOrder
from matching.parse.person.parts import read_person
from tests.tables import each

CASES = """
Orla Fenn III|Orla|Fenn|III
E. Allen Fenn|E|Fenn|
Mohan K (MK) Rao|Mohan|Rao|
Paul Van Tassel|Paul|Van Tassel|
ORLA P GERVAIS|ORLA|GERVAIS|
Justin De Groot|Justin|De Groot|
Wu Feng|Wu|Feng|
Harry Fenn, Sr.|Harry|Fenn|SR
Robert 'Corky' Fenn|Robert|Fenn|
Arthur Fenn, Jr., M.D.|Arthur|Fenn|JR
David M. Fenn Esq.|David|Fenn|
Orla Lynn Fenn, D.O.|Orla|Fenn|
Sing-Hoi Sze|Sing-Hoi|Sze|
CLAUDE F., JR.|CLAUDE|F|JR
Andre van der Haak|Andre|van der Haak|
Elizabeth B|Elizabeth|B|
Fenn, Orla|Orla|Fenn|
Quill "Big Owl" O'Dell|Quill|O'Dell|
MC ALISTER, DANIEL D|DANIEL|MC ALISTER|
FENN SR, ORLA|ORLA|FENN|SR
HEINRICH FENN, JOSEPH W|JOSEPH|HEINRICH FENN|
O DELL, ROBERT L|ROBERT|O DELL|
Dean Fenn|Dean|Fenn|
Dean Robert Fenn|Dean|Fenn|
Judge Robert Fenn|Robert|Fenn|
Jack Ma|Jack|Ma|
Mai Do|Mai|Do|
JOHN V FENN|JOHN|FENN|
John Smith V|John|Smith|V
Maj. Gen. Bob Fenn|Bob|Fenn|
The Hon. Orla Fenn|Orla|Fenn|
Rev. Dr. John A. Fenn III, Ph.D.|John|Fenn|III
FENN JOHN A|JOHN|FENN|
FENN JR JOHN A|JOHN|FENN|JR
FENN JOHN A JR|JOHN|FENN|JR
Fenn, John A., Jr.|John|Fenn|JR
Fenn, Jr., John|John|Fenn|JR
J.R. Whitlow|J|Whitlow|
JR Whitlow|J|Whitlow|
Whitlow J R|J|Whitlow|
Maria de los Angeles Garcia|Maria|Garcia|
Maria de Jesus|Maria|de Jesus|
Maria Garcia Lopez|Maria|Garcia Lopez|
GARCIA LOPEZ JUAN|JUAN|GARCIA LOPEZ|
Rosa Garcia de Lopez|Rosa|Garcia de Lopez|
Nguyen Van An|An|Nguyen|
An Van Nguyen|An|Nguyen|
Le Van Tam|Tam|Le|
Tam Van Le|Tam|Le|
Nguyen Tuan|Tuan|Nguyen|
Kim Min-jun|Min-jun|Kim|
Zhang Wei-Ming|Wei-Ming|Zhang|
Zhang Weiming|Weiming|Zhang|
Van Johnson|Van|Johnson|
Al Fenn|Al|Fenn|
Omar Al Masri|Omar|Al Masri|
Abdul Rahman Khan|Abdul Rahman|Khan|
Yusuf Abd al-Aziz|Yusuf|Abd al-Aziz|
DE LA CRUZ MARIA E|MARIA|DE LA CRUZ|
VAN DYKE JOHN A|JOHN|VAN DYKE|
MC ALISTER JAMES|JAMES|MC ALISTER|
O'DELL PATRICK J SR|PATRICK|O'DELL|SR
John St. Clair|John|St Clair|
John O Smith|John|Smith|
Sr. Juan Perez|Juan|Perez|
Ross Patricia|Patricia|Ross|
John Junior|John|Junior|
Sammy Fenn Junior|Sammy|Fenn|JR
Col. Hal Fenn (Ret.)|Hal|Fenn|
John Fenn ll|John|Fenn|II
Wm. T. Orr|Wm|Orr|
Li, Wei|Wei|Li|
Mr. Fenn||Fenn|
Smith||Smith|
Ellen|Ellen||
""".strip().splitlines()


@each("case", CASES)
def test_a_name_of_any_shape(case: str) -> None:
    text, given, surname, generation = case.split("|")
    name = read_person(text, NameOrder.UNKNOWN)
    assert (name.given, name.surname, name.generation) == (given, surname, generation)


@pytest.mark.parametrize(
    ("text", "order", "given", "surname"),
    [
        ("KELLY RYAN", NameOrder.SURNAME_FIRST, "RYAN", "KELLY"),
        ("KELLY RYAN", NameOrder.GIVEN_FIRST, "KELLY", "RYAN"),
        ("NGUYEN VAN AN", NameOrder.SURNAME_FIRST, "AN", "NGUYEN"),
        ("NGUYEN AN VAN", NameOrder.SURNAME_FIRST, "AN", "NGUYEN"),
        ("ORR", NameOrder.SURNAME_FIRST, "", "ORR"),
        ("Haines Robert", NameOrder.GIVEN_FIRST, "Haines", "Robert"),
    ],
)
def test_a_declared_order_stands(text: str, order: NameOrder, given: str, surname: str) -> None:
    name = read_person(text, order)
    assert (name.given, name.surname) == (given, surname)
