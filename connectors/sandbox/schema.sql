-- What the sandbox providers serve: town.sqlite, one table for each provider dataset.
-- Text unless a column says otherwise; dates are ISO (YYYY-MM-DD) unless a comment says otherwise;
-- an absent value is NULL or ''. Indexes are in indexes.sql and are made when a server opens the town.

-- status: the registry's word, since status_date where it is no longer active; agent_organization
-- stands where the agent is a company; former_name_1 is the latest; successor: after a merger
CREATE TABLE business_registry (
  rowid INTEGER PRIMARY KEY,
  entity_id TEXT, entity_name TEXT, entity_type TEXT, status TEXT, formed TEXT,
  principal_line TEXT, principal_city TEXT, principal_state TEXT, principal_zip TEXT,
  agent_first TEXT, agent_middle TEXT, agent_last TEXT, agent_suffix TEXT,
  agent_line TEXT, agent_city TEXT, agent_state TEXT, agent_zip TEXT,
  formed_in TEXT, status_date TEXT, agent_organization TEXT,
  former_name_1 TEXT, former_name_2 TEXT, trade_name TEXT,
  successor_id TEXT, successor_name TEXT
);

-- grantor and grantee: LAST FIRST MIDDLE; two owners are joined by &
CREATE TABLE property_sales (
  rowid INTEGER PRIMARY KEY,
  document_id TEXT, parcel_id TEXT, recorded TEXT, doc_type TEXT, amount TEXT,
  grantor TEXT, grantee TEXT,
  property_line TEXT, property_city TEXT, property_zip TEXT,
  mailing_line TEXT, mailing_city TEXT, mailing_state TEXT, mailing_zip TEXT
);

-- owner_1 and owner_2: LAST FIRST M; homestead: Y or N
CREATE TABLE roll_property (
  parcel_id TEXT, tax_year TEXT, owner_1 TEXT, owner_2 TEXT, care_of TEXT,
  mail_line TEXT, mail_city TEXT, mail_state TEXT, mail_zip TEXT,
  situs_line TEXT, situs_city TEXT, situs_zip TEXT,
  land_use TEXT, assessed_value TEXT, homestead TEXT, deed_date TEXT
);

-- death and birth: MMDDCCYY
CREATE TABLE roll_dmf (
  change_code TEXT, ssn TEXT, last TEXT, suffix TEXT, first TEXT, middle TEXT,
  vp TEXT, death TEXT, birth TEXT
);

-- status: A or I; filed: MMDDCCYY; agent_type: P or C
-- officers: JSON [{"title","type","name","line","city","state","zip"}], name "LAST, FIRST M"
CREATE TABLE roll_sunbiz (
  docno TEXT, name TEXT, status TEXT, filing_type TEXT,
  principal_line1 TEXT, principal_line2 TEXT, principal_city TEXT,
  principal_state TEXT, principal_zip TEXT, principal_country TEXT,
  mailing_line1 TEXT, mailing_line2 TEXT, mailing_city TEXT,
  mailing_state TEXT, mailing_zip TEXT, mailing_country TEXT,
  filed TEXT, fei TEXT,
  formed_in TEXT, report_1 TEXT, report_2 TEXT, report_3 TEXT,
  agent_name TEXT, agent_type TEXT, agent_line TEXT, agent_city TEXT,
  agent_state TEXT, agent_zip TEXT,
  officers TEXT
);

-- phone: E.164; updated: the day as of which the row is
CREATE TABLE subscriber (
  number TEXT, first TEXT, middle TEXT, last TEXT, born TEXT,
  line TEXT, city TEXT, state TEXT, zip TEXT, since TEXT, phone TEXT, phone_since TEXT, updated TEXT
);

-- debtors of federal liens; kind: P or C
CREATE TABLE roll_liens (
  document TEXT, name TEXT, kind TEXT, line_1 TEXT, line_2 TEXT, city TEXT, state TEXT, zip TEXT
);

-- the columns of a sanctions list, -0- for none
CREATE TABLE roll_sanctions (
  ent_num TEXT, name TEXT, type TEXT, program TEXT, title TEXT, call_sign TEXT, vessel_type TEXT,
  tonnage TEXT, grt TEXT, flag TEXT, owner TEXT, remarks TEXT
);

-- phone: AAA-555-01NN
CREATE TABLE health_provider (
  number TEXT, first TEXT, middle TEXT, last TEXT, suffix TEXT,
  line TEXT, city TEXT, state TEXT, zip TEXT, phone TEXT,
  code TEXT, trade TEXT, license TEXT, enumerated TEXT, updated TEXT
);

-- released: MM/DD/YYYY
CREATE TABLE prisoner (
  number TEXT, last TEXT, first TEXT, middle TEXT, suffix TEXT, age TEXT, sex TEXT,
  facility_type TEXT, facility TEXT, released TEXT
);

CREATE TABLE court_case (
  case_id TEXT PRIMARY KEY, case_number TEXT, court TEXT, case_type TEXT,
  filed TEXT, status TEXT, disposition TEXT, amount TEXT
);

CREATE TABLE court_party (
  case_id TEXT, seq INTEGER, role TEXT,
  last TEXT, first TEXT, middle TEXT, suffix TEXT, organization TEXT,
  line TEXT, city TEXT, state TEXT, zip TEXT, birth_year TEXT
);

-- dob: M/D/YYYY or ''; deceased: Y or N; the three counts are whole numbers
CREATE TABLE bureau_person (
  tahoe_id TEXT PRIMARY KEY, first TEXT, middle TEXT, last TEXT, suffix TEXT,
  dob TEXT, age INTEGER, deceased TEXT,
  bankruptcies INTEGER, liens INTEGER, judgments INTEGER
);

CREATE TABLE bureau_name (
  tahoe_id TEXT, first TEXT, middle TEXT, last TEXT
);

-- first_reported and last_reported: M/D/YYYY; deliverable: 0 or 1
CREATE TABLE bureau_address (
  tahoe_id TEXT, ord INTEGER,
  house TEXT, predir TEXT, street TEXT, suffix TEXT, postdir TEXT, unit_type TEXT, unit TEXT,
  city TEXT, state TEXT, zip TEXT, zip4 TEXT,
  first_reported TEXT, last_reported TEXT, deliverable INTEGER
);

-- phone: (AAA) 555-01NN; type: Wireless, LandLine or Voip; connected: 0 or 1
CREATE TABLE bureau_phone (
  tahoe_id TEXT, ord INTEGER, phone TEXT, type TEXT, connected INTEGER, company TEXT,
  first_reported TEXT, last_reported TEXT
);

CREATE TABLE bureau_email (
  tahoe_id TEXT, ord INTEGER, email TEXT
);

CREATE TABLE bureau_relative (
  tahoe_id TEXT, relative_tahoe_id TEXT, first TEXT, middle TEXT, last TEXT, dob TEXT, type TEXT
);
