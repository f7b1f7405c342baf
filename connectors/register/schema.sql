-- What a register's file is loaded into; line_no counts the data rows of the file from 1, `no` the
-- people and organisations that the rows name.

-- The row exactly as it stands in the file; limited_year is the year of the date that limits access.
CREATE TABLE line (line_no BIGINT, limited_year INTEGER, raw BLOB);

-- The columns of matching.columns.people, one row for each party of a row; organisations have no
-- name. The columns beside the database have them for searches.
CREATE TABLE person (
  no INTEGER, line_no BIGINT,
  year INTEGER, month INTEGER, day INTEGER, ssn INTEGER, last4 INTEGER
);

CREATE TABLE name (
  no INTEGER, given INTEGER, given_first INTEGER, middle INTEGER, surname INTEGER,
  surname_first INTEGER, surname_last INTEGER, generation INTEGER,
  forenames INTEGER, surnames INTEGER
);

CREATE TABLE place (
  no INTEGER, house INTEGER, core INTEGER, number INTEGER, street INTEGER, unit INTEGER,
  last INTEGER, city INTEGER, state INTEGER, zip5 INTEGER
);

-- Words and blocking keys (matching.block.keys) stand in the columns beside the database alone.

-- Organisations by the blocking key of their name.
CREATE TABLE entity (no INTEGER, name VARCHAR);

-- One row: which version of which file this is, and what its loading counted; `loading` is the id
-- that the columns beside the database have too.
CREATE TABLE loaded (
  file VARCHAR, sha256 VARCHAR, retrieved VARCHAR,
  line_count BIGINT, rejected BIGINT, withdrawn BIGINT, loading VARCHAR
);
