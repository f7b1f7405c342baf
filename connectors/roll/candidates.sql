-- The rows of a roll that may be about the subjects of a chunk of inquiries, best first.
-- Parameters: $asks (one JSON text with the keys of all inquiries), $nearness (Jaro-Winkler),
-- $limited_year (rows of that year or later are returned without their bytes; NULL = none),
-- $most (rows an inquiry). Columns: inquiry, matched (rows found before the bound), line_no, raw.
WITH
asked_person AS (
  SELECT unnest(from_json($asks::JSON -> 'people', '[{"inquiry":"INTEGER","surname":"VARCHAR",
    "given":"VARCHAR","middle":"VARCHAR","whole":"BOOLEAN","birth":"VARCHAR","ssn4":"VARCHAR"}]'), recursive := true)
),
asked_place AS (
  SELECT unnest(from_json($asks::JSON -> 'places', '[{"inquiry":"INTEGER","house":"VARCHAR",
    "street":"VARCHAR","city":"VARCHAR","zip5":"VARCHAR"}]'), recursive := true)
),
asked_entity AS (
  SELECT unnest(from_json($asks::JSON -> 'entities',
    '[{"inquiry":"INTEGER","name":"VARCHAR"}]'), recursive := true)
),
asked_ssn AS (
  SELECT unnest(from_json($asks::JSON -> 'ssns',
    '[{"inquiry":"INTEGER","ssn":"VARCHAR"}]'), recursive := true)
),
by_name AS (
  SELECT a.inquiry, p.line_no,
    4 + CASE WHEN p.given = a.given THEN 4 WHEN p.given = '' THEN 0 ELSE 1 END
      + CASE WHEN a.middle = '' OR p.middle = '' THEN 0 WHEN a.middle = p.middle THEN 1 ELSE -1 END
    AS agreement
  FROM asked_person a JOIN person p ON p.surname = a.surname
  WHERE CASE WHEN a.whole THEN p.given = a.given
      ELSE a.given = '' OR p.given = '' OR a.given[1] = p.given[1] END
    AND (a.ssn4 = '' OR p.ssn4 = a.ssn4)
    AND (a.birth = '' OR p.birth <> ''
      AND (starts_with(p.birth, a.birth) OR starts_with(a.birth, p.birth)))
),
by_near_name AS (
  SELECT a.inquiry, p.line_no, 6 AS agreement
  FROM asked_person a JOIN person p
    ON p.given = a.given AND p.surname[1] = a.surname[1]
  WHERE NOT a.whole AND length(a.given) > 1 AND p.surname <> a.surname
    AND (a.ssn4 = '' OR p.ssn4 = a.ssn4)
    AND least(length(a.surname), length(p.surname)) >= 4
    AND jaro_winkler_similarity(a.surname, p.surname) >= $nearness
    AND (a.birth = '' OR p.birth <> ''
      AND (starts_with(p.birth, a.birth) OR starts_with(a.birth, p.birth)))
),
by_place AS (
  SELECT a.inquiry, p.line_no, 3 AS agreement
  FROM asked_place q
  JOIN place l ON l.house = q.house AND l.street = q.street AND l.zip5 = q.zip5
  JOIN person p ON p.line_no = l.line_no
  JOIN asked_person a ON a.inquiry = q.inquiry AND a.given = p.given
  WHERE q.house <> '' AND q.street <> '' AND length(a.given) > 1 AND NOT a.whole
),
by_entity AS (
  SELECT a.inquiry, e.line_no, 8 AS agreement FROM asked_entity a JOIN entity e USING (name)
),
by_ssn AS (
  SELECT a.inquiry, i.line_no, 16 AS agreement FROM asked_ssn a JOIN identity i USING (ssn)
),
found AS (
  SELECT inquiry, line_no, max(agreement) AS agreement
  FROM (
    FROM by_name UNION ALL FROM by_near_name UNION ALL FROM by_place
    UNION ALL FROM by_entity UNION ALL FROM by_ssn
  )
  GROUP BY inquiry, line_no
),
nearby AS (
  SELECT f.inquiry, f.line_no, max(
      CASE WHEN l.zip5 = q.zip5 AND l.zip5 <> '' THEN 2 ELSE 0 END
      + CASE WHEN l.city = q.city AND l.city <> '' THEN 1 ELSE 0 END
      + CASE WHEN l.house = q.house AND l.street = q.street AND l.house <> '' THEN 3 ELSE 0 END
    ) AS nearness
  FROM found f JOIN asked_place q USING (inquiry) JOIN place l USING (line_no)
  GROUP BY f.inquiry, f.line_no
),
ranked AS (
  SELECT f.inquiry, f.line_no,
    count(*) OVER (PARTITION BY f.inquiry) AS matched,
    row_number() OVER (
      PARTITION BY f.inquiry
      ORDER BY f.agreement + coalesce(n.nearness, 0) DESC, f.line_no
    ) AS place
  FROM found f LEFT JOIN nearby n USING (inquiry, line_no)
)
SELECT r.inquiry, r.matched, r.line_no,
  CASE WHEN l.limited_year >= $limited_year THEN NULL ELSE l.raw END AS raw
FROM ranked r JOIN line l USING (line_no)
WHERE r.place <= $most
ORDER BY r.inquiry, r.place
