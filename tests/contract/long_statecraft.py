"""Files of several years of the sources of sanctions, aid, trips, wars, crises, vetoes; see `long_samples`."""

from __future__ import annotations

from long_rows import COW, LATE, OLD, STATES, STATES_BY, Long, Rows, by, numbered, pair_spells, spells
from samples_of_statecraft import AI_GPR, COLT, EUSANCT, GPR, KIEL, MIDIP, MISSIONS, NONE, OFAC
from samples_of_wars import ICB, INTER, INTRA, MIDB, PAX, VETOED

NEWEST = (2020, 2024)


def participants(first: int, last: int) -> Rows:
    """Return an incident for each pair and year: the first acts, the other is its target."""
    return [
        (10 * year + place, 100 * year + place, code, 1, 5, year, 9, 5, year, acts, acts, 0, 7 * acts, 1 + 2 * acts)
        for place, (one, other, year) in numbered(first, last)
        for code, acts in ((one, 1), (other, 0))
    ]


def cases(first: int, last: int) -> Rows:
    """Return cases of the United States against the others, one after another."""
    found = pair_spells(first, last, lambda year: f"{year}-01-01", lambda year: f"{year}-12-31")
    return [(place, other, *span) for place, (_, other, *span) in enumerate(found) if other != COW["USA"]]


def cut_cases(rows: Rows, first: int, last: int) -> Rows:
    clip = spells(2, 3, lambda year: f"{year}-01-01", lambda year: f"{year}-12-31")
    return [
        (place, target, *NONE, 1, begun, ended, 0, 1, begun, "4;8", *NONE)
        for place, target, begun, ended in clip(rows, first, last)
    ]


def month_rows(*cells: object) -> Rows:
    return [
        (code, f"{year}-{month:02}", *cells)
        for year in range(NEWEST[0], NEWEST[1] + 1)
        for month in range(1, 13)
        for code in STATES
    ]


def both_sides(first: int, last: int) -> list[tuple[int, int, int, int]]:
    """Return a number, a state, an opponent and a year, for both sides of a pair."""
    found = [(10 * year + place, a, b, year) for place, (a, b, year) in numbered(first, last)]
    return [row for number, a, b, year in found for row in ((number, a, b, year), (number, b, a, year))]


def year_of_month(cell: object) -> int:
    return int(str(cell)[:4])


def missions(first: int, last: int) -> Rows:
    """Return spells of levels of the United States in the other states, a year each."""
    return [
        ("X", code, "X", "X", f"{year}-01-01", f"{year}-12-31", ("Embassy", "None", "Legation")[(code + year) % 3])
        for year in range(first, last + 1)
        for code in COW.values()
        if code != COW["USA"]
    ]


def every_month(*cells: object) -> Rows:
    return [(f"{year}-{month:02}-01", *cells) for year in range(NEWEST[0], NEWEST[1] + 1) for month in range(1, 13)]


def whole(rows: Rows, first: int, last: int) -> Rows:
    """Return the rows of a file that is about all years alike, and has no cut."""
    return rows if (first, last) == (1816, 2024) else []


LONG: dict[str, Long] = {
    "ai_gpr": Long("ai_gpr.csv", AI_GPR, every_month("RUS", "USA", 3.5), by(0, year_of_month), *NEWEST),
    "gpr": Long("gpr_country.csv", GPR, every_month(100, 3.0, 3.5), by(0, year_of_month), *NEWEST),
    "rugged_terrain": Long(
        "ruggedness.csv",
        "ccode rugged newlmtnest",
        [(code, 1.5, 2.5) for code in COW.values()],
        whole,
        1816,
        2024,
        yearly=False,
    ),
    "us_missions": Long("us_missions.csv", MISSIONS, missions(*OLD), by(4, year_of_month), *OLD),
    "colt_trips": Long(
        "colt_pairs.csv",
        COLT,
        [
            (STATES_BY[one], STATES_BY[other], year, (one + year) % 3)
            for year in range(LATE[0], LATE[1] + 1)
            for one, other in ((COW["CHN"], COW["USA"]), (COW["CHN"], COW["RUS"]), (COW["USA"], COW["JPN"]))
        ],
        by(2),
        *LATE,
    ),
    "cow_mid_incidents": Long("MIDIP 5.0.csv", MIDIP, participants(1993, 1999), by(5), 1993, 1999),
    "eusanct": Long("eusanct_cases.csv", EUSANCT, cases(*OLD), cut_cases, *OLD, yearly=False),
    "ofac_entities": Long("ofac_entities.csv", OFAC, month_rows(100, 7, 2), by(1, year_of_month), *NEWEST),
    "ukraine_aid": Long(
        "ukraine_support.csv", KIEL, month_rows(1.5, 1.0, 0.3, 0.2, 2.0), by(1, year_of_month), *NEWEST
    ),
    "cow_wars": Long(
        "cow_war_inter.csv", INTER, [(n, a, b, y, 1, 1, 1, 500) for n, a, b, y in both_sides(*OLD)], by(3), *OLD
    ),
    "cow_intra_wars": Long(
        "cow_war_intra.csv",
        INTRA,
        [(n, "War", "control", y, 1, 1, a, -8, 1, 500, -9) for n, a, _, y in both_sides(*OLD)],
        by(3),
        *OLD,
    ),
    "cow_mid_participants": Long(
        "MIDB 5.0.csv",
        MIDB,
        [(n, a, 1, 5, y, 9, 6, y, 1, 1, 0, 0, 7, 3, 1) for n, a, _, y in both_sides(*OLD)],
        by(4),
        *OLD,
    ),
    "icb_crises": Long(
        "icb2v14.csv",
        ICB,
        [(n, 1000 * n + a, a, 5, y, 6, y, b, 4, 2, 1, 9, "CRISIS") for n, a, b, y in both_sides(*OLD)],
        by(4),
        *OLD,
    ),
    "unsc_vetoes": Long(
        "unsc_vetoes.csv",
        VETOED,
        [
            (f"{year}-12-{day:02}", f"S/{year}/{day}", "Item", "Russia", other, None, None)
            for year in range(LATE[0], LATE[1] + 1)
            if year != 2005  # without a veto in the complete file
            for day, other in ((1, "China"), (2, None))
        ],
        by(0, year_of_month),
        *LATE,
    ),
    "pax_agreements": Long(
        "pax_agreements.csv",
        PAX,
        [
            (1000 * n + a, f"{y}-05-01", "Accord", "Process", "Inter", STATES_BY[a], "Pre", None, STATES_BY[b], a, b)
            for n, a, b, y in both_sides(*OLD)
        ],
        by(1, year_of_month),
        *OLD,
    ),
}
