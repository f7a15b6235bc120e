"""From a file's rows to the table ``ties``: years joined into spells, sides in order, known-on dates.

A *spell* is a run of consecutive years. A spell that reaches the last year of its file is open, since the file does
not show that it ended. A date with the precision of a year or month is known on its last day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from detente.catalog import table
from detente.sources.shaping.states import no_rejects, rejects_of, states_of

__all__ = ["ITSELF", "last_day", "spells", "tie_frame", "with_states_by_name", "with_states_of_span"]

# Why a row is rejected that ties a state to itself, for the columns source and target
ITSELF = pl.when(pl.col("source") == pl.col("target")).then(pl.lit("is the same state as the other"))


def spells(years: pl.DataFrame, by: Sequence[str], last: int | None) -> pl.DataFrame:
    """Join consecutive years into spells.

    Parameters
    ----------
    years : polars.DataFrame
        With `by` and ``year``; a year may occur several times.
    by : sequence of str
        The columns that are equal in one spell.
    last : int or None
        The last year that the file covers; None for a file without rows.

    Returns
    -------
    polars.DataFrame
        `by`, ``id`` (the first year), ``start``, ``precision`` ('year') and ``end``, null if the spell reaches
        `last`.

    Examples
    --------
    >>> years = pl.DataFrame({"a": ["JPN"] * 4, "year": [1941, 1942, 2017, 2018]})
    >>> spells(years, ["a"], 2018).select("id", "end").rows()
    [('1941', datetime.date(1942, 12, 31)), ('2017', None)]
    """
    first = pl.col("year") != pl.col("year").shift(1).over(by) + 1
    ordered = years.select(*by, pl.col("year").cast(pl.Int32)).unique().sort(*by, "year")
    runs = ordered.with_columns(run=first.fill_null(value=True).cum_sum())
    spans = runs.group_by(*by, "run", maintain_order=True).agg(since=pl.col("year").min(), until=pl.col("year").max())
    return spans.select(
        *by,
        pl.col("since").cast(pl.String).alias("id"),
        pl.date("since", 1, 1).alias("start"),
        pl.lit("year").alias("precision"),
        pl.when(pl.col("until") != pl.lit(last, pl.Int32)).then(pl.date("until", 12, 31)).alias("end"),
    )


def last_day(day: str, precision: str) -> pl.Expr:
    """Return the last day that a date may mean: itself, or the end of its month or year.

    Parameters
    ----------
    day : str
        The column of dates.
    precision : str
        The column with their precision.

    Examples
    --------
    >>> from datetime import date
    >>> rows = pl.DataFrame({"on": [date(2014, 2, 1)], "precision": ["month"]})
    >>> rows.select(last_day("on", "precision")).item()
    datetime.date(2014, 2, 28)
    """
    date, exact = pl.col(day), pl.col(precision)
    return (
        pl.when(exact == "day")
        .then(date)
        .when(exact == "month")
        .then(date.dt.month_end())
        .otherwise(pl.date(date.dt.year(), 12, 31))
    )


def tie_frame(rows: pl.DataFrame, dataset: str, *, directed: bool) -> pl.DataFrame:
    """Make rows of the table ``ties``.

    Parameters
    ----------
    rows : polars.DataFrame
        ``id``, ``kind``, ``source``, ``target``, ``start``, ``precision``, ``end`` (the last day of the month or
        year, if only that is known), ``level`` and ``title``; and, if these are about the whole span,
        ``level_known_on`` and ``title_known_on``.
    dataset : str
        Name of the dataset.
    directed : bool
        Whether a row is a tie from the source toward the target. Otherwise the code that comes first in the alphabet
        becomes the source.

    Returns
    -------
    polars.DataFrame
        One row per record, without repetition.

    Examples
    --------
    >>> from datetime import date
    >>> claim = {"id": "1", "kind": "rivalry", "source": "RUS", "target": "JPN", "start": date(1894, 1, 1)}
    >>> claim |= {"precision": "year", "end": date(1945, 12, 31), "level": None, "title": "Japan-Russia"}
    >>> frame = tie_frame(pl.DataFrame([claim]), "tss_rivalries", directed=False)
    >>> frame.select("source", "target", "known_on").row(0)
    ('JPN', 'RUS', datetime.date(1894, 12, 31))
    """
    ties = table("ties")
    one, other = pl.col("source"), pl.col("target")
    if not directed:
        rows = rows.with_columns(source=pl.min_horizontal(one, other), target=pl.max_horizontal(one, other))
    absent = [name for name in ("level_known_on", "title_known_on") if name not in rows.columns]
    frame = rows.with_columns(
        *(pl.lit(None, pl.Date()).alias(name) for name in absent),
        dataset=pl.lit(dataset),
        directed=pl.lit(directed),
        level=pl.col("level").cast(pl.Float64),
        title=pl.col("title").cast(pl.String),
        known_on=last_day("start", "precision"),
        end_known_on=pl.col("end"),
    )
    return frame.select(ties.names).unique(ties.key, keep="first", maintain_order=True)


def with_states_by_name(
    rows: pl.DataFrame, columns: Mapping[str, str], on: str, known_as: Mapping[str, str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add our codes of states for columns of names; reject rows with a name that means no state.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``line``.
    columns : mapping of str to str
        Columns of names, each with a new column for our codes.
    on : str
        Dates, or whole years.
    known_as : mapping of str to str
        Names with a special meaning in the file, with another name of that state. They are used only if the name
        itself means no state, or several, at the date.

    Returns
    -------
    kept, rejects : polars.DataFrame

    Examples
    --------
    >>> rows = pl.DataFrame({"line": [1, 2, 3], "who": ["Ceylon", "Ceylon", "Oz"], "year": [1960, 1980, 1980]})
    >>> kept, rejects = with_states_by_name(rows, {"who": "state"}, "year", {"Ceylon": "Sri Lanka"})
    >>> kept["state"].to_list(), rejects["reason"].to_list()
    (['LKA', 'LKA'], ["is not a state's name or code"])
    """
    all_rejects = [no_rejects()]
    for column, ours in columns.items():
        first = states_of(rows, column, "name", on).rename({"code": ours})
        other = first.with_columns(pl.col(column).replace_strict(known_as, default=None, return_dtype=pl.String))
        other = states_of(other.select(column, on), column, "name", on)
        both = first.with_columns(pl.coalesce(pl.col(ours), other["code"]).alias(ours))
        rows, rejects = rejects_of(both, column, pl.when(pl.col(ours).is_null()).then(pl.col("why")))
        rows = rows.drop("why")
        all_rejects.append(rejects)
    return rows, pl.concat(all_rejects)


def with_states_of_span(
    rows: pl.DataFrame, columns: Mapping[str, str], scheme: str, first: str, last: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add our codes of states for foreign codes of records that cover a period.

    A record may begin before its state is listed, or outlast it; the code is resolved at the end, otherwise at the
    beginning.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``line``.
    columns : mapping of str to str
        Columns of foreign codes, each with a new column for our codes.
    scheme : str
        Scheme of the codes, as in `detente.identity.translate`.
    first, last : str
        Columns of dates, or of whole years.

    Returns
    -------
    kept, rejects : polars.DataFrame

    Examples
    --------
    >>> rows = pl.DataFrame({"line": [1], "ccode": [712], "since": [1915], "until": [1950]})
    >>> with_states_of_span(rows, {"ccode": "state"}, "cow", "since", "until")[0]["state"].item()
    'MNG'
    """
    all_rejects = [no_rejects()]
    for column, ours in columns.items():
        early = states_of(rows, column, scheme, first)["code"]
        both = states_of(rows, column, scheme, last).with_columns(pl.coalesce("code", early).alias(ours)).drop("code")
        rows, rejects = rejects_of(both, column, pl.when(pl.col(ours).is_null()).then(pl.col("why")))
        rows = rows.drop("why")
        all_rejects.append(rejects)
    return rows, pl.concat(all_rejects)
