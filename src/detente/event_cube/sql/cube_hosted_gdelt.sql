-- GDELT 2.0 as Google hosts it (gdelt-bq.gdeltv2.events), read as Detente reads its files.
-- Put in front: states, the CAMEO country codes and the states they mean; plovers, the beginnings of CAMEO codes and
-- the PLOVER types they have. The key is a text that two rows share just where they share Detente's key.
SELECT
    make_date(told // 10000, told // 100 % 100, told % 100) AS date,
    greatest(
        make_date(told // 10000, told // 100 % 100, told % 100),
        make_date(added // 10000, added // 100 % 100, added % 100)
    ) AS known_on,
    CAST(NULL AS DATE) AS known_until,
    sources.state AS source,
    targets.state AS target,
    code AS cameo,
    CASE
        WHEN substr(code, 1, 2) <= '05' THEN 'verbal_cooperation'
        WHEN substr(code, 1, 2) <= '08' THEN 'material_cooperation'
        WHEN substr(code, 1, 2) <= '13' THEN 'verbal_conflict'
        WHEN substr(code, 1, 2) <= '20' THEN 'material_conflict'
    END AS quad,
    coalesce(four.plover, three.plover, two.plover) AS plover,
    GoldsteinScale AS intensity,
    NumMentions AS reports,
    concat(
        CAST(told AS TEXT), '|', coalesce(Actor1Code, ''), '|', coalesce(Actor2Code, ''), '|', coalesce(code, '')
    ) AS key
FROM (
    SELECT
        CASE
            WHEN SQLDATE < 19210000 AND DATEADDED BETWEEN 20191231000000 AND 20200131235959 THEN SQLDATE + 1000000
            ELSE SQLDATE
        END AS told,
        DATEADDED // 1000000 AS added,
        CASE WHEN substr(EventCode, 1, 2) BETWEEN '01' AND '20' THEN EventCode END AS code,
        Actor1Code,
        Actor1CountryCode,
        Actor2Code,
        Actor2CountryCode,
        GoldsteinScale,
        NumMentions
    FROM hosted
) AS rows_read
LEFT JOIN states AS sources ON Actor1CountryCode = sources.place
LEFT JOIN states AS targets ON Actor2CountryCode = targets.place
LEFT JOIN plovers AS four ON substr(code, 1, 4) = four.begins AND length(four.begins) = 4
LEFT JOIN plovers AS three ON substr(code, 1, 3) = three.begins AND length(three.begins) = 3
LEFT JOIN plovers AS two ON substr(code, 1, 2) = two.begins AND length(two.begins) = 2
