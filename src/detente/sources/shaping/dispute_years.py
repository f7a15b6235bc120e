"""Militarised interstate disputes by pair and year, read into the table ``mids``.

The editions of the Correlates of War project and of Gibler, Miller and Little differ only in their column names; this
is what they have in common.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.sources.contract import ParsedFile
from detente.sources.readers.layouts import Layout, numbers, read_layout
from detente.sources.shaping.states import rejects_of, with_states
from detente.sources.shaping.ties import ITSELF

__all__ = ["OF_DISPUTE", "OF_SIDE", "PERHAPS_REDUCED", "parts_of", "read_dispute_years"]

# Columns of one side; a layout has each for the first and the second state, with _1 and _2
OF_SIDE = ("side_a", "originator", "revisionist", "action", "hostility", "fatality", "deaths")
OF_DISPUTE = ("dispute_hostility", "dispute_fatality", "reciprocated", "days_least", "days_most", "start_month")
FLAGS = ("onset", "side_a", "originator", "revisionist", "reciprocated")
NEEDED = ("dispute", "ccode1", "ccode2", "year")
DECEMBER, MISSING = 12, -9
# Layouts that peacesciencer uses both for files of all disputes and for files of one dispute per pair and year
PERHAPS_REDUCED = ("peacesciencer, one dispute a year", "Gibler, Miller and Little, by peacesciencer")


def read_dispute_years(path: Path, layouts: Sequence[Layout], dataset: str, onset: pl.Expr) -> ParsedFile:
    r"""Read disputes by pair and year, one row per participant and opponent.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    layouts : sequence of Layout
        With the columns ``dispute``, ``ccode1``, ``ccode2``, ``year``, each of `OF_SIDE` with ``_1`` and ``_2``, and
        each of `OF_DISPUTE`. A file with a layout in `PERHAPS_REDUCED` in which no pair has two disputes in a year is
        assumed to be reduced to one dispute per pair and year.
    dataset : str
        Name of the dataset.
    onset : polars.Expr
        Whether the year is the first, from the columns ``onset`` (1 or 0) and ``first_year``.

    Returns
    -------
    ParsedFile
        Rows of ``mids``, both directions of each pair.

    Raises
    ------
    DataError
        If the file can't be read or has an unknown layout.

    Examples
    --------
    >>> import tempfile
    >>> names = ("dispute", "ccode1", "ccode2", "year", "onset")
    >>> rest = {"first_year": "none", **parts_of({"action": ("act1", "act2")})}
    >>> layout = Layout("a form", {name: name for name in names}, rest)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mids.csv"
    ...     _ = file.write_text(",".join(names) + ",act1,act2\n4680,365,740,2013,1,7,-9\n")
    ...     frame = read_dispute_years(file, [layout], "mids", pl.col("onset") == 1).frame
    >>> frame.select("source", "target", "action").rows()
    [('RUS', 'JPN', 7), ('JPN', 'RUS', None)]
    """
    content = read_layout(path, layouts)
    figures = ("onset", "first_year", *OF_DISPUTE, *(f"{name}_{side}" for name in OF_SIDE for side in (1, 2)))
    rows, faults = numbers(
        content.rows, dict.fromkeys((*NEEDED, *figures), pl.Int32()), missing=[MISSING], needed=NEEDED
    )
    rows, unnamed = with_states(rows, {"ccode1": "one", "ccode2": "other"}, "cow", "year")
    rows, selves = rejects_of(rows.rename({"one": "source", "other": "target"}), "ccode2", ITSELF)
    perhaps = content.layout in PERHAPS_REDUCED and not rows.select("source", "target", "year").is_duplicated().any()
    rows = rows.with_columns(onset=onset, end_known_on=_over(), reduced=pl.lit(perhaps))
    frame = _both_ways(rows, dataset)
    return ParsedFile(frame, pl.concat([content.rejects, faults, unnamed, selves]), content.rows_in, rows.height)


def parts_of(columns: Mapping[str, tuple[str, str] | str]) -> dict[str, str]:
    """Return a layout's names of the columns of sides and disputes; columns without a name are null.

    Parameters
    ----------
    columns : mapping of str to (str, str) or str
        Our name, with the file's names for the first and the second state, or its name for the dispute.

    Returns
    -------
    dict of str to str
        Every column of `OF_SIDE`, with ``_1`` and ``_2``, and of `OF_DISPUTE`.

    Examples
    --------
    >>> parts_of({"action": ("hiact1", "hiact2")})["action_2"]
    'hiact2'
    """
    named = dict.fromkeys(OF_DISPUTE, "") | dict.fromkeys((f"{one}_{side}" for one in OF_SIDE for side in (1, 2)), "")
    for name, theirs in columns.items():
        if isinstance(theirs, str):
            named[name] = theirs
        else:
            named[f"{name}_1"], named[f"{name}_2"] = theirs
    return named


def _over() -> pl.Expr:
    """Return the end of the year by which a dispute was over.

    That is its last year, or the last year that its maximum length can reach: a truncated file, or one with one
    dispute per pair and year, may not have the last years.
    """
    month = pl.col("start_month")
    begun = pl.date(pl.col("year").min(), pl.when(month.is_between(1, DECEMBER)).then(month).otherwise(DECEMBER), 1)
    longest = (begun.dt.month_end() + pl.duration(days=pl.col("days_most") - 1)).dt.year()
    return pl.date(pl.max_horizontal(pl.col("year").max(), longest.max()).over("dispute"), DECEMBER, 31)


def _both_ways(rows: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """Return both directions of each pair, without repetition for a file that has both."""
    ways = []
    for first, second in ((1, 2), (2, 1)):
        names = ("source", "target") if first == 1 else ("target", "source")
        ways.append(
            rows.select(
                "line",
                pl.lit(second).alias("way"),
                "dispute",
                pl.col(names[0]).alias("source"),
                pl.col(names[1]).alias("target"),
                "year",
                "onset",
                "end_known_on",
                "reduced",
                *(pl.col(f"{name}_{first}").alias(name) for name in OF_SIDE),
                *OF_DISPUTE,
            )
        )
    mids = table("mids")
    parts = pl.concat(ways).sort("way", "line", descending=[True, False])
    month = pl.col("start_month")
    return (
        parts.with_columns(
            dataset=pl.lit(dataset),
            period=pl.date("year", 1, 1),
            known_on=pl.date("year", DECEMBER, 31),
            start_month=pl.when(month.is_between(1, DECEMBER)).then(month),
            **{name: pl.col(name).cast(pl.Boolean) for name in FLAGS},
        )
        .select(mids.names)
        .unique(mids.key, keep="first", maintain_order=True)
    )
