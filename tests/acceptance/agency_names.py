"""The files of `test_agency_files`: names as they stand in one column, each group a file."""

from __future__ import annotations

from tests.acceptance.agency_files import PLACE, File, columns, named, primaries, rows

_ESTATE, _TRUST, _ASK = "hold DEC-SUSP", "hold NAME-KIND", "hold NAME-KIND"


def _as_written(kind: str, *names: str) -> File:
    return File(named(*names), taken=primaries(*(f"{kind} {name}" for name in names)))


def _read(kind: str, names: dict[str, str], behind: str = "") -> File:
    end = behind and f", {behind}"
    return File(named(*names), taken=primaries(*(f"{kind} {one}{end}" for one in names.values())))


def _asked(*names: str) -> File:
    """Names that a person has to settle: taken, and held until then."""
    return File(named(*names), taken=primaries(*(f"person ?{name}, {_ASK}" for name in names)))


NAMES: dict[str, File] = {
    "companies with a form": _as_written(
        "organization", "Acme LLC", "Gulf Coast Roofing, Inc.", "J&J Roofing L.L.C.",
        "AAA Auto LLP", "Robert Smith, M.D., P.A.", "Acme Inc", "BALANCE FITNESS LLC",
        "3 Brothers Pizza Corp"),
    "companies by their trade": _as_written(
        "organization", "A1 Auto", "A-1 Auto", "ABC Plumbing", "J & J Roofing", "Smith Bros",
        "Smith and Sons", "Mom's Diner", "24/7 Towing", "El Rancho Grande", "P F Chang's",
        "Nail Bar", "Elite Fitness", "The Green Leaf", "Green Leaf Cafe"),
    "public bodies and churches": _as_written(
        "organization", "City of Naples", "Collier County School Board", "Seagate HOA",
        "First Baptist Church of Naples", "Iglesia Cristiana", "VFW Post 7721"),
    "shops of two plain words": _asked(
        "Green Leaf", "Golden Dragon", "Lucky Star", "Fresh Start", "Quick Fix", "Blue Moon",
        "Tropical Breeze", "Kwik Stop", "Rose Garden", "Ruby Tuesday", "Angel Nails", "Oak Ridge"),
    "shops of one word": _asked("ACME", "IBM", "Maria's", "U-Haul", "AT&T", "3M", "Pho 79"),
    "people of two plain words that are borne": _as_written(
        "person", "Grace Church", "Penny Lane", "Robert Banks", "Mary Baker", "Rose Woods"),
    "shop names that a number settles": File(
        columns("x", "").splitlines()[0].replace("x", "SSN/EIN,DOB") + "\n"
        + f"@1,Green Leaf,{PLACE},59-1234567,\n@2,Green Leaf,{PLACE},,1/2/1970\n"
        + f"@3,Maria's,{PLACE},59-1234568,\n",
        taken=primaries("organization Green Leaf, ein 591234567",
                        "person Green Leaf, born 1970-01-02",
                        "organization Maria's, ein 591234568")),
    "people in either order": _read("person", {
        "Jane Roe": "Jane Roe", "ROE JANE": "JANE ROE", "Roe, Jane": "Jane Roe",
        "Roe,Jane A": "Jane A Roe", "smith, john": "john smith",
        "SMITH  JOHN   A": "JOHN A SMITH"}),
    "suffixes": _read("person", {
        "Robert Smith Jr.": "Robert Smith JR", "SMITH JR, ROBERT": "ROBERT SMITH JR",
        "Smith, Robert, Jr": "Robert Smith JR", "Smith, Robert J., III": "Robert J Smith III",
        "Robert Smith MD": "Robert Smith"}),
    "hyphens and apostrophes": _read("person", {
        "Smith-Jones, Ann-Marie": "Ann-Marie Smith-Jones", "O'Neil Pat": "Pat O'Neil",
        "D'Angelo Russo": "D'Angelo Russo", "Muhammad Al-Hassan": "Muhammad Al-Hassan"}),
    "two Spanish surnames": _read("person", {
        "Maria del Carmen Lopez Garcia": "Maria del Carmen Lopez Garcia",
        "Jose Luis Rodriguez Perez": "Jose Luis Rodriguez Perez",
        "GARCIA LOPEZ MARIA": "MARIA GARCIA LOPEZ",
        "Lopez Garcia, Maria del Carmen": "Maria del Carmen Lopez Garcia",
        "Juan Carlos de la Cruz Santos": "Juan Carlos de la Cruz Santos"}),
    "names of other peoples": _read("person", {
        "Nguyen Van Anh": "Anh Van Nguyen", "VAN DER BERG JAN": "JAN VAN DER BERG",
        "Abdul Rahman bin Ali": "Abdul Rahman bin Ali", "Xiong Pa": "Pa Xiong"}),
    "notes around a name": _read("person", {
        "John Smith **": "John Smith", "*John Smith": "John Smith",
        "John Smith #12345": "John Smith", 'John "Jack" Smith': "John Smith",
        "Debtor: John Smith": "John Smith", "John Smith (Guarantor)": "John Smith",
        "John Smith, an individual": "John Smith"}),
    "bankruptcy noted beside a name": File(
        named("SMITH JOHN **BANKRUPT**", "John Smith BK CH 13", "Smith, John (BK7)",
              "John Smith - Chapter 7", "John Smith bankruptcy"),
        taken=primaries("person JOHN SMITH, hold BK-SUSPECT", "person John Smith, hold BK13-OPEN",
                        "person John Smith, hold BK07-OPEN", "person John Smith, hold BK07-OPEN",
                        "person John Smith, hold BK-SUSPECT")),
    "estates": _read("person", {
        "Estate of John Smith": "John Smith", "EST OF JOHN SMITH": "JOHN SMITH",
        "Smith, John Estate of": "John Smith", "John Smith, Deceased": "John Smith",
        "John Smith (DEC'D)": "John Smith", "Heirs of John Smith": "John Smith"}, _ESTATE),
    "trusts": _read("person", {
        "Smith Family Trust": "Smith", "The Smith Living Trust dated 1/2/2003": "Smith",
        "The John and Mary Smith Revocable Living Trust": "John Smith"}, _TRUST),
    "who acts for another": _read("person", {
        "Jane Roe, Executor of the Estate of John Smith": "Jane Roe",
        "Jane Roe, PR Estate of John Smith": "Jane Roe", "Jane Roe TTEE": "Jane Roe",
        "Jane Roe POA for Mary Smith": "Jane Roe", "ATTN: Jane Roe": "Jane Roe, c/o Jane Roe"},
        _ASK),
    "joint debtors": File(
        named("John and Mary Smith", "SMITH, JOHN & MARY", "Smith John & Jones Mary",
              "John Smith / Mary Jones", "John Smith et ux Mary"),
        taken=tuple(line for at, (one, two) in enumerate((
            ("John Smith", "Mary Smith"), ("JOHN SMITH", "MARY SMITH"),
            ("John Smith", "Mary Jones"), ("John Smith", "Mary Jones"),
            ("John Smith", "Mary Smith")), 1)
            for line in (f"@{at} primary person {one}", f"@{at} co_obligor person {two}"))),
    "doing business as": File(
        named("Maria Garcia dba Garcia Cleaning", "MARIA GARCIA D B A GARCIA CLEANING",
              "Maria Garcia t/a Garcia Cleaning", "Acme LLC d/b/a Acme Cafe"),
        taken=primaries("person Maria Garcia, dba Garcia Cleaning",
                        "person MARIA GARCIA, dba GARCIA CLEANING",
                        "person Maria Garcia, dba Garcia Cleaning",
                        "organization Acme LLC, dba Acme Cafe")),
    "care of": File(
        named("Jane Roe c/o Pat Roe", "Acme LLC c/o Jane Roe", "Acme LLC attn: Jane Roe",
              "Jane Roe % Legal Aid"),
        taken=primaries("person Jane Roe, c/o Pat Roe", "organization Acme LLC, c/o Jane Roe",
                        "organization Acme LLC, c/o Jane Roe", "person Jane Roe, c/o Legal Aid")),
    "a business and a person": File(
        named("Acme LLC / Jane Roe", "Jane Roe; Acme LLC", "Acme, Inc. & Jane Roe",
              "Garcia Cleaning (Maria Garcia)", "Acme LLC (Jane Roe, guarantor)",
              "Acme LLC by Jane Roe its manager"),
        taken=tuple(line for at, (firm, one) in enumerate((
            ("Acme LLC", "Jane Roe"), ("Acme LLC", "Jane Roe"), ("Acme, Inc.", "Jane Roe"),
            ("Garcia Cleaning", "Maria Garcia"), ("Acme LLC", "Jane Roe"),
            ("Acme LLC", "Jane Roe")), 1)
            for line in (f"@{at} primary organization {firm}",
                         f"@{at} non_obligor person {one}"))),
    "nobody": File(
        named("Current Resident", "N/A", "Unknown Tenant", "Test Account", "-"),
        taken=("@1 primary person ?Current Resident, hold NAME-KIND",
               "@3 primary person ?Unknown Tenant, hold NAME-KIND",
               "@4 primary person ?Test Account, hold NAME-KIND"), rejected=("@2", "@5")),
    "names in parts": File(rows(
        f"@1,,Acme LLC,{PLACE}", f"@2,Acme,Roofing LLC,{PLACE}", f"@3,A1,Auto,{PLACE}",
        f"@4,Estate of,Jane Roe,{PLACE}", f"@5,Jane,Roe (Deceased),{PLACE}",
        f"@6,Jane & John,Roe,{PLACE}", f"@7,Roe Family,Trust,{PLACE}", f"@8,,IBM,{PLACE}",
        f"@9,Jane,Roe DBA Roe Cafe,{PLACE}", f"@10,.,Acme Supply,{PLACE}",
        f"@11,Maria del Carmen,Lopez Garcia,{PLACE}", f"@12,Jane,Roe Jr,{PLACE}",
        head="Acct,First Name,Last Name,Address,City,State,Zip"),
        taken=("@1 primary organization Acme LLC", "@2 primary organization Acme Roofing LLC",
               "@3 primary organization A1 Auto", f"@4 primary person Jane Roe, {_ESTATE}",
               f"@5 primary person Jane Roe, {_ESTATE}", "@6 primary person Jane Roe",
               "@6 co_obligor person John Roe", f"@7 primary person Roe, {_TRUST}",
               f"@8 primary person ?IBM, {_ASK}", "@9 primary person Jane Roe, dba Roe Cafe",
               "@10 primary organization Acme Supply",
               "@11 primary person Maria del Carmen Lopez Garcia",
               "@12 primary person Jane Roe Jr")),
    "a company's column and a person's": File(rows(
        f"@1,Jane,Roe,,{PLACE}", f"@2,,,Green Leaf,{PLACE}", f"@3,Jane,Roe,Acme LLC,{PLACE}",
        f"@4,,,IBM,{PLACE}", f"@5,Jane,Roe,Jane Roe,{PLACE}",
        head="Acct,First,Last,Company,Address,City,State,Zip"),
        taken=("@1 primary person Jane Roe", "@2 primary organization Green Leaf",
               "@3 primary organization Acme LLC", "@3 non_obligor person Jane Roe",
               "@4 primary organization IBM", "@5 primary person Jane Roe")),
}  # fmt: skip
