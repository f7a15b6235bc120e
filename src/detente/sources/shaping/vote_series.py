"""One series of roll calls from several datasets that record the same votes.

`unga_votes` and `undl_votes` both have votes of the General Assembly. Their roll call numbers differ, so that rows of
both together would count a vote twice. Read without a dataset, the tables of roll calls are one series:

- Two roll calls are the same vote if both are on the whole of the text with the same symbol, at most a month apart: of
  older votes only the month is known. Where a dataset has several on the text then, it is the last: a motion to take no
  action comes before.
- Of one vote the newest dataset's roll call counts, whole: its votes, its title and who was absent. The newest is the
  dataset whose record, as known on the day, reaches furthest; of two that reach as far, the first by name.
- Roll calls that only one dataset has (paragraphs, amendments, texts that failed) count as well.

Each row names its dataset.
"""

from __future__ import annotations

from itertools import combinations

import polars as pl

from detente.errors import UsageError

__all__ = ["CALL", "SERIES", "doubled"]

SERIES = ("votes", "roll_calls", "absences")
CALL = ["dataset", "rcid", "date", "kind", "resolution"]  # the columns that distinguish roll calls
APART = 31  # days between two records of one vote, at most


def doubled(calls: pl.DataFrame) -> pl.DataFrame:
    """Return the roll calls that another dataset has in newer form.

    Parameters
    ----------
    calls : polars.DataFrame
        ``dataset``, ``rcid``, ``date``, ``kind`` and ``resolution`` of every roll call, or of every vote.

    Returns
    -------
    polars.DataFrame
        ``dataset`` and ``rcid`` of those to leave out.

    Raises
    ------
    UsageError
        If two datasets give one number to different roll calls, both of which count.

    Examples
    --------
    >>> from datetime import date
    >>> calls = pl.DataFrame(
    ...     {
    ...         "dataset": ["old", "new", "new"],
    ...         "rcid": [5309, 767883, 767884],
    ...         "date": [date(2014, 3, 27), date(2014, 3, 27), date(2025, 2, 24)],
    ...         "kind": ["whole"] * 3,
    ...         "resolution": ["A/RES/68/262", "A/RES/68/262", "A/RES/ES-11/7"],
    ...     }
    ... )
    >>> doubled(calls).rows()
    [('old', 5309)]
    """
    calls = calls.unique(["dataset", "rcid"], keep="first", maintain_order=True)
    reach = calls.group_by("dataset").agg(pl.col("date").max()).sort(["date", "dataset"], descending=[True, False])
    past = [_both(calls, newer, older) for newer, older in combinations(reach["dataset"], 2)]
    found = pl.concat([calls.select("dataset", "rcid").clear(), *past]).unique().sort("dataset", "rcid")
    left = calls.join(found, on=["dataset", "rcid"], how="anti")
    shared = left.filter(pl.col("rcid").is_duplicated())
    if shared.height:
        number, names = shared["rcid"][0], shared.filter(pl.col("rcid") == shared["rcid"][0])["dataset"].sort()
        raise UsageError(
            f"roll call {number} is one vote in {names[0]} and another in {names[1]}; give a dataset, as in "
            f"dataset={names[0]!r}",
            value=number,
        )
    return found


def _both(calls: pl.DataFrame, newer: str, older: str) -> pl.DataFrame:
    """Return the roll calls of the older dataset on votes that the newer one has too."""
    whole = calls.filter(pl.col("kind") == "whole", pl.col("resolution").is_not_null())
    held, past = (whole.filter(pl.col("dataset") == name) for name in (newer, older))
    pairs = past.join(held.select("resolution", other="date"), on="resolution")
    near = pairs.filter((pl.col("date") - pl.col("other")).dt.total_days().abs() <= APART)
    last = near.sort("date", "rcid").group_by("resolution", "other").agg(pl.col("dataset", "rcid").last())
    return last.select("dataset", "rcid")
