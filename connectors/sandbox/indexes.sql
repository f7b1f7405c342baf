-- The indexes of town.sqlite that its providers need; making them again does nothing.
-- A Socrata column is read as NULLIF(column, ''), so its indexes are on that expression.

CREATE INDEX IF NOT EXISTS business_agent
  ON business_registry (upper(NULLIF(agent_last, '')), upper(NULLIF(agent_first, '')));
CREATE INDEX IF NOT EXISTS business_agent_exact ON business_registry (NULLIF(agent_last, ''));
CREATE INDEX IF NOT EXISTS business_name ON business_registry (upper(NULLIF(entity_name, '')));
CREATE INDEX IF NOT EXISTS business_name_exact ON business_registry (NULLIF(entity_name, ''));
CREATE INDEX IF NOT EXISTS business_former_1
  ON business_registry (upper(NULLIF(former_name_1, '')));
CREATE INDEX IF NOT EXISTS business_former_2
  ON business_registry (upper(NULLIF(former_name_2, '')));
CREATE INDEX IF NOT EXISTS business_trade ON business_registry (upper(NULLIF(trade_name, '')));
CREATE INDEX IF NOT EXISTS business_id ON business_registry (NULLIF(entity_id, ''));
CREATE INDEX IF NOT EXISTS sale_grantee ON property_sales (upper(NULLIF(grantee, '')));
CREATE INDEX IF NOT EXISTS sale_grantee_exact ON property_sales (NULLIF(grantee, ''));
CREATE INDEX IF NOT EXISTS sale_parcel ON property_sales (NULLIF(parcel_id, ''));
CREATE INDEX IF NOT EXISTS sale_document ON property_sales (NULLIF(document_id, ''));

CREATE INDEX IF NOT EXISTS subscriber_born ON subscriber (born);
CREATE INDEX IF NOT EXISTS provider_last ON health_provider (last, first);
CREATE INDEX IF NOT EXISTS prisoner_last ON prisoner (last, first);

CREATE INDEX IF NOT EXISTS party_last ON court_party (upper(last), upper(first));
CREATE INDEX IF NOT EXISTS party_organization ON court_party (upper(organization));
CREATE INDEX IF NOT EXISTS party_case ON court_party (case_id, seq);

CREATE INDEX IF NOT EXISTS bureau_name_of ON bureau_name (tahoe_id);
CREATE INDEX IF NOT EXISTS bureau_address_of ON bureau_address (tahoe_id, ord);
CREATE INDEX IF NOT EXISTS bureau_phone_of ON bureau_phone (tahoe_id, ord);
CREATE INDEX IF NOT EXISTS bureau_phone_number ON bureau_phone (phone);
CREATE INDEX IF NOT EXISTS bureau_email_of ON bureau_email (tahoe_id, ord);
CREATE INDEX IF NOT EXISTS bureau_email_address ON bureau_email (lower(email));
CREATE INDEX IF NOT EXISTS bureau_relative_of ON bureau_relative (tahoe_id);

-- What a column contains, by trigrams: the prefilter of LIKE '%...%'. Filled once.
CREATE VIRTUAL TABLE IF NOT EXISTS sale_grantee_text
  USING fts5(grantee, content='property_sales', content_rowid='rowid', tokenize='trigram');
INSERT INTO sale_grantee_text (sale_grantee_text)
  SELECT 'rebuild' WHERE NOT EXISTS (SELECT 1 FROM sale_grantee_text_docsize);
CREATE VIRTUAL TABLE IF NOT EXISTS sale_grantor_text
  USING fts5(grantor, content='property_sales', content_rowid='rowid', tokenize='trigram');
INSERT INTO sale_grantor_text (sale_grantor_text)
  SELECT 'rebuild' WHERE NOT EXISTS (SELECT 1 FROM sale_grantor_text_docsize);
CREATE VIRTUAL TABLE IF NOT EXISTS business_name_text
  USING fts5(entity_name, content='business_registry', content_rowid='rowid', tokenize='trigram');
INSERT INTO business_name_text (business_name_text)
  SELECT 'rebuild' WHERE NOT EXISTS (SELECT 1 FROM business_name_text_docsize);
