-- The sums of one step of counting, cells that come to nothing too: a step without rows would not be seen as counted.
SELECT
    source, target, day, known_on, quad, root, plover,
    CAST(sum(reports) AS BIGINT) AS reports,
    CAST(sum(events) AS BIGINT) AS events,
    CAST(sum(records) AS BIGINT) AS records,
    CAST(sum(intensity) AS BIGINT) AS intensity,
    CAST(sum(rated) AS BIGINT) AS rated
FROM cube
GROUP BY source, target, day, known_on, quad, root, plover
ORDER BY source, target, day, known_on, quad, root, plover
