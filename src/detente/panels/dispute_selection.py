"""The reduction to one militarised dispute per pair and year.

Two states may have several disputes in one year (France and Italy had three in 1860), but a panel has one row. The
rules are applied in turn until one dispute is left:

=============  =====================================================================================
onset          disputes that began between the two in the year precede ongoing ones
fatality       the higher band of deaths in the dispute; an unknown band is between none and 1–25
hostility      the higher hostility of the dispute
days_least     the longer least duration
days_most      the longer greatest duration
reciprocated   reciprocated disputes precede others
start_month    the one that began earlier in its year
number         the lower number, always applied last
=============  =====================================================================================

The default order is that of this list. It is the default of the R package peacesciencer for the Correlates of War data,
with a fixed last rule where peacesciencer drops the remaining disputes arbitrarily.

A rule needs the attributes that it compares. Some files do not have them (peacesciencer's ``cow_mid_dirdisps`` has no
attributes of the dispute), and as of an earlier date those of ongoing disputes are unknown. If a rule can't be applied
to the disputes that are left, none is chosen, and the attributes of the year's dispute are empty.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from detente.errors import UsageError

__all__ = ["REDUCTION", "one_dispute_a_year"]

PAIR = ("source", "target", "period")
UNKNOWN_BAND = 0.5  # between no deaths and 1 to 25
# rule: what it compares, and whether the largest comes first
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
    """Reduce disputes to one per ordered pair and year.

    Parameters
    ----------
    mids : polars.DataFrame
        Rows of the table ``mids``, of one dataset.
    rules : sequence of str
        Names of rules, in order: see this module. The lowest number decides last.

    Returns
    -------
    polars.DataFrame
        The chosen rows, by pair and year, with ``disputes``, their number; ``began``, whether one of them began; and
        ``undecided_by``, the first rule that could not be applied to several, null if one was chosen.

    Raises
    ------
    UsageError
        If a rule is unknown.

    Examples
    --------
    >>> from detente.catalog import table
    >>> one_dispute_a_year(table("mids").empty()).height
    0
    """
    if unknown := [rule for rule in rules if rule not in RULES]:
        raise UsageError(f"unknown rule {unknown[0]!r}: expected one of {', '.join(RULES)}", value=unknown[0])
    counted = mids.with_columns(
        disputes=pl.len().over(PAIR), began=pl.col("onset").any().over(PAIR), undecided_by=pl.lit(None, pl.String)
    )
    left = counted.filter(pl.col("disputes") > 1)
    for rule in rules:
        left = _applied(left, rule, mids)
    chosen = left.sort(*PAIR, "dispute").unique(PAIR, keep="first", maintain_order=True)
    return pl.concat([counted.filter(pl.col("disputes") == 1), chosen]).sort(PAIR)


def _applied(left: pl.DataFrame, rule: str, mids: pl.DataFrame) -> pl.DataFrame:
    """Return the disputes that a rule leaves for each pair and year; if an attribute is missing, all, with its name."""
    figure, greatest = RULES[rule]
    if rule == "fatality" and mids["dispute_fatality"].null_count() < mids.height:
        # a band that is not recorded differs from one that was not known yet
        over = pl.col("end_known_on").is_not_null() if "end_known_on" in mids.columns else pl.lit(value=True)
        figure = pl.when(over).then(figure.fill_null(UNKNOWN_BAND))
    compared = left.with_columns(figure=figure)
    lacks = (pl.col("figure").is_null().any() & (pl.len() > 1)).over(PAIR)
    best = (pl.col("figure").max() if greatest else pl.col("figure").min()).over(PAIR)
    return (
        compared.with_columns(
            undecided_by=pl.when(lacks).then(pl.coalesce("undecided_by", pl.lit(rule))).otherwise("undecided_by"),
            kept=lacks | (pl.col("figure") == best).fill_null(value=True),
        )
        .filter("kept")
        .drop("figure", "kept")
    )
