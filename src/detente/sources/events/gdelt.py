"""GDELT events, 1.0 and 2.0: machine-coded from news in all the world, a row an event and day.

No header, cells between tabs, no quotes, files named ``.CSV``. 1.0 has 58 cells, and 57 where the address of the
source is left out; 2.0 has 61. The cells read here::

    1.0   2.0
      0     0   GLOBALEVENTID
      1     1   SQLDATE               day of the act, YYYYMMDD
      5     5   Actor1Code            the actor: country, group, role, run together
      7     7   Actor1CountryCode     CAMEO country code; regions have codes too
     15    15   Actor2Code
     17    17   Actor2CountryCode
     26    26   EventCode             CAMEO
    28    28   EventRootCode         the code's root; a row in which the two disagree is rejected
    29    29   QuadClass             1 and 2 cooperation, 3 and 4 conflict; likewise
     30    30   GoldsteinScale        looked up from the code: derived, not observed
     31    31   NumMentions           → reports
     56    59   DATEADDED             1.0: YYYYMMDD; 2.0: YYYYMMDDHHMMSS, UTC → known_on

Traps:

- 1.0 and 2.0 cover the same days since February 2015, and so do 2.0's two streams, English and translated.
  They are datasets of their own here (``gdelt1``, ``gdelt2``, ``gdelt2-translingual``), and never added up.
- Rows added from 31 December 2019 to 5 January 2020 are dated 1920 for 2020. They are mended and marked.
- On 1 September 2013 DATEADDED is blank: the file's day stands in, and the row is marked.
- QuadClass is not Detente's class: GDELT counts root 09 as material cooperation and root 14 as verbal conflict (read
  in files of 2016 and 2019). It only tells whether a code is of the right side, cooperation or conflict.
- Event codes have three or four digits. Files saved again by a spreadsheet lose leading zeros, and 014 becomes 14: such
  a file is refused (`detente.sources.events.resaved.ResavedFileCheck`).
- Codes ``---`` and ``X`` say that no class was found. Some codes of 2013 have blanks around them.
- A row is one event by GDELT's own rules; later mentions of it come in other files. The same act, reported in
  other words, is often several rows: see `detente.sources.events.keys`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from detente.sources.events.event_format import FileName, Format, filled, period_of, plain_name
from detente.sources.events.event_rows import EventConventions
from detente.sources.readers.line_format import LineFormat
from detente.sources.shaping.states import EMPTY

__all__ = ["GDELT1", "GDELT2"]

FIRST = date(1979, 1, 1)
LATEST_SHIFTED = date(2020, 1, 31)  # the defect ended on 5 January; what was held back came within the month
EARLIEST_SHIFTED = date(2019, 12, 31)

CELLS = {
    "id": 0,
    "date": 1,
    "source_actor": 5,
    "source_place": 7,
    "target_actor": 15,
    "target_place": 17,
    "cameo": 26,
    "root": 28,
    "quad_class": 29,
    "intensity": 30,
    "reports": 31,
}
NUMBERS = {
    "id": pl.Int64(),
    "date": pl.Int32(),
    "quad_class": pl.Int8(),
    "intensity": pl.Float64(),
    "reports": pl.Int32(),
    "known_on": pl.Int64(),
}
ADDED_1, ADDED_2 = 56, 59
WIDTHS_1, WIDTHS_2 = (57, 58), (61,)
COLUMNS = {
    "id": "GLOBALEVENTID",
    "date": "SQLDATE",
    "known_on": "DATEADDED",
    "source_actor": "Actor1Code",
    "target_actor": "Actor2Code",
    "source_place": "Actor1CountryCode",
    "target_place": "Actor2CountryCode",
    "cameo": "EventCode",
    "root": "EventRootCode",
    "quad_class": "QuadClass",
    "intensity": "GoldsteinScale",
    "reports": "NumMentions",
}


def _day(value: str | int) -> date | None:
    number = int(value)
    try:
        return date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError:
        return None


def _moment(value: str | int) -> date | None:
    number = int(value)
    return _day(number // 1_000_000 if number > 10**8 else number)


def _mended(rows: pl.DataFrame) -> pl.DataFrame:
    """Set the year of acts dated 1920 for 2020 right."""
    shifted = (pl.col("date").dt.year() == 1920) & (
        pl.col("known_on").is_between(EARLIEST_SHIFTED, LATEST_SHIFTED) | pl.col("known_on").is_null()
    )
    if not rows.select(shifted.any()).item():
        return rows.with_columns(mended=pl.lit(value=False))
    right = pl.when(shifted).then(pl.col("date").dt.offset_by("100y")).otherwise("date")
    return rows.with_columns(right.alias("date"), shifted.fill_null(value=False).alias("mended"))


def _raw(frame: pl.DataFrame) -> pl.DataFrame:
    return filled(frame)


def _layout_1(_: str) -> LineFormat:
    return LineFormat({**CELLS, "known_on": ADDED_1}, WIDTHS_1, NUMBERS, empty=EMPTY)


def _layout_2(_: str) -> LineFormat:
    return LineFormat({**CELLS, "known_on": ADDED_2}, WIDTHS_2, NUMBERS, empty=EMPTY)


def _matches(lines: Sequence[Sequence[str]], widths: tuple[int, ...]) -> bool:
    """Whether most lines have the right number of cells, and begin with a number and a day."""
    good = [
        line
        for line in lines
        if len(line) in widths and line[0].strip().isdecimal() and re.fullmatch(r"\d{8}", line[1].strip())
    ]
    return 2 * len(good) > len(lines)


def _parse_name_1(name: str) -> FileName:
    plain = plain_name(name)
    digits = re.match(r"\d+", plain)
    covers = period_of(digits[0]) if digits else None
    return FileName("gdelt1", plain, covers, covers[1] if covers and covers[0] == covers[1] else None)


def _parse_name_2(name: str) -> FileName:
    plain = plain_name(name)
    digits = re.match(r"\d+", plain)
    covers = period_of(digits[0]) if digits else None
    dataset = "gdelt2-translingual" if "translation" in plain else "gdelt2"
    return FileName(dataset, plain, covers, covers[1] if covers and covers[0] == covers[1] else None)


CONVENTIONS = EventConventions(
    "cameo", _day, _moment, COLUMNS, FIRST, repair=_mended, invalid_date="does not begin with a date written YYYYMMDD"
)
CITATION = (
    "Leetaru, K. & Schrodt, P. A. (2013). GDELT: Global Data on Events, Location, and Tone, 1979–2012. "
    "ISA Annual Convention."
)
BIBTEX = (
    "@inproceedings{leetaru2013gdelt,\n"
    "  author = {Leetaru, Kalev and Schrodt, Philip A.},\n"
    "  title = {{GDELT}: Global Data on Events, Location, and Tone, 1979--2012},\n"
    "  booktitle = {ISA Annual Convention},\n"
    "  year = {2013}\n"
    "}"
)
LICENCE = "The GDELT Project's terms of use: open for any use with a citation and a link"
NOTE = (
    "No row means that no act was coded from the news read on those days. Coverage of sources grows over time and "
    "differs by country: compare shares, not counts"
)

GDELT1 = Format(
    name="gdelt1",
    title="GDELT 1.0 events",
    origin="http://data.gdeltproject.org/events/index.html",
    licence=LICENCE,
    citation=CITATION,
    note=NOTE,
    datasets={"gdelt1": "GDELT 1.0"},
    pulled_as="gdelt",
    header=False,
    layout=_layout_1,
    matches=lambda lines: _matches(lines, WIDTHS_1),
    raw=_raw,
    conventions=CONVENTIONS,
    parse_name=_parse_name_1,
    bibtex=BIBTEX,
)
GDELT2 = Format(
    name="gdelt2",
    title="GDELT 2.0 events",
    origin="http://data.gdeltproject.org/gdeltv2/masterfilelist.txt",
    licence=LICENCE,
    citation=CITATION,
    note=NOTE,
    datasets={"gdelt2": "GDELT 2.0, English", "gdelt2-translingual": "GDELT 2.0, translingual"},
    pulled_as="gdelt",
    header=False,
    layout=_layout_2,
    matches=lambda lines: _matches(lines, WIDTHS_2),
    raw=_raw,
    conventions=CONVENTIONS,
    parse_name=_parse_name_2,
    bibtex=BIBTEX,
)
