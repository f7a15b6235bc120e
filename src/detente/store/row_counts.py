"""What the store holds: rows by table and dataset, of the versions current on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from detente.catalog import TABLES, Table, table
from detente.errors import StoreError
from detente.lake.lake import SHARED
from detente.lake.parts import READDING, Part, as_named, profile
from detente.sources.readers.literal_paths import scan_parquet
from detente.store.facts import FACT_TABLES, Facts
from detente.store.scan import scan

__all__ = ["contents_of"]


def contents_of(
    parts: Sequence[Part], facts: Facts, past: Mapping[str, frozenset[str]], as_of: date | None
) -> pl.DataFrame:
    """Count the rows of files by table and dataset.

    Parameters
    ----------
    parts : sequence of Part
        Files of the starter pack and of the lake.
    facts : Facts
        The facts compiled by hand.
    past : mapping of str to frozenset of str
        By the name of a file, the batches in it that a later version has replaced.
    as_of : datetime.date or None
        Only rows known by then.

    Returns
    -------
    polars.DataFrame
        As `detente.store.Store.contents`.
    """
    spans = []
    for part in parts:
        if part.table in TABLES and part.table not in ("coverage", "rejects"):
            spans += [(part.table, part.place, span) for span in _spans(part, past.get(part.path.name), as_of)]
    for name in FACT_TABLES:
        spans += [(name, "facts", span) for span in _spans_known(facts.table(name), table(name), as_of)]
    rows = [{"table": name, "place": place, **span} for name, place, span in spans if span["rows"]]
    text = dict.fromkeys(("table", "dataset", "place", "first", "last"), pl.String())
    frame = pl.DataFrame(rows, schema={**text, "rows": pl.Int64()})
    order = pl.col("table").replace_strict({name: i for i, name in enumerate(TABLES)}, return_dtype=pl.Int64)
    return (
        frame.group_by("table", "dataset", "place")
        .agg(pl.col("rows").sum(), pl.col("first").min(), pl.col("last").max())
        .sort(order, "dataset", "place", nulls_last=True)
        .with_columns(pl.col("first", "last").str.to_date("%Y-%m-%d"))
    )


def _spans(part: Part, past: frozenset[str] | None, as_of: date | None) -> Sequence[dict[str, Any]]:
    if part.table in SHARED and (past or as_of is not None):
        return _events_known(part, as_of, past or frozenset())
    if as_of is None:
        return part.spans
    return _spans_known(scan(part, []), table(part.table), as_of)


def _spans_known(frame: pl.DataFrame, declared: Table, as_of: date | None) -> list[dict[str, Any]]:
    if as_of is not None and declared.known_on is not None:
        frame = frame.filter(pl.col(declared.known_on) <= as_of)
    spans: list[dict[str, Any]] = profile(frame, declared)["spans"]
    return spans


def _events_known(part: Part, as_of: date | None, past: frozenset[str]) -> list[dict[str, Any]]:
    """Return the spans of a file of several inputs, which may have millions of rows, by reading few of its columns."""
    try:
        known = as_named(scan_parquet(part.path), part)
        if as_of is not None:
            known = known.filter(pl.col("known_on") <= as_of)
        if past:
            known = known.filter(~pl.col("batch").is_in(sorted(past)))
        day = pl.col("date")
        spans = known.group_by("dataset").agg(pl.len().alias("rows"), day.min().alias("first"), day.max().alias("last"))
        return spans.with_columns(pl.col("first", "last").cast(pl.String)).collect().to_dicts()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StoreError(f"{part.path} can't be read: {error}. {READDING}", value=part.path) from None
