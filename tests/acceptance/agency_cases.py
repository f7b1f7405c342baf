"""The files of `test_agency_files`: layouts, cells and columns as exports have them."""

from __future__ import annotations

from tests.acceptance.agency_files import (
    HEAD,
    JANE,
    PLACE,
    File,
    book,
    columns,
    primaries,
    rows,
    several,
)

_TEL = "tel +12395550101"
_FLAGS = f"{HEAD},BK,BK Chapter,BK Case Number,Bankruptcy Date,Date of Death,Cease Date"

LAYOUTS: dict[str, File] = {
    "capitals and underscores": File(rows(
        "@1,ROE,JANE,12 OAK ST,APT 4,NAPLES,FL,34102,2395550101",
        head="ACCT_NUM,DBTR_LAST_NM,DBTR_FIRST_NM,ADDR_LN_1,ADDR_LN_2,CITY_NM,ST_CD,ZIP_CD,HM_PH"),
        taken=(f"@1 primary person JANE ROE, {_TEL}",)),
    "units in headers": File(rows(
        "@1,ROE JANE,12 OAK ST,NAPLES,FL,34102,239-555-0101,$1234.50,01/02/1970,6789",
        head="Account #,Consumer Name (Last First),Mailing Address 1,Mailing City,Mailing State,"
        "Mailing Zip Code,Home Phone #,Total Amount Due ($),Date of Birth (MM/DD/YYYY),"
        "SSN (Last 4)"),
        taken=(f"@1 primary person JANE ROE, born 1970-01-02, ssn4 6789, {_TEL}, owes 1234.50",)),
    "dots and semicolons": File(
        "acct.no;deb.name;deb.addr1;deb.city;deb.st;deb.zip\n"
        "@1;Jane Roe;12 Oak St;Naples;FL;34102\n"),
    "pipes": File("ACCOUNT_NUMBER|LAST_NAME|FIRST_NAME|ADDRESS1|CITY|STATE|ZIPCODE|PHONE1|PHONE2\n"
                  "@1|ROE|JANE|12 OAK ST|NAPLES|FL|341020000|(239)555-0101|239 555 0102\n",
                  taken=(f"@1 primary person JANE ROE, {_TEL}, tel +12395550102",)),
    "debtors one and two": File(rows(
        f"@1,Jane,Roe,900-12-3456,John,Roe,900-12-3457,{PLACE}",
        head="Account,Debtor1 First Name,Debtor1 Last Name,Debtor1 SSN,Debtor2 First Name,"
        "Debtor2 Last Name,Debtor2 SSN,Address1,City,State,Zip"),
        taken=("@1 primary person Jane Roe, ssn 900123456",
               "@1 co_obligor person John Roe, ssn 900123457")),
    "responsible party": File(
        rows(f"@1,Jane Roe,{PLACE}", head="Acct,Responsible Party,Address,City,State,Zip")),
    "headers over two lines": File(
        f'Acct,"Debtor\nName","Street\nAddress",City,State,"Zip\nCode"\n@1,Jane Roe,{PLACE}\n'),
    "byte order mark and CRLF": File(
        b"\xef\xbb\xbf" + rows(f"@1,Jane Roe,{PLACE}").replace("\n", "\r\n").encode()),
    "old Mac line ends": File(rows(f"@1,Jane Roe,{PLACE}").replace("\n", "\r").encode()),
    "UTF-16": File(rows(f"@1,José Roe,{PLACE}").encode("utf-16"),
                   taken=primaries("person José Roe")),
    "code page 437": File(rows(
        *(f"@{at},{name},{PLACE}" for at, name in enumerate(
            ("José Muñoz", "René Núñez", "André García"), 1))).encode("cp437"),
        taken=primaries("person José Muñoz", "person René Núñez", "person André García")),
    "a line that names the separator": File(
        "sep=;\nAcct;Name;Address;City;State;Zip\n@1;Jane Roe;12 Oak St;Naples;FL;34102\n"),
    "titles, subtotals and an end": File(rows(
        "Placement report,,,Run date: 11/22/2026,,,", ",,,,,,", f"{HEAD},Balance",
        f"@1,Jane Roe,{PLACE},10.00", "Sub-total:,,,,,,10.00",
        "Grand Total: 1 account(s),,,,,,10.00", "*** End of report ***,,,,,,",
        head="ABC Collections,,,,,,"), taken=several("owes 10.00")),
    "totals in other columns": File(rows(
        f"@1,Jane Roe,{PLACE},10.00", ",Total:,,,,,10.00", ",,,,,Count,1", "Page 1 of 2,,,,,,",
        head=f"{HEAD},Balance"), taken=several("owes 10.00")),
    "city, state and ZIP in a line of the address": File(rows(
        "@1,Jane Roe,12 Oak St,Apt 4,Naples FL 34102", '@2,Jane Roe,12 Oak St,"Naples, FL 34102",',
        head="Acct,Name,Address 1,Address 2,Address 3"), taken=several("", "")),
    "a second line of the name": File(rows(
        f"@1,Acme LLC,DBA Acme Cafe,{PLACE}", f"@2,Jane Roe,c/o Pat Roe,{PLACE}",
        f"@3,Acme LLC,Attn: Jane Roe,{PLACE}", f"@4,Jane Roe,John Roe,{PLACE}",
        head="Acct,Name 1,Name 2,Address,City,State,Zip"),
        taken=("@1 primary organization Acme LLC, dba Acme Cafe",
               "@2 primary person Jane Roe, c/o Pat Roe",
               "@3 primary organization Acme LLC, c/o Jane Roe",
               "@4 primary person Jane Roe", "@4 co_obligor person John Roe")),
    "one row for each obligor": File(rows(
        f"@1,Primary,Acme LLC,{PLACE},", f"@1,Guarantor,Jane Roe,{PLACE},239-555-0101",
        f"@1,Co-Maker,Bob Roe,{PLACE},", head="Acct,Role,Name,Address,City,State,Zip,Phone"),
        taken=("@1 primary organization Acme LLC", f"@1 guarantor person Jane Roe, {_TEL}",
               "@1 co_obligor person Bob Roe")),
    "a second row with another phone": File(
        columns("Phone", "239-555-0101").rstrip("\n") + f"\n@1,Jane Roe,{PLACE},239-555-0102\n",
        taken=several(f"{_TEL}, tel +12395550102"), told=("taken together",)),
    "the first name's column has the whole name": File(rows(
        f"@1,Jane Roe,,{PLACE}", f"@2,Jane Roe,Jane Roe,{PLACE}", f"@3,,Jane Roe,{PLACE}",
        head="Acct,First Name,Last Name,Address,City,State,Zip"), taken=several("", "", "")),
    "a workbook with a title, formats and errors": File(book(
        ("Account No.", "Member Name", "Address", "City", "State", "ZIP", "DOB", "Charge-Off Bal",
         "Home Phone", "SSN"),
        ("@1", "Roe, Jane", "12 Oak St", "Agawam", "MA", ("00000", 1001), ("mm/dd/yyyy", 25570),
         ("$#,##0.00", 1234.5), 2395550101, 900123456),
        ("@2", "Roe, Jane", "12 Oak St", "Agawam", "MA", ("00000", 1001), "#N/A", "#DIV/0!",
         "#NAME?", "#REF!"),
        ("Total", None, None, None, None, None, None, 1234.5), title="Example Credit Union"),
        taken=several(f"born 1970-01-02, ssn 900123456, {_TEL}, owes 1234.50", "")),
    "a workbook with true and false": File(book(
        (*HEAD.split(","), "BK Flag", "Deceased"),
        ("@1", "Jane Roe", *PLACE.split(","), False, False),
        ("@2", "Jane Roe", *PLACE.split(","), False, True),
        ("@3", "Jane Roe", *PLACE.split(","), "#N/A", False)),
        taken=several("", "hold DEC-SUSP"), rejected=("@3",)),
    "a workbook that made numbers of account numbers": File(book(
        tuple(HEAD.split(",")), (4111111111111111, "Jane Roe", *PLACE.split(",")),
        ("#N/A", "Jane Roe", *PLACE.split(","))), taken=(),
        rejected=("4.11111111111111e+15", "#N/A")),
}  # fmt: skip

CELLS: dict[str, File] = {
    "several phones of a cell": File(columns(
        "Phones", '"239-555-0101, 239-555-0102; cell 239-555-0103"', "2395550101 x12",
        "(239) 555-0101 or (239) 555-0102", "555-0107", "2395550101\\2395550102", "2.39555E+09",
        '"239-555-0101\n239-555-0102"', "12395550101.0", "tel:+1-239-555-0101"),
        taken=several(
            f"{_TEL}, tel +12395550102, tel +12395550103", _TEL, f"{_TEL}, tel +12395550102", "",
            f"{_TEL}, tel +12395550102", "", f"{_TEL}, tel +12395550102", _TEL, _TEL)),
    "words for no value": File(columns(
        "Phone,SSN,DOB,Email,Balance", "NONE ON FILE,NOT PROVIDED,UNKNOWN,N/A,--",
        "999-999-9999,999-99-9999,01/01/1900,none@none.com,", "(000) 000-0000,111-11-1111,,x,#N/A",
        "refused,refused,declined,declined,TBD", "123-456-7890,123-45-6789,12/31/9999,x,n.a."),
        taken=several("", "", "", "", "")),
    "SSN and EIN in one column": File(rows(
        f"@1,Jane Roe,{PLACE},900-12-3456", f"@2,Acme LLC,{PLACE},59-1234567",
        f"@3,Acme Roofing Inc,{PLACE},591234567", f"@4,Jane Roe,{PLACE},900123456",
        f"@5,Jane Roe DBA Roe Cafe,{PLACE},59-1234568", f"@6,Acme II LLC,{PLACE},EIN 59-1234569",
        f"@7,Jane Roe,{PLACE},SSN: 900-12-3457", f"@8,Acme III LLC,{PLACE},900-12-3458",
        f"@9,Jane Roe,{PLACE},XXX-XX-3459", head=f"{HEAD},SSN/TIN"),
        taken=("@1 primary person Jane Roe, ssn 900123456",
               "@2 primary organization Acme LLC, ein 591234567",
               "@3 primary organization Acme Roofing Inc, ein 591234567",
               "@4 primary person Jane Roe",
               "@5 primary person Jane Roe, dba Roe Cafe, ein 591234568",
               "@6 primary organization Acme II LLC, ein 591234569",
               "@7 primary person Jane Roe, ssn 900123457",
               "@8 primary organization Acme III LLC", "@9 primary person Jane Roe, ssn4 3459")),
    "dates in many writings": File(columns(
        "DOB", "1961/03/14", "Mar 14 1961", "22354", "14-Mar-61", '"March 14, 1961"',
        "1961-03-14 00:00:00", "3/14/1961 12:00:00 AM", "03/1961", "1961", "1961-03-14T00:00:00Z",
        "XX/XX/1961", "(65 yrs)"),
        taken=several(*["born 1961-03-14"] * 7, "born 1961-03", "born 1961", "born 1961-03-14", "",
                      "")),
    "ZIPs in many writings": File(rows(
        "@1,Jane Roe,12 Oak St,Naples,FL,341021234", "@2,Jane Roe,12 Oak St,Naples,FL,34102-",
        "@3,Jane Roe,12 Oak St,Agawam,MA,1001", "@4,Jane Roe,12 Oak St,Naples,Florida,34102 1234",
        "@5,Jane Roe,12 Oak St,Naples FL,,34102", "@6,Jane Roe,PO Box 12,Naples,Fla.,34102",
        "@7,Jane Roe,12 Oak St,Naples,FL,", "@8,Jane Roe,12 Oak St,Toronto,ON,M5V 1A1"),
        taken=several(*[""] * 7), rejected=("@8",)),
    "balances in many writings": File(columns(
        "Balance", '"$1,234.50"', "(12.00)", "12.00-", "USD 12", "$ 12.00", '"1.234,50"',
        "call us"),
        taken=several("owes 1234.50", "owes -12.00", "owes -12.00", "owes 12.00", "owes 12.00", "",
                      "")),
    "why mail came back, in words": File(columns(
        "Return Reason", "ATTEMPTED - NOT KNOWN", "MOVED LEFT NO ADDRESS", "FORWARD TIME EXP",
        "RTS - VACANT", "Returned to sender: unclaimed", "Return to Sender",
        "Returned for better address", "No Mail Receptacle"),
        taken=several("mail ACS A", "mail ACS K", "mail ACS Q", "mail ACS V", "mail ACS U",
                      "mail ? RETURN TO SENDER", "mail ACS B", "mail ACS M")),
    "codes of lists": File(columns(
        "Return Code List,Return Code", "NCOA,2", "DPV,AAN1", "ANKLink,77", "nixie,UTF",
        "NCOALink,A1"),
        taken=several("mail NCOALINK 02", "mail DPV AAN1", "mail NCOALINK 77", "mail NIXIE Q",
                      "mail NCOALINK A1")),
    "status words": File(columns("Status", "ACT", "SKIP", "ACT", "open"),
                         taken=several("status ACT", "status SKIP", "status ACT", "status open"),
                         told=("2 accounts are held by the unknown status 'ACT'",)),
    "keylines": File(rows("#1234 5678 6#,Jane Roe," + PLACE, "#12345679#,Jane Roe," + PLACE,
                          head="kl,Name,Address,City,State,Zip"),
                     mapping={"keyline": "kl"}, rejected=("#12345679#",),
                     taken=("12345678 primary person Jane Roe",)),
    "a kind in a column": File(rows(
        f"@1,Green Leaf,B,{PLACE}", f"@2,Green Leaf,Individual,{PLACE}",
        f"@3,Maria's,Commercial,{PLACE}", f"@4,Jane Roe,Consumer,{PLACE}",
        f"@5,Acme Roofing,Consumer,{PLACE}",
        head="Acct,Name,Debtor Type,Address,City,State,Zip"),
        taken=primaries("organization Green Leaf", "person Green Leaf", "organization Maria's",
                        "person Jane Roe", "person ?Acme Roofing, hold NAME-KIND")),
    "what restrains in several columns": File(rows(
        f"@1,Jane Roe,{PLACE},Y,7,24-12345,3/1/2024,,", f"@2,Jane Roe,{PLACE},Y,,,,,",
        f"@3,Jane Roe,{PLACE},N,,,,,", f"@4,Jane Roe,{PLACE},N,,,3/1/2024,,",
        f"@5,Jane Roe,{PLACE},,,,,5/6/2025,8/9/2026", f"@6,Jane Roe,{PLACE},,,,soon,,",
        f"@7,Jane Roe,{PLACE},,,,N/A,00/00/0000,", head=_FLAGS),
        taken=several("hold BK07-OPEN@2024-03-01", "hold BK-SUSPECT", "",
                      "hold BK-SUSPECT@2024-03-01",
                      "hold CEASE@2026-08-09, hold DEC-SUSP@2025-05-06", "hold BK-SUSPECT", "")),
    "a day in the flag's cell": File(columns("Attorney,Disputed", "6/1/2026,", ",Yes"),
                                     taken=several("hold ATTY@2026-06-01", "hold DISP-VP")),
    "a discharge beside a chapter": File(columns("BK Chapter,BK Discharge Date", "7,1/2/2025"),
                                         taken=several("hold BK-DISCH@2025-01-02, hold BK07-OPEN")),
    "rows that run short": File(rows(
        f"@1,Jane Roe,{PLACE},10.00,239-555-0101", f"@2,Jane Roe,{PLACE}", "@3,Jane Roe,12 Oak St",
        head=f"{HEAD},Balance,Phone"),
        taken=several(f"{_TEL}, owes 10.00", ""), rejected=("@3",)),
    "nothing but a name": File(rows(f"@1,Jane Roe,{PLACE}", "@2,Jane Roe,,,,"), rejected=("@2",)),
    "no name": File(rows(f"@1,,{PLACE}"), taken=(), rejected=("@1",)),
    "the same row twice": File(
        rows(f"@1,Jane Roe,{PLACE}", f"@1,Jane Roe,{PLACE}"), rejected=("@1",)),
    "another debtor under the number": File(
        rows(f"@1,Jane Roe,{PLACE}", f"@1,Bob Lee,{PLACE}"), rejected=("@1",), taken=(JANE,),
        told=("another_debtor",)),
}  # fmt: skip
