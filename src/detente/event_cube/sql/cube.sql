-- What the ticks in `new_ticks` add to the cube, where those in `counted_ticks` are in it already. Summed over known_on up to a
-- day, the cube says what was known on that day.
-- Records of one cell with one key report one event: it is there while any of them is. Where a key comes once, its
-- ticks are its event's; the others, which alone need looking at, are put right by `moves`.
--   again    keys that come more than once, or came before
--   steps    their ticks by day: new ones, and old ones
--   paths    the records there are from that day on, and how many there were in the cube before
--   moves    the days on which the event comes or goes, less where it was counted, less the new ticks themselves
WITH again AS (
    SELECT key FROM new_ticks WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1
    UNION DISTINCT
    SELECT new_ticks.key FROM new_ticks INNER JOIN counted_ticks ON new_ticks.key = counted_ticks.key
),
steps AS (
    SELECT source, target, day, quad, root, plover, key, known_on, sum(fresh) AS fresh, sum(held) AS held
    FROM (
        SELECT source, target, day, quad, root, plover, new_ticks.key, known_on, records AS fresh, 0 AS held
        FROM new_ticks INNER JOIN again ON new_ticks.key = again.key
        UNION ALL
        SELECT source, target, day, quad, root, plover, counted_ticks.key, known_on, 0 AS fresh, records AS held
        FROM counted_ticks INNER JOIN again ON counted_ticks.key = again.key
    ) AS ticks
    GROUP BY source, target, day, quad, root, plover, key, known_on
),
paths AS (
    SELECT
        source, target, day, quad, root, plover, known_on, fresh, held,
        sum(fresh + held) OVER (PARTITION BY source, target, day, quad, root, plover, key ORDER BY known_on NULLS FIRST) AS here,
        sum(held) OVER (PARTITION BY source, target, day, quad, root, plover, key ORDER BY known_on NULLS FIRST) AS here_before
    FROM steps
),
moves AS (
    SELECT
        source, target, day, quad, root, plover, known_on,
        CASE WHEN here > 0 THEN 1 ELSE 0 END - CASE WHEN here - fresh - held > 0 THEN 1 ELSE 0 END
        - CASE WHEN here_before > 0 THEN 1 ELSE 0 END + CASE WHEN here_before - held > 0 THEN 1 ELSE 0 END
        - fresh AS events
    FROM paths
)
SELECT
    source, target, day, known_on, quad, root, plover,
    CAST(sum(reports) AS BIGINT) AS reports,
    CAST(sum(records) AS BIGINT) AS events,
    CAST(sum(records) AS BIGINT) AS records,
    CAST(coalesce(sum(intensity), 0) AS BIGINT) AS intensity,
    CAST(sum(CASE WHEN intensity IS NULL THEN 0 ELSE records END) AS BIGINT) AS rated
FROM new_ticks
GROUP BY source, target, day, known_on, quad, root, plover
UNION ALL
SELECT
    source, target, day, known_on, quad, root, plover,
    CAST(0 AS BIGINT) AS reports,
    CAST(sum(events) AS BIGINT) AS events,
    CAST(0 AS BIGINT) AS records,
    CAST(0 AS BIGINT) AS intensity,
    CAST(0 AS BIGINT) AS rated
FROM moves
GROUP BY source, target, day, known_on, quad, root, plover
HAVING sum(events) <> 0
