"""One dispute a pair and year: the rules that choose which of several militarised disputes speaks for a year.

Two states may have several disputes in one year (France and Italy had three in 1860), and a panel has one row. The
rules are applied one after the other until one dispute is left:

=============  =====================================================================================
onset          disputes that began between the two in the year go before those carried on
fatality       the greater band of deaths in the dispute; an unknown one stands between none and 1–25
hostility      the higher hostility of the dispute
days_least     the longer least duration
days_most      the longer greatest duration
reciprocated   reciprocated disputes go before others
start_month    the one that began earlier in its year
number         the lower number: it settles what is left, and is always applied last
=============  =====================================================================================

The default order is that of this list, which is what the R package peacesciencer does by default for the Correlates
of War data, with a fixed last rule where it drops what is left at will.

A rule needs the figures that it compares. Some files lack them (peacesciencer's ``cow_mid_dirdisps`` has none of the
dispute), and as of an earlier day those of disputes that went on are not known. Where a rule can't be applied to
disputes that are still to be told apart, the choice is open, and so is what the year's dispute was like.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from detente.errors import UsageError

__all__ = ["REDUCTION", "one_dispute_a_year"]

PAIR = ("source", "target", "period")
UNKNOWN_BAND = 0.5  # between no deaths and 1 to 25
# rule: what it compares, and whether the greatest goes first
RULES: dict[str, tuple[pl.Expr, bool]] = {
    "onset": (pl.col("onset"), True),
    "fatality": (pl.col("dispute_fatality").cast(pl.Float64), True),
    "hostility": (pl.col("dispute_hostility"), True),
    "days_least": (pl.col("days_least"), True),
    "days_most": (pl.col("days_most"), True),
    "reciprocated": (pl.col("reciprocated").cast(pl.Int8), True),
    "start_month": (pl.col("start_month"), False),
}
REDUCTION = tuple(RULES)


def one_dispute_a_year(mids: pl.DataFrame, rules: Sequence[str] = REDUCTION) -> pl.DataFrame:
    """Reduce rows of disputes to one for each ordered pair and year.

    Parameters
    ----------
    mids : polars.DataFrame
        Rows of the table ``mids``, of one dataset.
    rules : sequence of str
        Names of rules, first to last: see this module. The lowest number settles what they leave.

    Returns
    -------
    polars.DataFrame
        The rows kept, in the order of pair and year, with ``disputes``, how many there were; ``began``, whether one
        of them began; and ``undecided_by``, the first rule that could not be applied to several, null where the
        choice is made.

    Raises
    ------
    UsageError
        If there is no such rule.

    Examples
    --------
    >>> from detente.catalog import table
    >>> one_dispute_a_year(table("mids").empty()).height
    0
    """
    if unknown := [rule for rule in rules if rule not in RULES]:
        raise UsageError(f"No rule is called {unknown[0]!r}; the rules are {', '.join(RULES)}.", value=unknown[0])
    counted = mids.with_columns(
        disputes=pl.len().over(PAIR), began=pl.col("onset").any().over(PAIR), undecided_by=pl.lit(None, pl.String)
    )
    left = counted.filter(pl.col("disputes") > 1)
    for rule in rules:
        left = _applied(left, rule, mids)
    chosen = left.sort(*PAIR, "dispute").unique(PAIR, keep="first", maintain_order=True)
    return pl.concat([counted.filter(pl.col("disputes") == 1), chosen]).sort(PAIR)


def _applied(left: pl.DataFrame, rule: str, mids: pl.DataFrame) -> pl.DataFrame:
    """Return what a rule leaves of each pair and year; where it lacks a figure it leaves all, and is named."""
    figure, greatest = RULES[rule]
    if rule == "fatality" and mids["dispute_fatality"].null_count() < mids.height:
        # a band that the record does not know is one thing, a dispute of which it was not known yet another
        over = pl.col("end_known_on").is_not_null() if "end_known_on" in mids.columns else pl.lit(value=True)
        figure = pl.when(over).then(figure.fill_null(UNKNOWN_BAND))
    told = left.with_columns(figure=figure)
    lacks = (pl.col("figure").is_null().any() & (pl.len() > 1)).over(PAIR)
    best = (pl.col("figure").max() if greatest else pl.col("figure").min()).over(PAIR)
    return (
        told.with_columns(
            undecided_by=pl.when(lacks).then(pl.coalesce("undecided_by", pl.lit(rule))).otherwise("undecided_by"),
            kept=lacks | (pl.col("figure") == best).fill_null(value=True),
        )
        .filter("kept")
        .drop("figure", "kept")
    )
