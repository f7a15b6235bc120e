"""The tables of indices that Detente computes from structural data and ships for the states of its starter pack."""

from __future__ import annotations

import polars as pl

from detente.catalog.schema import STATE, Column, Table

__all__ = ["INDICES"]

TEXT, DATE, REAL = pl.String(), pl.Date(), pl.Float64()
INT8, INT16, INT32 = pl.Int8(), pl.Int16(), pl.Int32()

A = Column("a", TEXT, "Code of the state that comes first in the alphabet", pattern=STATE)
B = Column("b", TEXT, "Code of the other state", pattern=STATE)
WHO = Column("state", TEXT, "Code of the state", pattern=STATE)
PERIOD = Column("period", DATE, "First day of the year")
KNOWN_ON = Column("known_on", DATE, "First day on which the row could be known")
VINTAGE = Column("known_on", DATE, "The vintage: last day of the votes that the estimate used")

IDEAL_POINTS = Table(
    "ideal_points",
    "A state's dynamic ideal point in one session of the General Assembly: posterior estimate, by vintage.",
    (
        Column("dataset", TEXT, "Name of the dataset the votes come from"),
        WHO,
        Column("session", INT16, "Session of the Assembly, counted from 1"),
        PERIOD,
        Column("mean", REAL, "Posterior mean; the United States are on the positive side", "sd"),
        Column("sd", REAL, "Posterior standard deviation", "sd"),
        Column("lo", REAL, "Lower end of the 90% interval", "sd"),
        Column("hi", REAL, "Upper end of the 90% interval", "sd"),
        Column("votes", INT32, "Roll calls of the session that the state took part in", "roll calls"),
        VINTAGE,
    ),
    key=("dataset", "state", "session", "known_on"),
    vintage_of=("dataset",),
    when="period",
)

CAPABILITIES = Table(
    "capabilities",
    "A state's share of the world's material capabilities in a year: the mean of its shares in six components.",
    (
        WHO,
        PERIOD,
        Column("share", REAL, "Share of the system's capabilities", "share"),
        Column("components", INT8, "Components that the share is the mean of, at most six", "components"),
        KNOWN_ON,
    ),
    key=("state", "period"),
    when="period",
)

TRADE_SHARES = Table(
    "trade_shares",
    "The share of a state's trade in goods in a year that was with one partner.",
    (
        WHO,
        Column("partner", TEXT, "Code of the partner", pattern=STATE),
        PERIOD,
        Column("share", REAL, "Share of the state's recorded trade, both directions, with all partners", "share"),
        KNOWN_ON,
    ),
    key=("state", "partner", "period"),
    when="period",
)

SIMILARITIES = Table(
    "similarities",
    "How alike two states' pacts with all states were in a year.",
    (
        A,
        B,
        PERIOD,
        Column("s", REAL, "Signorino and Ritter's S, absolute distances, ties valued 0 to 3", "similarity"),
        Column("kappa", REAL, "Similarity beyond chance (Häge's κ) of binary ties", "kappa", True),
        KNOWN_ON,
    ),
    key=("a", "b", "period"),
    directed=False,
    when="period",
)

VOTE_GAPS = Table(
    "vote_gaps",
    "A roll call in which two states voted differently, and the least expected from how each usually votes.",
    (
        A,
        B,
        Column("rcid", INT32, "Number of the roll call"),
        Column("resolution", TEXT, "Symbol of the text voted on", nullable=True),
        Column("date", DATE, "Day of the vote; the first of the month where only that is known"),
        Column("gap", INT8, "Vote of a less vote of b: 2 is yes against no, 1 half of that"),
        Column("yes", INT16, "States that voted yes", "states"),
        Column("no", INT16, "States that voted no", "states"),
        Column("abstain", INT16, "States that abstained", "states"),
        Column("surprise", REAL, "How unusual the gap is for the two", "nats"),
        Column("question", INT32, "Number of the first roll call of the table on the same question"),
        KNOWN_ON,
    ),
    key=("a", "b", "rcid"),
    directed=False,
    when="date",
)

INDICES = (IDEAL_POINTS, CAPABILITIES, TRADE_SHARES, SIMILARITIES, VOTE_GAPS)
