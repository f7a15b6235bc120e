"""Spells of pacts, joined from files by pair of states and year, as ATOP and the Correlates of War publish them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from detente.sources.contract import ParsedFile
from detente.sources.coverage import years_of
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.states import rejects_of, with_states
from detente.sources.shaping.ties import ITSELF, spells, tie_frame

__all__ = ["read_pact_years"]


def read_pact_years(
    path: Path, layouts: Sequence[Layout], kinds: Mapping[str, str], dataset: str, directed: Sequence[str]
) -> ParsedFile:
    r"""Read rows with a pair, a year and its obligations, and join the years into spells.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    layouts : sequence of Layout
        With the columns ``ccode1``, ``ccode2``, ``year`` and those of `kinds`.
    kinds : mapping of str to str
        Columns that are 1 for an obligation, with the kind of tie.
    dataset : str
        Name of the dataset.
    directed : sequence of str
        Names of the layouts in which a row is an obligation of the first state toward the second.

    Returns
    -------
    ParsedFile
        Rows of ``ties``. A row of the file without an obligation is a covered zero.

    Raises
    ------
    DataError
        If the file can't be read or has an unknown layout.

    Examples
    --------
    >>> import tempfile
    >>> layout = Layout("a form", {"ccode1": "a", "ccode2": "b", "year": "year", "defence": "defense"})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "pacts.csv"
    ...     _ = file.write_text("a,b,year,defense\n710,731,2016,1\n710,731,2017,1\n2,740,2018,0\n")
    ...     frame = read_pact_years(file, [layout], {"defence": "defence"}, "pacts", ["a form"]).frame
    >>> frame.select("source", "target", "id", "end").row(0)
    ('CHN', 'PRK', '2016', datetime.date(2017, 12, 31))
    """
    content = read_layout(path, layouts)
    codes = ("ccode1", "ccode2", "year")
    types = dict.fromkeys(codes, pl.Int32()) | dict.fromkeys(kinds, pl.Int32())
    rows, faults = numbers(content.rows, types, missing=[-9], needed=codes)
    rows, unnamed = with_states(rows, {"ccode1": "source", "ccode2": "target"}, "cow", "year")
    rows, selves = rejects_of(rows, "ccode2", ITSELF)
    frame = _pacts(rows, kinds, dataset, directed=content.layout in directed)
    rejects = pl.concat([content.rejects, faults, unnamed, selves])
    return ParsedFile(frame, rejects, content.rows_in, rows.height, years=years_of(rows["year"]))


def _pacts(rows: pl.DataFrame, kinds: Mapping[str, str], dataset: str, *, directed: bool) -> pl.DataFrame:
    """Return one row per spell of an obligation of a pair."""
    if not directed:
        one, other = pl.col("source"), pl.col("target")
        rows = rows.with_columns(source=pl.min_horizontal(one, other), target=pl.max_horizontal(one, other))
    long = rows.unpivot(list(kinds), index=["source", "target", "year"], variable_name="column", value_name="bound")
    bound = long.filter(pl.col("bound") == 1).with_columns(
        kind=pl.col("column").replace_strict(kinds, return_dtype=pl.String)
    )
    last = rows["year"].max()
    spans = spells(bound, ["kind", "source", "target"], last if isinstance(last, int) else None)
    return tie_frame(spans.with_columns(level=None, title=None), dataset, directed=directed)
