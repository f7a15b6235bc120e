-- The cube to dyad-period-class counts: the same as counts.sql makes of the events.
-- Parameters: dataset, freq (year, quarter, month, week: the week's Monday), scheme, as_of.
SELECT
    $dataset AS dataset,
    source,
    target,
    CAST(date_trunc($freq, day) AS DATE) AS period,
    $freq AS freq,
    $scheme AS scheme,
    cls,
    CAST(sum(reports) AS BIGINT) AS reports,
    CAST(sum(events) AS BIGINT) AS events
FROM (
    SELECT
        source,
        target,
        day,
        reports,
        events,
        records,
        CASE $scheme
            WHEN 'quad' THEN quad
            WHEN 'root' THEN root
            WHEN 'plover' THEN plover
        END AS cls
    FROM cube
    WHERE known_on <= $as_of AND source <> target
) AS classed
WHERE cls IS NOT NULL
GROUP BY 2, 3, 4, 7
HAVING sum(records) > 0
