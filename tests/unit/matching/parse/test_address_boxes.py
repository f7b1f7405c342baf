"""Boxes, routes, military mail, Puerto Rico and dual addresses: sections 215, 225, 24-29."""

from __future__ import annotations

import pytest

from matching.parse.address.read import AddressKind, normalize_address, read_addresses
from skiptrace.model.subject import PostalAddress
from tests.tables import each

SELMA, BARRE, PONCE = "Selma, AL 36702", "Barre, VT 05641", "Ponce, PR 00716"
PO, RR, HC = AddressKind.PO_BOX, AddressKind.RURAL_ROUTE, AddressKind.HIGHWAY_CONTRACT
MIL, PR, GD = AddressKind.MILITARY, AddressKind.PUERTO_RICO, AddressKind.GENERAL_DELIVERY
BOXES = [
    ("P.O. Box 77", SELMA, "PO BOX 77", PO),
    ("P O Box 77", SELMA, "PO BOX 77", PO),
    ("POB 77", SELMA, "PO BOX 77", PO),
    ("P.O.B. 77", SELMA, "PO BOX 77", PO),
    ("P.O. Box #77", SELMA, "PO BOX 77", PO),
    ("PO Box No. 77", SELMA, "PO BOX 77", PO),
    ("POBox77", SELMA, "PO BOX 77", PO),
    ("PO 77", SELMA, "PO BOX 77", PO),
    ("P0 Box 77", SELMA, "PO BOX 77", PO),
    ("Postal Box 77", SELMA, "PO BOX 77", PO),
    ("Post Office Drawer 77", SELMA, "PO BOX 77", PO),
    ("Box 77", SELMA, "PO BOX 77", PO),
    ("PO Box G", SELMA, "PO BOX G", PO),
    ("PO Drawer Q", SELMA, "PO BOX Q", PO),
    ("Drawer 22", SELMA, "PO BOX 22", PO),
    ("Caller 4100", SELMA, "PO BOX 4100", PO),
    ("Caller Service 4100", SELMA, "PO BOX 4100", PO),
    ("Caller Box 4100", SELMA, "PO BOX 4100", PO),
    ("Firm Caller 4100", SELMA, "PO BOX 4100", PO),
    ("Lockbox 8", SELMA, "PO BOX 8", PO),
    ("Lock Box 8", SELMA, "PO BOX 8", PO),
    ("Bin 9", SELMA, "PO BOX 9", PO),
    ("PO Box 0512", SELMA, "PO BOX 0512", PO),
    ("P.O. Box -0512", SELMA, "PO BOX 00512", PO),
    ("PO Box 77 Station A", SELMA, "PO BOX 77", PO),
    ("General Delivery", SELMA, "GENERAL DELIVERY", GD),
    ("Gen. Del.", SELMA, "GENERAL DELIVERY", GD),
    ("c/o General Delivery", SELMA, "GENERAL DELIVERY", GD),
    ("Rural Route 03 Box 98D", BARRE, "RR 3 BOX 98D", RR),
    ("Rural Rte. #3, Box #98", BARRE, "RR 3 BOX 98", RR),
    ("RR3 Box 98", BARRE, "RR 3 BOX 98", RR),
    ("R.R. 3 Box 98", BARRE, "RR 3 BOX 98", RR),
    ("R.D. 3, Box 98", BARRE, "RR 3 BOX 98", RR),
    ("RFD Route 3 Box 98", BARRE, "RR 3 BOX 98", RR),
    ("Rural Route No. 3 Box No. 98", BARRE, "RR 3 BOX 98", RR),
    ("Route 3 Box 98", BARRE, "RR 3 BOX 98", RR),
    ("Rt 3 Bx 098", BARRE, "RR 3 BOX 98", RR),
    ("Box 98, RR 3", BARRE, "RR 3 BOX 98", RR),
    ("RR 3", BARRE, "RR 3", RR),
    ("RR 3 Box 98 Mill Pond Road", BARRE, "RR 3 BOX 98", RR),
    ("RR 3 Box 98-D", BARRE, "RR 3 BOX 98D", RR),
    ("RR 3 Box 98 Lot 4", BARRE, "RR 3 BOX 98 LOT 4", RR),
    ("HC 2 Box 18", "Kooskia, ID 83539", "HC 2 BOX 18", HC),
    ("H.C. 02 Box 018", "Kooskia, ID 83539", "HC 2 BOX 18", HC),
    ("HCR 2 Box 18", "Kooskia, ID 83539", "HC 2 BOX 18", HC),
    ("HC-2 Box 18", "Kooskia, ID 83539", "HC 2 BOX 18", HC),
    ("Highway Contract Route 2 Box 18", "Kooskia, ID 83539", "HC 2 BOX 18", HC),
    ("Hwy Contract 2 Box 18", "Kooskia, ID 83539", "HC 2 BOX 18", HC),
    ("Star Rt. 2, Box 18", "Kooskia, ID 83539", "HC 2 BOX 18", HC),
    ("Box 18 Star Route 2", "Kooskia, ID 83539", "HC 2 BOX 18", HC),
    ("CMR 450 Box 77", "APO, AE 09021", "CMR 450 BOX 77", MIL),
    ("PSC 802, Box 0074", "F.P.O., AE 09499", "PSC 802 BOX 0074", MIL),
    ("Unit 2050 Box 4190", "APO AP 96278", "UNIT 2050 BOX 4190", MIL),
    ("CPR 5 Box 12", "APO AE 09021", "CPR 5 BOX 12", MIL),
    ("OPC 5 Box 12", "APO AE 09021", "OPC 5 BOX 12", MIL),
    ("UPR 5 Box 12", "APO AE 09021", "UPR 5 BOX 12", MIL),
    ("Box 77 PSC 802", "APO AE 09021", "PSC 802 BOX 77", MIL),
    ("USS Otter DDG-999", "FPO AP 96662", "USS OTTER DDG-999", MIL),
    ("Urb. Las Lomas, 245 Calle Sauce", PONCE, "245 CALLE SAUCE", PR),
    ("Urbanizacion Las Lomas, Calle Sauce 245", PONCE, "245 CALLE SAUCE", PR),
    ("Urb Las Lomas, Calle Sauce #245", PONCE, "245 CALLE SAUCE", PR),
    ("Urb Las Lomas, C-8 Calle 12", PONCE, "C8 CALLE 12", PR),
    ("Urb Las Lomas, Calle 12 Bloque C Num 8", PONCE, "C8 CALLE 12", PR),
    ("Urb Las Lomas, Calle 12 Blq C #8", PONCE, "C8 CALLE 12", PR),
    ("Urb Las Lomas, Calle 12 Bloque 5 Num 8", PONCE, "5-8 CALLE 12", PR),
    ("Urb Las Lomas, 5-8 Calle 12", PONCE, "5-8 CALLE 12", PR),
    ("1452 Ave. Ponce de Leon", "San Juan, PR 00907", "1452 AVE PONCE DE LEON", PR),
    ("Avenida Ponce de Leon 1452", "San Juan, PR 00907", "1452 AVE PONCE DE LEON", PR),
    ("Cond. Las Olas Apt 301, 12 Calle Sauce", PONCE, "12 CALLE SAUCE APT 301", PR),
    ("12 Calle Sauce Apartamento 301", PONCE, "12 CALLE SAUCE APT 301", PR),
    ("12 Calle Sauce Piso 3", PONCE, "12 CALLE SAUCE FL 3", PR),
    ("Ruta Rural 03 Buzon 1288", PONCE, "RR 3 BOX 1288", RR),
    ("RR 3 Bzn 1288", PONCE, "RR 3 BOX 1288", RR),
    ("HC 01 Buzon 1288 Bo Palmas", PONCE, "HC 1 BOX 1288", HC),
    ("Apdo. Postal 1150", PONCE, "PO BOX 1150", PO),
    ("Apartado 1150", PONCE, "PO BOX 1150", PO),
    ("Entrega General", PONCE, "GENERAL DELIVERY", GD),
    ("Carr 2 Km 14.5", PONCE, "CARR 2 KM 14.5", PR),
]
DUALS = [
    ("PO Box 5, 12 Elm St, Barre, VT 05641", ("PO BOX 5", "12 ELM ST")),
    ("12 Elm St, PO Box 5, Barre, VT 05641", ("12 ELM ST", "PO BOX 5")),
    ("12 Elm St PO Box 5 Barre VT 05641", ("12 ELM ST", "PO BOX 5")),
    ("12 Elm St Apt 3 PO Box 5 Barre VT 05641", ("12 ELM ST APT 3", "PO BOX 5")),
    ("RR 3 Box 98, 12 Elm St, Barre, VT 05641", ("RR 3 BOX 98", "12 ELM ST")),
    ("12 Elm St, Barre, VT 05641", ("12 ELM ST",)),
    ("12 Elm St, Unit 3, Barre, VT 05641", ("12 ELM ST UNIT 3",)),
    ("Barre, VT 05641", ()),
]


@each(("text", "place", "line", "kind"), BOXES)
def test_boxes_and_routes_in_any_writing(
    text: str, place: str, line: str, kind: AddressKind
) -> None:
    for written in (f"{text}, {place}", f"{text}\n{place}"):
        for cased in (written, written.upper(), written.lower()):
            found = normalize_address(PostalAddress(line=cased))
            assert (found.delivery_line, found.kind) == (line, kind)


@each(("text", "place", "line", "kind"), BOXES)
def test_boxes_and_routes_without_commas(
    text: str, place: str, line: str, kind: AddressKind
) -> None:
    found = normalize_address(PostalAddress(line=f"{text} {place}".replace(",", "")))
    assert (found.delivery_line, found.kind) == (line, kind)


@each(("place", "line", "kind"), sorted({row[1:] for row in BOXES}))
def test_a_standard_line_is_read_as_itself(place: str, line: str, kind: AddressKind) -> None:
    found = normalize_address(PostalAddress(line=f"{line}, {place}"))
    assert (found.delivery_line, found.kind) == (line, kind)


@pytest.mark.parametrize(("text", "lines"), DUALS)
def test_a_dual_address_is_two_facts_and_the_lower_one_receives_the_mail(
    text: str, lines: tuple[str, ...]
) -> None:
    address = PostalAddress(line=text)
    facts = read_addresses(address)
    assert tuple(fact.delivery_line for fact in facts) == lines
    assert all(fact.last_line == "BARRE VT 05641" for fact in facts)
    assert normalize_address(address).delivery_line == (lines[-1] if lines else "")


@pytest.mark.parametrize(
    ("text", "urbanization"),
    [
        ("Urb. Las Lomas | Calle 12 C-8 | Ponce, PR 00716", "LAS LOMAS"),
        ("Urb Las Lomas 245 Calle Sauce Ponce PR 00716", "LAS LOMAS"),
        ("245 Calle Sauce, Urbanización Las Lomas, Ponce, Puerto Rico 00716", "LAS LOMAS"),
        ("245 Calle Sauce, Ponce, PR 00716", ""),
    ],
)
def test_the_urbanization_is_kept_apart(text: str, urbanization: str) -> None:
    assert normalize_address(PostalAddress(line=text)).urbanization == urbanization


@pytest.mark.parametrize("text", ["551 Box St", "12 Drawer Road", "9 Caller Lane", "3 Route Drive"])
def test_a_street_may_be_named_like_a_box(text: str) -> None:
    found = normalize_address(PostalAddress(line=f"{text}, Selma, AL 36701"))
    assert found.kind is AddressKind.STREET


def test_a_hyphenated_box_on_a_route_is_left_to_zip4_data() -> None:
    found = normalize_address(PostalAddress(line="RR 4 Box 19-1, Barre, VT 05641"))
    assert found.delivery_line == "RR 4 BOX 19-1"
    assert "hyphen_by_zip4" in found.flags
