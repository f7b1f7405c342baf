-- What is true in the town, for scoring only: connectors and matchers never open this file.
-- Text unless a column says otherwise; dates are ISO, '' stands for "still" or "none".

CREATE TABLE person (
  person_id TEXT PRIMARY KEY, given TEXT, middle TEXT, surname TEXT, suffix TEXT, female INTEGER,
  dob TEXT, ssn TEXT, line TEXT, city TEXT, state TEXT, zip5 TEXT, deceased TEXT,
  spouse_id TEXT, father_id TEXT, mother_id TEXT
);
CREATE TABLE truth_name (person_id TEXT, surname TEXT, since TEXT);
-- One row for each person who owes; part: consumer, proprietor or guarantor (of a business account).
-- held: 1 if a status keeps the account from being traced; findable: 1 if some provider's record
-- about the debtor, or the forward address, carries a present contact; known: 1 if any record does
CREATE TABLE truth_account (
  account_number TEXT PRIMARY KEY, person_id TEXT,
  held INTEGER, findable INTEGER, known INTEGER, scenario TEXT, part TEXT
);
-- role: home, mail (a post office box) or business (an office of theirs)
-- code: what a bankruptcy in the court's register keeps from the account: open, discharged,
-- dismissed, "later debt, open" or "debt of the plan"
CREATE TABLE truth_restraint (account_number TEXT, case_number TEXT, code TEXT);
CREATE TABLE truth_address (
  person_id TEXT, line TEXT, city TEXT, state TEXT, zip5 TEXT, "from" TEXT, "to" TEXT, role TEXT
);
CREATE TABLE truth_phone (person_id TEXT, e164 TEXT, "from" TEXT, "to" TEXT, line TEXT);
CREATE TABLE truth_email (person_id TEXT, email TEXT);
CREATE TABLE truth_asset (person_id TEXT, kind TEXT, reference TEXT, "from" TEXT, "to" TEXT);
-- one row for each title of a person to a parcel; known: 1 if some record says that the person got
-- it, parted: 1 if some record says that the person has it no more
CREATE TABLE truth_title (
  person_id TEXT, parcel_id TEXT, "from" TEXT, "to" TEXT, how TEXT, known INTEGER, parted INTEGER
);
-- record_ref: tahoe_id, entity_id, document_id, parcel_id, docno, case_id, or the line of the DMF
CREATE TABLE truth_record (dataset TEXT, record_ref TEXT, person_id TEXT);
-- kind: owned, shelf, chain, franchise or namesake; agent: a person's id or a company's name;
-- successor_id: the company that it was merged into; '' where there is none
CREATE TABLE business (
  entity_id TEXT PRIMARY KEY, docno TEXT, name TEXT, kind TEXT, formed_in TEXT, standing TEXT,
  ended TEXT, successor_id TEXT,
  agent TEXT, agent_line TEXT, agent_city TEXT, agent_state TEXT, agent_zip5 TEXT
);
-- name_kind: legal or trade
CREATE TABLE business_name (entity_id TEXT, name TEXT, name_kind TEXT, "from" TEXT, "to" TEXT);
CREATE TABLE business_address (
  entity_id TEXT, line TEXT, city TEXT, state TEXT, zip5 TEXT, "from" TEXT, "to" TEXT
);
-- findable: 1 if some register lists the business or its successor, or the letter was forwarded
CREATE TABLE business_account (
  account_number TEXT PRIMARY KEY, entity_id TEXT, held INTEGER, findable INTEGER, scenario TEXT
);
-- code: as in truth_restraint
CREATE TABLE business_restraint (account_number TEXT, case_number TEXT, code TEXT);
CREATE INDEX business_docno ON business (docno);
CREATE INDEX business_address_of ON business_address (entity_id);
CREATE INDEX truth_address_person ON truth_address (person_id);
CREATE INDEX truth_address_zip ON truth_address (zip5);
CREATE INDEX truth_phone_person ON truth_phone (person_id);
CREATE INDEX truth_phone_number ON truth_phone (e164);
CREATE INDEX truth_email_person ON truth_email (person_id);
CREATE INDEX truth_asset_person ON truth_asset (person_id);
CREATE INDEX truth_title_person ON truth_title (person_id);
CREATE INDEX truth_asset_reference ON truth_asset (reference);
CREATE INDEX truth_record_person ON truth_record (person_id);
CREATE TABLE built (seed INTEGER, people INTEGER, accounts INTEGER, today TEXT);
