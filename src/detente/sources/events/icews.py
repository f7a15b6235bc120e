"""ICEWS events: coded by machine from the world's news, a row a sentence that reports an act.

Twenty columns with a header, between tabs, no quotes: yearly files 1995–2023 and, until 2020, daily and weekly
ones. Read here: Event ID, Event Date, Source Name and Country, Event Text, CAMEO Code, Intensity (looked up from
the code: derived, not observed), Target Name and Country; Story ID and Sentence Number tell reports apart.

Traps:

- Event IDs repeat. A row that repeats another of its file in everything read here is rejected as its copy
  (5,789 in 2021); any other row of the same ID stays.
- The file of 2017 writes days as m/d/Y, the others as Y-m-d.
- Codes have three or four digits, and conflict (roots 10 to 20) has an intensity below zero in every row: a row in
  which the two disagree is rejected, and a file that lost its leading zeros is refused.
- Countries are names; actors of no country (the United Nations, companies) have none. "Congo" stands beside
  "Democratic Republic of Congo" and is the other one.
- Each person has one country, and not always the one that the person speaks for: Emmanuel Macron, a co-prince of
  Andorra, has Andorra (99 of 100 of its acts toward others in late 2018), and the Secretary-General of the United
  Nations has Portugal (two thirds). `ACTORS` has those that make most of a country's acts.
- An act is dated by its story, which is when it could be known. A daily file brings acts of days before: they
  are known from the day of the file.
- Each row is a report. Several report one act: see `detente.sources.events.keys`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from detente.sources.events.event_format import (
    TABLE_NAME,
    DataverseFiles,
    FileName,
    Format,
    filled,
    lacking,
    names_of,
    period_of,
    plain_name,
)
from detente.sources.events.event_rows import EventConventions
from detente.sources.readers.line_format import LineFormat
from detente.sources.shaping.states import EMPTY

__all__ = ["ICEWS", "NOT_A_DATE", "day_of"]

COLUMNS = {
    "id": "Event ID",
    "date": "Event Date",
    "source_actor": "Source Name",
    "source_place": "Source Country",
    "target_actor": "Target Name",
    "target_place": "Target Country",
    "cameo": "CAMEO Code",
    "intensity": "Intensity",
    "text": "Event Text",
    "story": "Story ID",
    "sentence": "Sentence Number",
}
NUMBERS = {"intensity": pl.Float64()}
# Actors whose country in the files is not the one that they speak for: name, that country, the right one (none of an
# official of an organisation), and the years in which it is so
ACTORS = (
    ("Emmanuel Macron", "Andorra", "France", (1995, 2050)),
    ("Bahujan Samaj Party", "Nepal", "India", (1995, 2050)),
    ("António Manuel de Oliveira Guterres", "Portugal", None, (2006, 2026)),
    ("Jean-Claude Juncker", "Luxembourg", None, (2015, 2019)),
)
DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%Y/%m/%d", "%d-%b-%Y")
NOT_A_DATE = "is not a date written as 2014-03-18, 3/18/2014, 2014/03/18 or 18-Mar-2014"


def day_of(value: str | int) -> date | None:
    """Return the day that a text names in one of the ways found in the files; a time after it is left out.

    Examples
    --------
    >>> day_of("2018-09-28"), day_of("1/31/2017"), day_of("soon")
    (datetime.date(2018, 9, 28), datetime.date(2017, 1, 31), None)
    """
    text = re.split(r"[ T]", str(value).strip(), maxsplit=1)[0]
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _layout(header: str) -> LineFormat:
    names = names_of(header)
    at = {name.lower(): i for i, name in reversed(list(enumerate(names)))}
    if absent := [name for name in COLUMNS.values() if name.lower() not in at]:
        raise lacking("ICEWS", absent, list(COLUMNS.values()))
    width = len(names)
    while not names[width - 1]:
        width -= 1
    return LineFormat({name: at[title.lower()] for name, title in COLUMNS.items()}, (width,), NUMBERS, empty=EMPTY)


def _matches(lines: Sequence[Sequence[str]]) -> bool:
    first = {name.lower() for name in lines[0]} if lines else set()
    return {"event id", "event date", "source name", "cameo code", "target name"} <= first


def _raw(frame: pl.DataFrame) -> pl.DataFrame:
    texts = pl.selectors.string()
    frame = frame.with_columns(pl.when(~texts.is_in(EMPTY)).then(texts).name.keep())
    year = pl.col("date").str.extract(r"(\d{4})").cast(pl.Int32, strict=False)
    for name, place, right, years in ACTORS:
        for side in ("source", "target"):
            given = pl.col(f"{side}_place")
            is_theirs = (pl.col(f"{side}_actor") == name) & (given == place) & year.is_between(*years)
            frame = frame.with_columns(pl.when(is_theirs).then(pl.lit(right, pl.String)).otherwise(given).name.keep())
    return filled(frame, also=pl.concat_str("story", "sentence", separator=" ", ignore_nulls=True))


def _parse_name(name: str) -> FileName:
    plain = plain_name(name)
    if year := re.match(r"events\.(\d{4})\b", plain):
        return FileName("icews", year[0], period_of(year[1]))
    digits = re.match(r"\d{8}", plain)
    covers = period_of(digits[0]) if digits else None
    return FileName("icews", plain, None, covers[1] if covers else None)


ICEWS = Format(
    name="icews",
    title="ICEWS coded event data",
    origin="https://doi.org/10.7910/DVN/28075",
    licence="Terms of the ICEWS Dataverse",
    citation=(
        "Boschee, E., Lautenschlager, J., O'Brien, S., Shellman, S., Starz, J. & Ward, M. (2015). "
        "ICEWS Coded Event Data. Harvard Dataverse."
    ),
    note=(
        "No row means that no act was coded from the news read on those days. Sources vary by year: compare "
        "shares, not counts"
    ),
    datasets={"icews": "ICEWS"},
    formerly={"icews-events": "icews"},
    pulled_as="icews",
    dataverse=DataverseFiles(
        "doi:10.7910/DVN/28075",
        rf"(?i)(?:events\.\d{{4}}|\d{{8}}-icews-events){TABLE_NAME}",
        "events.1995.20150313082510.tab.zip",
    ),
    header=True,
    layout=_layout,
    matches=_matches,
    raw=_raw,
    conventions=EventConventions(
        "name",
        day_of,
        day_of,
        COLUMNS,
        date(1990, 1, 1),
        {"Congo": "Republic of the Congo"},
        invalid_date=NOT_A_DATE,
        signed=True,
    ),
    parse_name=_parse_name,
    bibtex=(
        "@misc{boschee2015icews,\n"
        "  author = {Boschee, Elizabeth and Lautenschlager, Jennifer and O'Brien, Sean and Shellman, Steve and Starz, "
        "James and Ward, Michael},\n"
        "  title = {{ICEWS} Coded Event Data},\n"
        "  year = {2015},\n"
        "  note = {Events of 1995 to 2014},\n"
        "  publisher = {Harvard Dataverse},\n"
        "  doi = {10.7910/DVN/28075}\n"
        "}"
    ),
)
