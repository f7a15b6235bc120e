"""Rows of many states and years in each producer's format, and cuts of them to a span of years; see `long_samples`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from samples_of_ties import file_of

Row = tuple[object, ...]
Rows = list[Row]
Cut = Callable[[Rows, int, int], Rows]

COW = {"USA": 2, "GBR": 200, "FRA": 220, "RUS": 365, "CHN": 710, "JPN": 740}
GW = COW
NAMES = {"USA": "United States", "GBR": "United Kingdom", "FRA": "France", "RUS": "Russia", "CHN": "China"}
NAMES |= {"JPN": "Japan"}
STATES = tuple(sorted(COW))
PAIRS = tuple(combinations(sorted(COW.values()), 2))


@dataclass(frozen=True)
class Long:
    """A source's sample: its file, its rows, and how to cut them.

    ``yearly`` says that each row is about one year, so that a year can be taken out of the middle.
    """

    file: str
    columns: str
    rows: Rows
    cut: Cut
    first: int
    last: int
    yearly: bool = True

    def write(self, folder: Path, first: int, last: int) -> Path:
        """Write the file as it is when cut to a span of years; return its path."""
        return file_of(self.file, self.columns, self.cut(self.rows, first, last))(folder)

    def write_without(self, folder: Path, year: int) -> Path:
        """Write the file without the rows of a year."""
        rows = self.cut(self.rows, self.first, year - 1) + self.cut(self.rows, year + 1, self.last)
        return file_of(self.file, self.columns, rows)(folder)


def some(*numbers: int) -> bool:
    """Whether a row is there: for about half of all, the same in every run."""
    return sum((place + 3) * number for place, number in enumerate(numbers)) % 7 < 4


def by(place: int, year: Callable[[object], int] = lambda cell: int(str(cell))) -> Cut:
    """Return the cut of a file whose rows name a year in a column."""
    return lambda rows, first, last: [row for row in rows if first <= year(row[place]) <= last]


def spells(start: int, end: int, low: Callable[[int], object], high: Callable[[int], object]) -> Cut:
    """Return the cut of a file of spells, clipped to the first and the last moment of the span."""

    def cut(rows: Rows, first: int, last: int) -> Rows:
        found = []
        for row in rows:
            begun, ended = max(row[start], low(first)), min(row[end], high(last))  # type: ignore[type-var]
            if begun <= ended:  # type: ignore[operator]
                cells = list(row)
                cells[start], cells[end] = begun, ended
                found.append(tuple(cells))
        return found

    return cut


def pair_years(first: int, last: int, *cells: object) -> Rows:
    """Return a row for each pair and year in which something was, and one of zeros for the first pair."""
    return [
        (one, other, year, *cells)
        for year in range(first, last + 1)
        for one, other in PAIRS
        if some(year, one, other) or (one, other) == PAIRS[year % 3]
    ]


def pair_spells(first: int, last: int, low: Callable[[int], object], high: Callable[[int], object]) -> Rows:
    """Return pairs with the beginnings and ends of spells, one after the other, each of 1 to 5 years."""
    found: Rows = []
    for one, other in PAIRS:
        begin = first + (one + other) % 4
        while begin <= last:
            end = min(begin + (one + begin) % 5, last)
            found.append((one, other, low(begin), high(end)))
            begin = end + 2 + other % 2
    return found


def year_of(year: int) -> int:
    return year


def january(year: int) -> int:
    return 100 * year + 1


def december(year: int) -> int:
    return 100 * year + 12


def mids(first: int, last: int) -> Rows:
    part = (1, 0, 1, 1, 7, 7, 3, 3, 0, 0, 0, 0, 3, 0, 1, 20, 30, 2)
    return [(10 * year + place, one, other, year, 1, *part) for place, (one, other, year) in numbered(first, last)]


def numbered(first: int, last: int) -> list[tuple[int, tuple[int, int, int]]]:
    return [
        (place, (one, other, year))
        for year in range(first, last + 1)
        for place, (one, other, _) in enumerate(row for row in pair_years(year, year))  # type: ignore[misc]
    ]


def conflicts(first: int, last: int, *, episodes: bool) -> Rows:
    return [
        (
            one,
            year,
            1,
            1 + one % 2,
            2,
            f"{first}-01-02",
            *((0, None) if episodes else ()),
            str(one),
            None,
            str(other),
            None,
        )
        for year in range(first, last + 1)
        for one, other in PAIRS
        if some(one, other, year) or (one, other) == PAIRS[year % 3]
    ]


def votes(first: int, last: int) -> Rows:
    """Return three roll calls a year, the last in December, as Voeten writes them."""
    return [
        (
            100 * year + month,
            code,
            vote_of(year, month, place),
            year - 1945,
            f"{year}-{month:02}-09",
            f"R/{year}/{month}",
        )
        for year in range(first, last + 1)
        for month in (3, 11, 12)
        for place, code in enumerate(COW.values())
    ]


def vote_of(year: int, month: int, place: int) -> int:
    return 1 + (year + month + place * (1 + month // 6)) % 3


def library(first: int, last: int) -> Rows:
    """Return the same as the Dag Hammarskjöld Library writes them."""
    words = {1: "Y", 2: "A", 3: "N"}
    return [
        (
            str(rcid),
            STATES_BY[code],
            NAMES[STATES_BY[code]].upper(),
            words[vote],
            day,
            str(session),
            f"A/RES/{unres[2:]}",
        )
        for rcid, code, vote, session, day, unres in votes(first, last)  # type: ignore[misc]
    ]


STATES_BY = {number: code for code, number in COW.items()}
OLD, LATE, NEW = (1990, 1997), (2003, 2009), (2009, 2015)


def figures(first: int, last: int, *cells: object) -> Rows:
    return [(float(code), float(year), *cells) for code in COW.values() for year in range(first, last + 1)]


def state_years(first: int, last: int, *cells: object) -> Rows:
    return [(code, year, *cells) for code in COW.values() for year in range(first, last + 1)]


def iso_pairs(first: int, last: int) -> Rows:
    return [
        (one, other, year, 3 + year % 5, 1, 2, year % 3)
        for year in range(first, last + 1)
        for one in STATES
        for other in STATES
        if one != other and some(year, ord(one[0]), ord(other[1]))
    ]


def exercises(first: int, last: int) -> Rows:
    """Return exercises of two or three states, one of which lasts over the new year."""
    found: Rows = []
    for year in range(first, last + 1):
        for place, (one, other) in enumerate(PAIRS[:8]):
            begin = date(year, 12, 20) if place == 1 and year < last else date(year, 1 + place, 5)
            end = date(year + 1, 1, 9) if place == 1 and year < last else date(year, 1 + place, 15)
            for code in (one, other):
                found.append((f"{year}-{place}", "Keen Sword", "-9", code, begin, end))
    return found


def cut_exercises(rows: Rows, first: int, last: int) -> Rows:
    clipped = spells(4, 5, lambda year: date(year, 1, 1), lambda year: date(year, 12, 31))(rows, first, last)
    return [
        (*row[:3], str(row[3]), NAMES[STATES_BY[int(str(row[3]))]], *_parts(row[4]), *_parts(row[5])) for row in clipped
    ]


def _parts(day: object) -> tuple[str, ...]:
    assert isinstance(day, date)
    return str(day.year), str(day.month), str(day.day)


def register(first: int, last: int) -> Rows:
    """Return deliveries, some over two years in one row."""
    return [
        (str(place), NAMES[one], NAMES[other], (year, year + 1) if place % 4 == 0 and year < last else (year,))
        for place, (year, one, other) in enumerate(
            (year, one, other)
            for year in range(first, last + 1)
            for one, other in combinations(STATES, 2)
            if some(year, ord(one[0]), ord(other[1]))
        )
    ]


def cut_register(rows: Rows, first: int, last: int) -> Rows:
    found: Rows = []
    for number, one, other, years in rows:
        kept = [year for year in years if first <= year <= last]  # type: ignore[attr-defined]
        if kept:
            values = "; ".join(str(year % 10 + 1) for year in kept)
            found.append((number, one, other, "; ".join(map(str, kept)), values))
    return found


def seats(rows: Rows, first: int, last: int) -> Rows:
    clip = spells(4, 5, lambda year: f"{year}-01-01", lambda year: f"{year}-12-31")
    return [(*row, "day", None) for row in clip(rows, first, last)]


SEATS: Rows = [
    ("JPN", "Tokyo", 35.69, 139.69, "1868-09-03", "2100-12-31"),
    ("RUS", "Moscow", 55.76, 37.62, "1700-01-01", "2100-12-31"),
    ("FRA", "Paris", 48.86, 2.35, "1700-01-01", "1995-06-30"),
    ("FRA", "Lyon", 45.76, 4.84, "1995-07-01", "2100-12-31"),
]
PACTS = "stateA stateB year defense offense neutral nonagg consul"
VOETEN = "rcid ccode vote session date unres"
UNDL = "undl_id ms_code ms_name ms_vote date session resolution"
INCIDENTS = "micnum eventnum ccode1 ccode2 stmon stday styear endmon endday endyear sidea1 action hostlev fatalmin1 "
INCIDENTS += "fatalmax1 fatalmin2 fatalmax2"
DYADIC = "disno statea stateb year strtyr sideaa sideab highmcaa highmcab hihosta hihostb"
REGISTER = "SIPRI AT Database ID\tSupplier\tRecipient\tDelivery year\tTIV delivery values"
DEMOCRACY = "ccode year euds aeuds polity2 v2x_polyarchy"


def sanctions(first: int, last: int) -> Rows:
    found = pair_spells(first, last, year_of, year_of)
    cells = (1, 0, 1, 0, 0, 0, None)
    return [
        (place, NAMES[STATES_BY[one]], NAMES[STATES_BY[other]], begin, end, *cells)  # type: ignore[index]
        for place, (one, other, begin, end) in enumerate(found)
    ]


def rivalries(first: int, last: int, *cells: object) -> Rows:
    found = pair_spells(first, last, year_of, year_of)
    return [(place, "A-B", one, other, start, end, *cells) for place, (one, other, start, end) in enumerate(found)]
