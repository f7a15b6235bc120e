-- One directed dyad's days from the cube. Parameters: dataset, source, target, freq (also day), as_of.
SELECT
    $dataset AS dataset,
    source,
    target,
    CAST(date_trunc($freq, day) AS DATE) AS period,
    quad,
    root,
    plover,
    CAST(sum(reports) AS BIGINT) AS reports,
    CAST(sum(events) AS BIGINT) AS events,
    CAST(sum(records) AS BIGINT) AS records,
    CAST(sum(intensity) AS BIGINT) AS intensity,
    CAST(sum(rated) AS BIGINT) AS rated
FROM cube
WHERE source = $source AND target = $target AND known_on <= $as_of
GROUP BY ALL
HAVING sum(records) > 0
ORDER BY ALL
