-- Cube files to one: the same sums, each cell's days of knowledge together, dyad by dyad.
SELECT
    source, target, day, known_on, quad, root, plover,
    CAST(sum(reports) AS BIGINT) AS reports,
    CAST(sum(events) AS BIGINT) AS events,
    CAST(sum(records) AS BIGINT) AS records,
    CAST(sum(intensity) AS BIGINT) AS intensity,
    CAST(sum(rated) AS BIGINT) AS rated
FROM cube
GROUP BY source, target, day, known_on, quad, root, plover
HAVING sum(records) <> 0 OR sum(events) <> 0 OR sum(reports) <> 0 OR sum(intensity) <> 0 OR sum(rated) <> 0
ORDER BY source, target, day, known_on, quad, root, plover
