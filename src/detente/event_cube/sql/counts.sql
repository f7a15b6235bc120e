-- Events to dyad-period-class counts: the same as cube_counts.sql makes of the cube.
-- Parameters: dataset, freq (year, quarter, month, week: the week's Monday), scheme, as_of.
-- Events without a code in the scheme are left out: they are unclassified, not zero.
SELECT
    $dataset AS dataset,
    source,
    target,
    CAST(date_trunc($freq, date) AS DATE) AS period,
    $freq AS freq,
    $scheme AS scheme,
    cls,
    CAST(sum(reports) AS BIGINT) AS reports,
    CAST(sum(events) AS BIGINT) AS events
FROM (
    SELECT
        source,
        target,
        date,
        CASE $scheme
            WHEN 'quad' THEN quad
            WHEN 'root' THEN substr(cameo, 1, 2)
            WHEN 'plover' THEN plover
        END AS cls,
        sum(reports) AS reports,
        count(DISTINCT key) + count(*) - count(key) AS events
    FROM events
    WHERE known_on <= $as_of AND (known_until IS NULL OR $as_of < known_until) AND source <> target
    GROUP BY source, target, date, quad, substr(cameo, 1, 2), plover
) AS classed
WHERE cls IS NOT NULL
GROUP BY 2, 3, 4, 7
