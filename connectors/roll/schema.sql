-- What a register's file is loaded into; line_no counts the data rows of the file from 1.

-- The row exactly as it stands in the file; limited_year is the year of the date that limits access.
CREATE TABLE line (line_no BIGINT, limited_year INTEGER, raw BLOB);

-- Keys of every person a row names: surname and given in letters, middle initial, birth as far as
-- the row gives it (YYYY, YYYY-MM, YYYY-MM-DD), last four of the SSN.
CREATE TABLE person (
  line_no BIGINT, surname VARCHAR, given VARCHAR, middle VARCHAR, birth VARCHAR, ssn4 VARCHAR
);

CREATE TABLE entity (line_no BIGINT, name VARCHAR);

CREATE TABLE place (line_no BIGINT, house VARCHAR, street VARCHAR, city VARCHAR, zip5 VARCHAR);

CREATE TABLE identity (line_no BIGINT, ssn VARCHAR);

-- One row: which version of which file this is, and what its loading counted.
CREATE TABLE loaded (
  file VARCHAR, sha256 VARCHAR, retrieved VARCHAR,
  line_count BIGINT, rejected BIGINT, withdrawn BIGINT
);
