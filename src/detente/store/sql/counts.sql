-- Events to dyad-period-class counts. Portable but for date_trunc's argument order on BigQuery.
-- Parameters: dataset, freq (year, quarter, month, week: the week's Monday), scheme, as_of.
-- Events without a code in the scheme are left out: they are unclassified, not zero.
SELECT
    dataset,
    source,
    target,
    CAST(date_trunc($freq, date) AS DATE) AS period,
    $freq AS freq,
    $scheme AS scheme,
    cls,
    CAST(sum(reports) AS BIGINT) AS reports,
    CAST(count(*) AS BIGINT) AS events
FROM (
    SELECT
        dataset,
        source,
        target,
        date,
        reports,
        CASE $scheme
            WHEN 'quad' THEN quad
            WHEN 'root' THEN substr(cameo, 1, 2)
            WHEN 'plover' THEN plover
        END AS cls
    FROM events
    WHERE dataset = $dataset AND known_on <= $as_of
) AS classed
WHERE cls IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7
