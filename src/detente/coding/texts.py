"""A frame of texts in, a frame of acts out, with the rows that can't be read among the rejects.

One act is kept for each day, source, target and type: the first text that tells it. Where a state meets several others
in one sentence, each of these acts weighs one over their number, so that a summit does not outweigh a visit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from detente.coding.acts import LONGEST_TEXT, Act, code_text, is_sport

__all__ = [
    "ACTS",
    "CODER",
    "REJECTS",
    "REPEATED",
    "TEXTS",
    "Coded",
    "acts_of_texts",
    "code",
    "numbered",
    "one_a_day",
    "read_texts",
]

CODER = 2  # to be raised with rules that code texts otherwise: texts that come again are then coded again
STEP = 1_000  # texts between two reports of progress

TEXT = pl.String()
TEXTS: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "id": TEXT,
    "date": pl.Date(),
    "known_on": pl.Date(),
    "text": TEXT,
    "topic": TEXT,
    "page": TEXT,
    "revision": TEXT,
}
ACTS: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "date": pl.Date(),
    "known_on": pl.Date(),
    "source": TEXT,
    "target": TEXT,
    "source_actor": TEXT,
    "target_actor": TEXT,
    "source_role": TEXT,
    "target_role": TEXT,
    "plover": TEXT,
    "mode": TEXT,
    "quad": TEXT,
    "weight": pl.Float64(),
    "rule": TEXT,
    "matched": TEXT,
    "sentence": TEXT,
    "text_id": TEXT,
    "topic": TEXT,
    "page": TEXT,
    "revision": TEXT,
}
REJECTS: dict[str, pl.DataType] = {"line": pl.Int64(), "column": TEXT, "value": TEXT, "reason": TEXT}
SHOWN = 200  # characters of a rejected text
REPEATED = "is already that of another text"
NO_DATE = "is not a date written YYYY-MM-DD"


@dataclass(frozen=True, slots=True)
class Coded:
    """What was coded.

    Parameters
    ----------
    acts : polars.DataFrame
        The columns of `ACTS`, in the order of the texts.
    texts : polars.DataFrame
        The texts that were read: the columns of `TEXTS`.
    rejects : polars.DataFrame
        The others, and why: the columns of `REJECTS`.
    """

    acts: pl.DataFrame
    texts: pl.DataFrame
    rejects: pl.DataFrame


def code(
    texts: pl.DataFrame,
    *,
    sentences: int = 4,
    latest: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> Coded:
    """Code a frame of texts.

    Parameters
    ----------
    texts : polars.DataFrame
        Columns ``date`` and ``text``; if need be ``id``, ``known_on``, ``topic``, ``page``, ``revision`` and ``line``,
        by default the row from 1. Others are ignored. Dates may be texts written YYYY-MM-DD.
    sentences : int, optional
        How many sentences of each text are read.
    latest : datetime.date, optional
        Texts of a later date are rejected, and texts known later than the day after.
    progress : callable, optional
        Called with the number of texts coded since the last call.

    Returns
    -------
    Coded
        Every row is among its texts or its rejects.

    Examples
    --------
    >>> days = ["2015-03-14", "2015-02-30"]
    >>> coded = code(pl.DataFrame({"date": days, "text": ["Guyana rejects Venezuela's objections"] * 2}))
    >>> coded.acts.select("source", "target", "plover").rows(), coded.rejects["reason"].to_list()
    ([('GUY', 'VEN', 'REJECT')], ['is not a date written YYYY-MM-DD'])
    """
    read, rejects = read_texts(texts, latest=latest)
    return Coded(one_a_day(acts_of_texts(read, sentences=sentences, progress=progress)), read, rejects)


def read_texts(
    texts: pl.DataFrame, *, latest: date | None = None, ids_seen: bool = True
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the texts that can be coded, with the columns of `TEXTS`, and the others as `REJECTS`.

    A text is rejected for the first fault of these: its date, the day it was known, the text, its id. Without
    `ids_seen` ids may be repeated, as where the frame is a part of all texts.
    """
    rows = numbered(texts)
    given = rows.with_columns(pl.col("date", "known_on").cast(pl.String).str.strip_chars().replace("", None))
    days = {name: _day(rows, given, name) for name in ("date", "known_on")}
    checked = given.with_columns(**days).with_columns(
        pl.struct("id").is_first_distinct().alias("first"), pl.coalesce("known_on", "date").alias("known_on")
    )
    late = (pl.lit(value=False), pl.lit(value=False))
    if latest is not None:
        late = (pl.col("date") > latest, pl.col("known_on") > latest + timedelta(days=1))
    faults: list[tuple[str, pl.Expr | pl.Series, str]] = [
        ("date", given["date"].is_null(), "is missing"),
        ("date", pl.col("date").is_null(), NO_DATE),
        ("date", late[0], f"is after {latest}"),
        ("known_on", given["known_on"].is_not_null() & days["known_on"].is_null(), NO_DATE),
        ("known_on", late[1], f"is after {latest}"),
        ("known_on", pl.col("known_on") < pl.col("date"), "is before the date of the text"),
        ("text", pl.col("text").is_null(), "is empty"),
        ("text", pl.col("text").str.len_chars() > LONGEST_TEXT, f"has more than {LONGEST_TEXT:,} characters"),
    ]
    if ids_seen:
        faults.append(("id", pl.col("id").is_not_null() & ~pl.col("first"), REPEATED))
    number = pl.coalesce(*(pl.when(wrong).then(pl.lit(n)) for n, (_, wrong, _) in enumerate(faults)))
    fault = checked.select(number.alias("fault")).to_series()
    bad = given.with_columns(fault).filter(fault.is_not_null())
    rejects = [
        (row["line"], faults[row["fault"]][0], _cut(row[faults[row["fault"]][0]]), faults[row["fault"]][2])
        for row in bad.iter_rows(named=True)
    ]
    kept = checked.filter(fault.is_null()).select(TEXTS.keys())
    return kept, pl.DataFrame(rejects, schema=REJECTS, orient="row")


def numbered(texts: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the columns of `TEXTS`: as texts but for the dates, and each with its line."""
    absent = [pl.lit(None, dtype).alias(name) for name, dtype in TEXTS.items() if name not in texts.columns]
    rows = texts.with_columns(absent).select(TEXTS.keys())
    words = pl.col("id", "text", "topic", "page", "revision").cast(pl.String).str.strip_chars().replace("", None)
    return rows.with_columns(words, pl.col("line").cast(pl.Int64).fill_null(pl.int_range(1, pl.len() + 1)))


def _day(rows: pl.DataFrame, given: pl.DataFrame, name: str) -> pl.Series:
    """Return a column as days; of a time, its day."""
    if rows.schema[name] in (pl.Date, pl.Datetime):
        return rows[name].cast(pl.Date)
    written = given[name].str.extract(r"^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$")
    return written.str.to_date("%Y-%m-%d", strict=False)


def _cut(value: str | None) -> str | None:
    return value if value is None or len(value) <= SHOWN else f"{value[:SHOWN]}…"


def acts_of_texts(
    texts: pl.DataFrame, *, sentences: int = 4, progress: Callable[[int], None] | None = None
) -> pl.DataFrame:
    """Return the acts of texts that `read_texts` returned, one a text, source, target and type."""
    rows: list[tuple[Any, ...]] = []
    done = 0
    for text in texts.iter_rows(named=True):
        if not (text["topic"] and is_sport(text["topic"])):
            rows += _rows(text, code_text(text["text"], text["date"], most=sentences))
        done += 1
        if progress is not None and done % STEP == 0:
            progress(STEP)
    if progress is not None:
        progress(done % STEP)
    return pl.DataFrame(rows, schema=ACTS, orient="row")


def _rows(text: dict[str, Any], acts: list[Act]) -> Iterator[tuple[Any, ...]]:
    met = Counter((act.number, act.source) for act in acts if act.type == "CONSULT")
    for act in acts:
        several = met[act.number, act.source] if act.type == "CONSULT" else 1
        yield (
            text["line"],
            act.date,
            text["known_on"],
            act.source,
            act.target,
            act.source_words,
            act.target_words,
            act.source_role,
            act.target_role,
            act.type,
            act.mode,
            act.quad,
            1 / several,
            act.rule,
            act.matched,
            act.sentence,
            text["id"],
            text["topic"],
            text["page"],
            text["revision"],
        )


def one_a_day(acts: pl.DataFrame, within: Sequence[str] = ()) -> pl.DataFrame:
    """Return one act for each day, source, target and type, and each group of other columns: the first."""
    return acts.unique([*within, "date", "source", "target", "plover"], keep="first", maintain_order=True)
