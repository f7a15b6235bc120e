-- No ticks, with the columns and types that ticks have.
SELECT
    CAST(NULL AS TEXT) AS source,
    CAST(NULL AS TEXT) AS target,
    CAST(NULL AS DATE) AS day,
    CAST(NULL AS TEXT) AS quad,
    CAST(NULL AS TEXT) AS root,
    CAST(NULL AS TEXT) AS plover,
    CAST(NULL AS BIGINT) AS key,
    CAST(NULL AS DATE) AS known_on,
    0 AS records,
    CAST(NULL AS BIGINT) AS reports,
    CAST(NULL AS BIGINT) AS intensity
WHERE 1 = 0
