-- Events as ticks: what is known changes by +1 record on the day an event is known, and by -1 on the day from which
-- a later version of its file says otherwise. A cell is source, target, day, quad, root and plover; root is the
-- CAMEO root. Intensity is in thousandths, rounded half up by arithmetic that every engine does alike; beyond the range
-- that the catalog declares it is missing.
SELECT
    source,
    target,
    date AS day,
    quad,
    substr(cameo, 1, 2) AS root,
    plover,
    key,
    known_on,
    1 AS records,
    CAST(reports AS BIGINT) AS reports,
    CAST(floor(CASE WHEN intensity BETWEEN -1000000 AND 1000000 THEN intensity END * 1000 + 0.5) AS BIGINT) AS intensity
FROM events
UNION ALL
SELECT
    source,
    target,
    date AS day,
    quad,
    substr(cameo, 1, 2) AS root,
    plover,
    key,
    greatest(known_on, known_until) AS known_on,
    -1 AS records,
    CAST(-reports AS BIGINT) AS reports,
    CAST(-floor(CASE WHEN intensity BETWEEN -1000000 AND 1000000 THEN intensity END * 1000 + 0.5) AS BIGINT) AS intensity
FROM events
WHERE known_until IS NOT NULL
