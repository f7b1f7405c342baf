"""More files of `test_agency_files`: hospitals, lenders, utilities, landlords; odd headers."""

from __future__ import annotations

from tests.acceptance.agency_files import (
    HEAD,
    PLACE,
    File,
    book,
    primaries,
    rows,
    several,
)

_TEL = "tel +12395550101"
_BOTH = ("@1 primary person Jane Roe", "@1 co_obligor person John Roe")

TRADES: dict[str, File] = {
    "a hospital with patient and guarantor": File(rows(
        f"@1,Tim Roe,01/02/2016,Jane Roe,{PLACE},239-555-0101,$250.00,11/02/2025",
        head="Encounter #,Patient Name,Patient DOB,Guarantor Name,Guarantor Address,Guarantor City,"
        "Guarantor State,Guarantor Zip,Guarantor Phone,Patient Balance,Date of Service"),
        taken=("@1 primary person Tim Roe, born 2016-01-02, owes 250.00",
               f"@1 guarantor person Jane Roe, {_TEL}, owes 250.00")),
    "a dentist": File(rows(
        f"@1,Jane,Roe,01/02/1970,{PLACE},239-555-0101,1250.00",
        head="Chart No,Resp Party First,Resp Party Last,Birthdate,Address,City,State,Zip,"
        "Phone (H),Balance"),
        taken=several(f"born 1970-01-02, {_TEL}, owes 1250.00")),
    "an auto lender": File(rows(
        f"@1,JANE ROE,JOHN ROE,{PLACE},1HGCM82633A004352,12340.55,05/02/2024",
        head="Contract No,Buyer,Co-Buyer,Address,City,State,Zip,VIN,Deficiency Balance,Repo Date"),
        taken=("@1 primary person JANE ROE, owes 12340.55",
               "@1 co_obligor person JOHN ROE, owes 12340.55")),
    "a power company": File(rows(
        f"@1,ROE JANE,44 ELM AVE,NAPLES,FL,34102,{PLACE},88.10",
        head="Customer Account,Customer Name,Service Address,Service City,Service State,"
        "Service Zip,Mailing Address,Mailing City,Mailing State,Mailing Zip,Amount Owed"),
        taken=primaries("person JANE ROE, owes 88.10")),
    "a homeowners' association": File(rows(
        f"@1,Jane Roe & John Roe,Lot 12,{PLACE},900.00",
        head="Account,Homeowner,Lot,Mailing Address,City,State,Zip,Delinquent Assessments"),
        taken=_BOTH),
    "student housing": File(rows(
        f"@1,Jane Roe,,{PLACE},John Roe,44 Elm Ave,Naples,FL,34102,1200.00",
        head="Lease ID,Resident Name,Resident Email,Home Address,Home City,"
        "Home State,Home Zip,Guarantor Name,Guarantor Address,Guarantor City,"
        "Guarantor State,Guarantor Zip,Balance Due"),
        taken=("@1 primary person Jane Roe, owes 1200.00",
               "@1 guarantor person John Roe, owes 1200.00")),
    "a landlord": File(rows(
        f"@1,Roe,Jane,Roe,John,{PLACE},239-555-0101",
        head="Tenant Code,Tenant Last,Tenant First,Co-Tenant Last,Co-Tenant First,Last Known "
        "Address,City,State,Zip,Cell"),
        taken=(f"@1 primary person Jane Roe, {_TEL}", "@1 co_obligor person John Roe")),
    "a gymnasium": File(rows(
        f"@1,Jane,Roe,{PLACE},2395550101,,79.98",
        head="Member ID,Member First,Member Last,Street,City,State,Postal Code,Mobile,E-Mail,"
        "Past Due"),
        taken=several(f"{_TEL}, owes 79.98")),
    "a credit union": File(rows(
        f'@1,"ROE, JANE",900-12-3456,010270,{PLACE},1200',
        head="Mbr Acct,Mbr Name,TIN,DOB (MMDDYY),Addr,City,St,Zip,Chg Off Amt"),
        taken=primaries("person JANE ROE, ssn 900123456, owes 1200.00")),
    "a court's fines": File(rows(
        f'@1,"ROE, JANE MARIE",1970-01-02,{PLACE},350.00',
        head="Case Number,Defendant,DOB,Address,City,State,Zip,Total Owed"),
        taken=primaries("person JANE MARIE ROE, born 1970-01-02, owes 350.00")),
    "a toll road": File(rows(
        f"@1,Jane Roe,ABC1234,{PLACE},15.25",
        head="Violation No,Registered Owner,Plate,Address,City,State,Zip,Amount")),
    "a supplier": File(rows(
        f"@1,Acme Roofing LLC,Jane Roe,{PLACE},5400.00",
        head="Customer No,Company,Contact,Bill To Address,Bill To City,Bill To State,Bill To Zip,"
        "Open Balance"),
        taken=("@1 primary organization Acme Roofing LLC, owes 5400.00",
               "@1 non_obligor person Jane Roe, owes 5400.00"),
        mapping={"contact_full_name": "Contact"}),
    "merged cells over open names": File(rows(
        "Number,Balance,First,Last,Street,City,State,Zip", f"@1,100.00,Jane,Roe,{PLACE}",
        head="Account,,Debtor,,Address,,,"), taken=several("owes 100.00")),
    "merged cells over kinds of phones": File(rows(
        "No.,First,Last,Street,City,State,Zip,Home,Work,Cell",
        f"@1,Jane,Roe,{PLACE},239-555-0101,,239-555-0102",
        head="Account,Consumer,,Address,,,,Phone,,"), taken=several(f"{_TEL}, tel +12395550102")),
    "merged cells over two debtors": File(rows(
        "Number,First,Last,First,Last,Street,City,State,Zip", f"@1,Jane,Roe,John,Roe,{PLACE}",
        head="Account,Debtor,,Co-Debtor,,Address,,,"), taken=_BOTH),
    "state and ZIP in one column": File(rows(
        "@1,Jane Roe,12 Oak St,Naples,FL 34102", "@2,Jane Roe,12 Oak St,Naples,FL  34102-0000",
        head="Acct,Name,Address,City,ST Zip"), taken=several("", "")),
    "a debt's state beside the address's": File(rows(
        f"@1,Jane Roe,{PLACE},GA", f"@2,Jane Roe,{PLACE},", head=f"{HEAD},Debt State"),
        taken=several("", "")),
    "Spanish headers": File(rows(
        f"@1,Jane,Roe,{PLACE},239-555-0101,02/01/1970",
        head="Cuenta,Nombre,Apellido,Dirección,Ciudad,Estado,Código Postal,Teléfono,Nota"),
        taken=several(_TEL)),
    "headers in two languages": File(rows(
        f"@1,Jane,Roe,{PLACE},239-555-0101",
        head="Account / Cuenta,First Name / Nombre,Last Name / Apellido,Address / Dirección,"
        "City / Ciudad,State / Estado,Zip / Código Postal,Phone / Teléfono"),
        taken=several(_TEL)),
    "headers in CamelCase": File(rows(
        f"@1,Jane,Roe,{PLACE},2395550101,900-12-3456",
        head="AccountNumber,DebtorFirstName,DebtorLastName,StreetAddress1,CityName,StateCode,"
        "ZipCode,HomePhoneNumber,SocialSecurityNumber"),
        taken=several(f"ssn 900123456, {_TEL}")),
    "headers with a table's name": File(rows(
        f"@1,Jane,Roe,{PLACE}",
        head="debtor.account_number,debtor.first_name,debtor.last_name,debtor.address_1,"
        "debtor.city,debtor.state,debtor.zip")),
    "every cell in quotes, with a blank behind": File(
        '"Acct ","Name ","Address ","City ","State ","Zip "\n'
        '"@1 ","Jane Roe ","12 Oak St ","Naples ","FL ","34102 "\n'),
    "a mark of text before numbers": File(rows(
        "'@1,Jane Roe,12 Oak St,Naples,FL,'34102,'2395550101", head=f"{HEAD},Phone"),
        taken=several(_TEL)),
    "a formula that keeps zeros": File(rows(
        '="@1",Jane Roe,12 Oak St,Agawam,MA,="01001",="2395550101"', head=f"{HEAD},Phone"),
        taken=several(_TEL)),
    "a ZIP code that lost its zero": File(rows(
        "@1,Jane Roe,12 Oak St,Agawam,MA,1001", "@2,Jane Roe,12 Oak St,Agawam,MA,1001.0"),
        taken=several("", "")),
    "no-break and thin spaces": File(rows(
        "@1,Jane\u00a0Roe,12\u00a0Oak\u00a0St,Naples,FL,34102,(239)\u2009555\u20110101",
        head=f"{HEAD},Phone"), taken=several(_TEL)),
    "letters beside their marks": File(rows(
        f"@1,Jose\u0301 Nu\u0301n\u0303ez,{PLACE}"), taken=primaries("person José Núñez")),
    "UTF-16 with tabs, as Excel's Unicode text": File(
        rows(f"@1,Jane Roe,{PLACE}").replace(",", "\t").replace("\n", "\r\n").encode("utf-16")),
    "code page 850": File(
        rows(*(f"@{at},{name},{PLACE}" for at, name in enumerate(
            ("José Muñoz", "Zoë Núñez", "Ángel Peña"), 1))).encode("cp850"),
        taken=primaries("person José Muñoz", "person Zoë Núñez", "person Ángel Peña")),
    "a workbook with two rows of headers": File(book(
        ("Account", None, "Consumer", None, "Address", None, None, None),
        ("Number", "Balance", "First", "Last", "Street", "City", "State", "Zip"),
        ("@1", 100.5, "Jane", "Roe", "12 Oak St", "Naples", "FL", 34102)),
        taken=several("owes 100.50")),
}  # fmt: skip
"""By what sends them."""
