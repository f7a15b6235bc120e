"""POLECAT events: coded by machine in PLOVER's types from news in seven languages, since 2018.

Forty columns with a header, between tabs, no quotes. Read here: Event ID, Date, Type (PLOVER), Mode, Intensity
(derived), Actor and Recipient Name and Country (ISO 3166 alpha-3), Publication Date, Source, Language.

Traps:

- Some files carry extra names in the header, or blank cells at the end of rows. Names beyond the fortieth cell
  and blank cells at the end are let be; anything else makes a row too long.
- ``None`` stands for a missing value.
- CAMEO codes there are none. The quad class follows from the type, as PLOVER's manual groups them.
- A row can be known from its publication date, which may lie after the day of the act.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from detente.catalog import QUADS
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
from detente.sources.events.icews import NOT_A_DATE, day_of
from detente.sources.readers.line_format import LineFormat
from detente.sources.shaping.states import EMPTY

__all__ = ["POLECAT", "QUAD_OF_PLOVER"]

WIDTH = 40
# What the columns are called, in full and as some files shorten them; a repeated short name goes by its order
TITLES: dict[str, tuple[tuple[str, ...], int]] = {
    "id": (("event id",), 0),
    "date": (("event date", "date"), 0),
    "plover": (("event type", "type"), 0),
    "text": (("event mode", "mode"), 0),
    "intensity": (("intensity", "event intensity"), 0),
    "source_actor": (("actor name",), 0),
    "source_place": (("actor country", "country"), 0),
    "target_actor": (("recipient name", "actor name"), 1),
    "target_place": (("recipient country", "country"), 1),
    "known_on": (("publication date",), 0),
    "story": (("source",), 0),
    "language": (("language",), 0),
}
COLUMNS = {name: titles[0].title().replace("Id", "ID") for name, (titles, _) in TITLES.items()}
NUMBERS = {"intensity": pl.Float64()}
NONE = ("None", "none", *EMPTY)
WORDS = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE")
DEEDS = ("COOPERATE", "AID", "RETREAT")
DEMANDS = ("REQUEST", "ACCUSE", "REJECT", "THREATEN")
BLOWS = ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
QUAD_OF_PLOVER = {
    kind: quad for quad, kinds in zip(QUADS, (WORDS, DEEDS, DEMANDS, BLOWS), strict=True) for kind in kinds
}


def _places(names: Sequence[str]) -> dict[str, int]:
    lowered = [name.lower() for name in names]
    found = {}
    for name, (titles, order) in TITLES.items():
        exact = [i for i, title in enumerate(lowered) if title == titles[0]]
        short = [i for i, title in enumerate(lowered) if title in titles[1:]]
        if exact:
            found[name] = exact[0]
        elif len(short) > order:
            found[name] = short[order]
    return found


def _layout(header: str) -> LineFormat:
    names = names_of(header)
    places = _places(names)
    if absent := [COLUMNS[name] for name in TITLES if name not in places]:
        raise lacking("POLECAT", absent, list(COLUMNS.values()))
    given = len([name for name in names if name])
    return LineFormat(places, (WIDTH, given) if given > WIDTH else (given,), NUMBERS, empty=EMPTY)


def _matches(lines: Sequence[Sequence[str]]) -> bool:
    first = {name.lower() for name in lines[0]} if lines else set()
    return {"event id", "actor name", "recipient name"} <= first or {"event id", "quad code"} <= first


def _raw(frame: pl.DataFrame) -> pl.DataFrame:
    texts = pl.selectors.string()
    frame = frame.with_columns(pl.when(texts.is_in(NONE)).then(None).otherwise(texts).name.keep())
    return filled(
        frame,
        quad=pl.col("plover").str.to_uppercase().replace_strict(QUAD_OF_PLOVER, default=None, return_dtype=pl.String),
        also=pl.concat_str("story", "language", "known_on", separator=" ", ignore_nulls=True),
    )


def _parse_name(name: str) -> FileName:
    plain = plain_name(name)
    found = re.search(r"(?<!\d)(\d{8}|\d{6}|\d{4})(?!\d)", plain)
    return FileName("polecat", plain, period_of(found[1]) if found and len(found[1]) < 8 else None)


POLECAT = Format(
    name="polecat",
    title="POLECAT: political event classification, attributes, and types",
    origin="https://doi.org/10.7910/DVN/AJGVIT",
    licence="Terms of the POLECAT Dataverse",
    citation=(
        "Halterman, A., Bagozzi, B. E., Beger, A., Schrodt, P. A. & Scarborough, G. I. (2023). PLOVER and POLECAT: "
        "A new political event ontology and dataset. SocArXiv."
    ),
    note="No row means that no act was coded from the news read on those days",
    datasets={"polecat": "POLECAT"},
    pulled_as="polecat",
    dataverse=DataverseFiles("doi:10.7910/DVN/AJGVIT", rf"(?i)ngecEvents{TABLE_NAME}", "ngecEventsDV-2022.txt.zip"),
    header=True,
    layout=_layout,
    matches=_matches,
    raw=_raw,
    conventions=EventConventions("iso3", day_of, day_of, COLUMNS, date(1990, 1, 1), invalid_date=NOT_A_DATE),
    parse_name=_parse_name,
    bibtex=(
        "@misc{halterman2023polecat,\n"
        "  author = {Halterman, Andrew and Bagozzi, Benjamin E. and Beger, Andreas and Schrodt, Philip A. and "
        "Scarborough, Grace I.},\n"
        "  title = {{PLOVER} and {POLECAT}: A New Political Event Ontology and Dataset},\n"
        "  year = {2023},\n"
        "  howpublished = {SocArXiv}\n"
        "}"
    ),
)
