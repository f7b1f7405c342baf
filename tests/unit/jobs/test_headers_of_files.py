"""Headers as people write them, and what intake and link take their columns for."""

from __future__ import annotations

import pytest

from config.columns import column_tables, header_phrase, header_words
from config.headers import Meaning, area_codes, meanings_of, read_header
from jobs.linkage.columns import Mapped, assign
from jobs.linkage.ids import RECORDS, SUBJECTS, pair_columns
from skiptrace.intake.guess import guess_mapping, render_guess
from skiptrace.intake.mapping import Told, told_by
from skiptrace.model.errors import IntakeError
from tests.tables import each

# header|target of intake|target of link; an empty one is not read there
TABLE = """\
account_number|account_number|id
Acct No|account_number|id
ACCT_NO.|account_number|id
acct #|account_number|id
acctno|account_number|id
AcctNbr|account_number|id
account id|account_number|id
loan number|account_number|id
file no|account_number|id
Client Ref No|account_number|id
customer_id|account_number|id
CustomerID|account_number|id
cust_id|account_number|id
custid|account_number|id
unique_id|account_number|id
uniqueid|account_number|id
UID|account_number|id
record_id|account_number|id
rec_id|account_number|id
RecID|account_number|id
id|account_number|id
ID|account_number|id
Id.|account_number|id
ref|account_number|id
ref no|account_number|id
reference_number|account_number|id
debtor_id|account_number|id
debtor-id|account_number|id
subject_id|account_number|id
person_id|account_number|id
row_id||id
pk||id
l_id|account_number|id
unique_id_r|account_number|id
first_name|first_name|first_name
First Name|first_name|first_name
FIRSTNAME|first_name|first_name
FirstName|first_name|first_name
first|first_name|first_name
fname|first_name|first_name
F_NAME|first_name|first_name
FName|first_name|first_name
givenname|first_name|first_name
given|first_name|first_name
Given Name|first_name|first_name
forename|first_name|first_name
name_first|first_name|first_name
frst_nm|first_name|first_name
debtor_first_name|first_name|first_name
DebtorFirstName|first_name|first_name
cust_fname|first_name|first_name
l_first_name|first_name|first_name
first_name_l|first_name|first_name
left_fname|first_name|first_name
fname_x|first_name|first_name
primary first name|first_name|first_name
legal first name|first_name|first_name
middle|middle_name|middle_name
MiddleName|middle_name|middle_name
middle_initial|middle_name|middle_name
Middle Init.|middle_name|middle_name
MI|middle_name|middle_name
m_init|middle_name|middle_name
mname|middle_name|middle_name
last|last_name|last_name
last_name|last_name|last_name
LAST-NAME|last_name|last_name
LName|last_name|last_name
lname|last_name|last_name
l_name|last_name|last_name
surname|last_name|last_name
Sur Name|last_name|last_name
family name|last_name|last_name
lst nm|last_name|last_name
debtor last name|last_name|last_name
last_name_r|last_name|last_name
owner last name|last_name|last_name
suffix|suffix|suffix
sfx|suffix|suffix
name suffix|suffix|suffix
generation|suffix|suffix
gen|suffix|suffix
Gen Code|suffix|suffix
fullname|full_name|full_name
Full.Name|full_name|full_name
name|full_name|full_name
Debtor Name|full_name|full_name
customer_name|full_name|full_name
owner_name|full_name|full_name
OwnerName|full_name|full_name
taxpayer name|full_name|full_name
borrower|full_name|full_name
account holder name|full_name|full_name
maiden name|former_last_name|former_last_name
former_last_name|former_last_name|former_last_name
Previous Last Name|former_last_name|last_name
aka||alias
Also Known As||alias
business name|organization|organization
Business_Name|organization|organization
company|organization|organization
CompanyName|organization|organization
company nm|organization|organization
organisation|organization|organization
DBA|dba|trade_name
d/b/a|dba|trade_name
doing business as|dba|trade_name
trade name|dba|trade_name
ssn|ssn|ssn
SSN|ssn|ssn
ssn#|ssn|ssn
S.S.N.|ssn|ssn
Social|ssn|ssn
social_security_number|ssn|ssn
Soc Sec No|ssn|ssn
SocSecNum|ssn|ssn
debtor_ssn|ssn|ssn
left_ssn|ssn|ssn
ssn4|ssn|ssn4
SSN_LAST_4|ssn|ssn4
last4|ssn|ssn4
last 4 of ssn|ssn|ssn4
last4ssn|ssn|ssn4
tax_id|tax_id|ssn
TaxID|tax_id|ssn
tin|tax_id|ssn
TIN #|tax_id|ssn
ssn/ein|tax_id|ssn
ein|ein|ein
FEIN|ein|ein
Federal Tax ID|ein|ein
dob|dob|dob
D.O.B.|dob|dob
DOB_x|dob|dob
birthdate|dob|dob
BirthDate|dob|dob
birth_dt|dob|dob
date_of_birth|dob|dob
DateOfBirth|dob|dob
debtor dob|dob|dob
birthday|dob|dob
birth_yr|dob|dob
Year of Birth|dob|dob
YOB|dob|dob
address|address|address
Address 1|address|address
addr|address|address
addr1|address|address
ADDR_1|address|address
AddrLine1|address|address
address_line_1|address|address
street_address|address|address
Street|address|address
street line|address|address
debtor_address|address|address
mailing address|address|address
mail addr|address|address
line1|address|address
addr2|address_2|address
Address Line 2|address_2|address_2
AddressLine2|address_2|address_2
street 2|address_2|address_2
apt|address_2|unit_number
Apt #|address_2|unit_number
unit no|address_2|unit_number
suite|address_2|unit_number
street_number|street_number|street_number
House #|street_number|street_number
street name|street_name|street_name
po box|po_box|po_box
city|city|city
CITY|city|city
town|city|city
addr_city|city|city
AddressCity|city|city
city_name|city|city
mailing_city|city|city
debtor_city|city|city
city_y|city|city
state|address_state|state
ST|address_state|state
state_cd|address_state|state
StateCode|address_state|state
addr state|address_state|state
province|address_state|state
mailing state|address_state|state
r_state|address_state|state
zip|zip|zip
ZIP|zip|zip
zip5|zip|zip
Zip 5|zip|zip
zipcode|zip|zip
ZipCode|zip|zip
ZIP_CODE|zip|zip
postal_code|zip|zip
PostalCode|zip|zip
post code|zip|zip
addr_zip|zip|zip
mailing zip|zip|zip
zip4|zip4|
ZIP+4|zip4|
Zip Plus 4|zip4|
county||
County Name||
phone|phone|phone
Phone #|phone|phone
PHONE1|phone|phone
PhoneNumber|phone|phone
phone_no|phone|phone
tel|phone|phone
Tel. No.|phone|phone
telephone|phone|phone
telephone number|phone|phone
mobile|phone_2|phone
MobilePhone|phone_2|phone
mobile no|phone_2|phone
cell|phone_2|phone
Cell Phone|phone_2|phone
cellphone|phone_2|phone
cell_number|phone_2|phone
home phone|phone|phone
HomePhone|phone|phone
home_tel|phone|phone
work phone|phone_2|phone
WorkPhone2|phone_2|phone
primary_phone|phone|phone
debtor_cell|phone_2|phone
alt phone|phone_2|phone
business phone|phone_2|phone
l_phone|phone|phone
email|email|email
E-Mail|email|email
eMail Address|email|email
email_addr|email|email
EmailAddress|email|email
debtor_email|email|email
personal email|email|email
balance|balance|
Amount Due|balance|
status|account_status|
creditor|creditor|
client name|creditor|
return code|return_code|
Date Returned|return_date|
new address|forward_address|address
forwarding_city|forward_city|city
New ZIP|forward_zip|zip
holds|holds|
role|role|
spouse_first_name|spouse_first_name|
employer name||
license state||
work city||
birth_city||
phone type||
street suffix|street_type|
co-owner name|co_full_name|
source_type||
Favourite Colour||
Zip-4|zip4|
row uuid||
external_id||id
account_no|account_number|id
AccountNumber|account_number|id
ACCT_NUM|account_number|id
acct-no.|account_number|id
acct.number|account_number|id
Account Number (Client)|account_number|
Debtor Acct #|account_number|id
dbtr_id|account_number|id
party_id|account_number|id
client_id||id
case_no|account_number|id
loan_id|account_number|id
file_number|account_number|id
Ref #|account_number|id
Our Ref|account_number|id
clientref|account_number|id
idnum|account_number|id
ID No.|account_number|id
EntityID|account_number|id
unique_key|account_number|id
first_nm|first_name|first_name
First_Nm_1|first_name|first_name
NameFirst|first_name|first_name
Given_Name_1|first_name|first_name
mid_init|middle_name|middle_name
middle_nm|middle_name|middle_name
M.I.|middle_name|middle_name
last_nm|last_name|last_name
Lst_Nm|last_name|last_name
last_name_1|last_name|last_name
Family_Name|last_name|last_name
Suf|suffix|suffix
Name_Sfx|suffix|suffix
Jr/Sr|suffix|suffix
generational_suffix|suffix|suffix
Full Name (Last, First)|full_name|full_name
Consumer Full Name|full_name|full_name
Applicant_Name|full_name|full_name
Primary_Owner|full_name|full_name
prop_owner_name||
owner1|full_name|full_name
Entity||
Firm|organization|organization
corp_name|organization|organization
DBA Name|dba|trade_name
Employer||
SSNO|ssn|ssn
Soc_Sec_Nbr|ssn|ssn
SSN_FULL|ssn|ssn
Social_Sec|ssn|ssn
SSN_L4|ssn|ssn4
last_4_ssn|ssn|ssn4
last4_ssn|ssn|ssn4
Last Four|ssn|ssn4
TaxpayerID|tax_id|ssn
EIN_SSN|tax_id|ssn
fed_ein|ein|ein
BirthDt|dob|dob
DOB_YYYYMMDD|dob|dob
dt_of_birth|dob|dob
date_birth|dob|dob
birth_date_1|dob|dob
birth_yyyy|dob|dob
YearOfBirth|dob|dob
BirthYear|dob|dob
adrs1|address|address
Addr_Ln_1|address|address
address_ln2|address_2|address_2
Address_1_Line|address|address
AddressStreet|address|address
Str Addr|address|address
streetaddress1|address|address
home_address|address|address
res_addr|address|address
Physical_Address_1|address|address
prior_address||address
Mail_City|city|city
City/Town|city|city
CITYNAME|city|city
mailcity|city|city
State/Province|address_state|state
st_abbr|address_state|state
State_Abbrev|address_state|state
StateAbbr|address_state|state
Prov|address_state|state
Zip_Code_5|zip|zip
ZIP9|zip|zip
Zip Code + 4|zip4|
PostCode|zip|zip
Postal|zip|zip
County_Nm||
cnty||
Ph|phone|phone
Phone_Nbr|phone|phone
PhoneNum|phone|phone
Phone (Home)|phone|phone
home_ph|phone|phone
HmPhone|phone|phone
Phone_Home|phone|phone
Cell #|phone_2|phone
CellNo|phone_2|phone
mobile_phone_number|phone_2|phone
wk_phone|phone_2|phone
phone_work|phone_2|phone
Bus Phone|phone_2|phone
Contact Number|phone|phone
Evening Phone|phone_2|phone
AreaCode||
area_cd||
Phone_7|phone|phone
email_1|email|email
E_mail|email|email
EMAIL_ADDR_1|email|email
emailid|email|email
contact_email|email|email
x_first_name|first_name|first_name
right_last_name|last_name|last_name
first_name_right|first_name|first_name
dob_left|dob|dob
city_src|city|city
df1_city||
a.first_name|first_name|first_name
former_company_name||organization
FKA||former_organization
document_number||register_number
State of Incorporation||formation_state
jurisdiction||formation_state
OFFICER_1_NAME||officer
Registered Agent Name||officer
RA_ADDR_1||address
registered_agent_zip||zip
principal_office_city||city
establishment|organization|organization
"""
ROWS = [tuple(row.split("|")) for row in TABLE.splitlines()]


def of_intake(header: str) -> str:
    return "".join(choice.target for choice in guess_mapping([header]).choices)


def of_link(header: str) -> str:
    """What link takes a column for, as the id where it is one and beside an id where not."""
    try:
        return assign(["debtor_id", "email", header], SUBJECTS, (), None).taken.get(2) or of_id(
            header
        )
    except IntakeError:
        return of_id(header)


def of_id(header: str) -> str:
    try:
        found = assign([header, "email"], SUBJECTS, (), None).taken[0]
    except IntakeError:
        return ""
    return found if found == "id" else ""


def test_the_table_is_long_enough_to_say_something() -> None:
    assert len(ROWS) >= 350


@each(("header", "intake", "link"), ROWS)
def test_a_header_says_what_its_column_holds(header: str, intake: str, link: str) -> None:
    assert (of_intake(header), of_link(header)) == (intake, link)


FIELDS = {
    "first name": "first_name", "middle initial": "middle_name", "last name": "last_name",
    "name suffix": "suffix", "full name": "full_name", "date of birth": "dob",
    "birth year": "birth_year", "social security number": "ssn", "tax id": "tax_id",
    "street address": "address", "street number": "street_number", "city": "city",
    "state code": "state", "zip code": "zip", "phone number": "phone", "email address": "email",
    "county name": "county", "business name": "organization", "customer id": "id",
    "account number": "account_number", "zip 5": "zip", "zip 4": "zip4", "ssn 4": "ssn4",
    "last 4 ssn": "ssn4",
}  # fmt: skip
STYLES = {
    "upper": lambda words: " ".join(words).upper(),
    "title": lambda words: " ".join(words).title(),
    "underscores": "_".join,
    "upper with underscores": lambda words: "_".join(words).upper(),
    "dots": ".".join,
    "hyphens": "-".join,
    "joined": "".join,
    "joined capitals": lambda words: "".join(words).upper(),
    "camel": lambda words: words[0] + "".join(words[1:]).title() if words[1:] else words[0],
    "Pascal": lambda words: "".join(word.title() for word in words),
    "with a mark of the encoding": lambda words: "\ufeff" + "_".join(words),
    "with one that was read wrongly": lambda words: "\u00ef\u00bb\u00bf" + "_".join(words),
    "left": lambda words: "_".join(("l", *words)),
    "right": lambda words: "_".join(("right", *words)),
    "x": lambda words: "_".join((*words, "x")),
    "y": lambda words: "_".join((*words, "y")),
    "of the right": lambda words: "_".join((*words, "r")),
    "primary": lambda words: "_".join(("primary", *words)),
    "debtor": lambda words: "_".join(("debtor", *words)),
    "cust": lambda words: "_".join(("cust", *words)),
    "padded": lambda words: "  " + "  ".join(words) + " ",
}


@each("style", STYLES)
@each("plain", FIELDS)
def test_a_header_is_known_in_every_style(plain: str, style: str) -> None:
    header = STYLES[style](plain.split(" "))
    assert read_header([header]) == ((Meaning(FIELDS[plain]),),), header


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("phone1", Meaning("phone")),
        ("Phone 12", Meaning("phone", number=12)),
        ("work_phone_2", Meaning("phone", "work", 2)),
        ("phone2_number", Meaning("phone", number=2)),
        ("mailing_city", Meaning("city", "mailing")),
        ("Mailing Addr City", Meaning("city", "mailing")),
        ("last known zip", Meaning("zip", "last known")),
        ("Phone (Home)", Meaning("phone", "home")),
        ("address_mailing", Meaning("address", "mailing")),
        ("mailing_zip5", Meaning("zip", "mailing")),
        ("Mail Addr Zip4", Meaning("zip4", "mail")),
        ("address2", Meaning("address", number=2)),
        ("Address Line 2", Meaning("address_2")),
        ("Previous Last Name", Meaning("last_name", "previous")),
        ("owner 1 name", Meaning("full_name")),
    ],
)
def test_which_of_several_a_column_is_of(header: str, meaning: Meaning) -> None:
    assert meanings_of(header_phrase(header)) == (meaning,)


@pytest.mark.parametrize(
    ("header", "phrase"),
    [
        ("Phone / Teléfono", "phone"),
        ("Código Postal / Zip", "codigo postal"),
        ("City/Town", "city town"),
        ("DOB / SSN", "birth date ssn"),
        ("Debtor/Spouse", "debtor spouse"),
        ("Name / Business", "name business"),
        ("Address / Home Phone", "address home phone"),
    ],
)
def test_a_header_of_two_languages_is_read_in_one_and_one_of_two_things_in_none(
    header: str, phrase: str
) -> None:
    assert header_phrase(header) == phrase


def test_l_is_a_side_where_another_column_shows_it() -> None:
    assert read_header(["l_name"]) == ((Meaning("last_name"),),)
    assert read_header(["l_name", "l_dob"])[0] == (Meaning("full_name"),)
    assert read_header(["f_name", "l_name", "l_dob"])[1] == (Meaning("last_name"),)


@pytest.mark.parametrize(
    ("header", "pairs"),
    [
        (("area_code", "phone"), {1: 0}),
        (("phone", "area code"), {0: 1}),
        (("area_code", "cell", "phone"), {1: 0}),
        (("home_area_code", "work_area_code", "home_phone", "work_phone"), {2: 0, 3: 1}),
        (("area_code", "area_code_2", "phone", "phone_2"), {2: 0, 3: 1}),
        (("area_code", "city", "email"), {}),
    ],
)
def test_an_area_code_belongs_to_the_phone_beside_it(
    header: tuple[str, ...], pairs: dict[int, int]
) -> None:
    assert area_codes([meanings[0] for meanings in read_header(header)]) == pairs


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (("dob", "birth_date"), "'dob' and 'birth_date' may each be dob"),
        (("fname_x", "fname_y"), "'fname_x' and 'fname_y' may each be first_name"),
        (("city", "town"), "'city' and 'town' may each be city"),
        (("contact", "dob"), "'contact' may be full_name or phone"),
        (("cty", "dob"), "'cty' may be city or county"),
        (("mail", "dob"), "'mail' may be email or address"),
    ],
)
def test_link_asks_when_it_cannot_know(header: tuple[str, ...], words: str) -> None:
    with pytest.raises(IntakeError, match=f"{words}.*--map TARGET=COLUMN"):
        assign(("debtor_id", *header), SUBJECTS, (), None)
    told = (Mapped("ignore", header[0]),)
    assert assign(("debtor_id", "ssn", *header), SUBJECTS, told, None).layout.ssn


@pytest.mark.parametrize(
    ("role", "header", "id_column"),
    [
        (SUBJECTS, ("account_number", "debtor_id", "dob"), "debtor_id"),
        (SUBJECTS, ("account_number", "id", "dob"), "id"),
        (SUBJECTS, ("AcctNo", "dob"), "AcctNo"),
        (RECORDS, ("debtor_id", "record_id", "dob"), "record_id"),
        (RECORDS, ("rec_id", "dob"), "rec_id"),
        (RECORDS, ("l_unique_id", "l_dob"), "l_unique_id"),
    ],
)
def test_the_id_of_a_file(role: str, header: tuple[str, ...], id_column: str) -> None:
    assert header[assign(header, role, (), None).id] == id_column


@pytest.mark.parametrize("header", [("customer_id", "AcctNo"), ("debtor_id", "subject_id")])
def test_two_ids_are_asked_for(header: tuple[str, ...]) -> None:
    with pytest.raises(IntakeError, match=f"'{header[0]}' and '{header[1]}' may each be the id"):
        assign((*header, "dob"), SUBJECTS, (), None)
    told = (Mapped("id", header[1]),)
    assert assign((*header, "dob"), SUBJECTS, told, None).id == 1


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ((Mapped("id", "a"), Mapped("id", "b")), "'a' and 'b' may each be the id"),
        ((Mapped("id", "a"), Mapped("dob", "b"), Mapped("dob", "c")), "dob is said of 2 columns"),
    ],
)
def test_what_a_person_said_twice_is_asked_again(told: tuple[Mapped, ...], words: str) -> None:
    with pytest.raises(IntakeError, match=words):
        assign(("a", "b", "c", "ssn"), SUBJECTS, told, None)


@pytest.mark.parametrize(
    ("header", "ids", "places"),
    [
        (("debtor_id", "record_id"), ("acct", "key"), (0, 1)),
        (("key", "acct"), ("acct", "key"), (1, 0)),
        (("Record ID", "ACCT_NO"), ("acct no", "id"), (1, 0)),
        (("subject_id", "record_id"), ("id", "id"), (0, 1)),
    ],
)
def test_the_columns_of_true_pairs(
    header: tuple[str, ...], ids: tuple[str, str], places: tuple[int, int]
) -> None:
    assert pair_columns(header, ids) == places


@pytest.mark.parametrize(
    ("header", "question"),
    [
        (("DOB", "BirthDate"), "? 'DOB' and 'BirthDate' could each be dob: not read"),
        (("dob", "BirthDate"), "? 'BirthDate' could be dob too: 'dob' is read"),
        (("acct no", "cust_id"), "? 'cust_id' could be account_number too: 'acct no' is read"),
        (("contact",), "? 'contact' could be full_name or phone: not read"),
    ],
)
def test_intake_asks_when_it_cannot_know(header: tuple[str, ...], question: str) -> None:
    assert question in render_guess(guess_mapping(header))


def test_the_phones_of_a_file_are_all_read_the_houses_first() -> None:
    header = ("Cell", "work phone", "HomePhone", "fax", "alt phone", "other phone")
    found = {choice.column: choice.target for choice in guess_mapping(header).choices}
    assert found == {"HomePhone": "phone", "Cell": "phone_2", "work phone": "phone_3",
                     "alt phone": "phone_4"}  # fmt: skip


def test_what_a_person_told_comes_first() -> None:
    header = ("acct", "dob", "born", "contact", "junk")
    told = told_by(["dob=born", "full_name=contact", "ignore=junk"])
    guess = guess_mapping(header, told)
    assert guess.mapping().columns == {
        "account_number": "acct", "dob": "born", "full_name": "contact",
    }  # fmt: skip
    assert guess.unmapped == ("dob", "junk")
    mapping = guess_mapping(("acct", "dob", "name")).mapping()
    assert Told({"dob": "name"}).over(mapping).columns == {"account_number": "acct", "dob": "name"}


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["dob"], "expected TARGET=COLUMN"),
        (["dbo=x"], "did you mean dob"),
        (["dob=x", "dob=y"], "dob is said of 'x' and of 'y'"),
    ],
)
def test_what_says_nothing_is_refused(texts: list[str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        told_by(texts)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("AcctNumber", "acct number"),
        ("ACCT_NO.", "acct no"),
        ("Acct #", "acct number"),
        ("addr1", "addr 1"),
        ("E-Mail", "e mail"),
        ("SSNLast4", "ssn last 4"),
        ("", ""),
        ("???", ""),
    ],
)
def test_header_words(header: str, words: str) -> None:
    assert header_words(header) == words


def test_no_header_is_known_for_two_things_and_each_is_in_the_tables_words() -> None:
    tables = column_tables()
    seen = [header for held in tables.held.values() for header in held.headers]
    seen += tables.ambiguous
    assert sorted(set(seen)) == sorted(seen)
    assert [header for header in seen if header_phrase(header) != header] == []


def test_every_target_reads_something_that_the_table_knows() -> None:
    tables = column_tables()
    read = [held for rule in tables.intake.values() for held in (*rule.of, *rule.qualified)]
    read += [held for of in tables.link.values() for held in of]
    read += [held for of in tables.ambiguous.values() for held in of]
    assert set(read) <= tables.held.keys()
    assert all(held.kind in (*tables.qualifiers, "person", "alias", "")
               for held in tables.held.values())  # fmt: skip
