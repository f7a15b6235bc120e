"""The tables of structural data: votes, ties, disputes and the attributes of states, as producers publish them.

A row keeps its producer's meaning. Directed rows go from ``source`` to ``target``; an undirected pair has one row,
with the code that comes first in the alphabet as ``source``. A row without an end was open at the end of its
dataset's coverage; it need not be open today.

A figure for a year can be known when the year is over. The batch records when its producer published it.
"""

from __future__ import annotations

import polars as pl

from detente.catalog.code_lists import FREQS, PRECISIONS, TIES, VOTE_KINDS
from detente.catalog.schema import STATE, Column, Table

__all__ = ["SYSTEM"]

TEXT, DATE, REAL, FLAG = pl.String(), pl.Date(), pl.Float64(), pl.Boolean()
INT8, INT16, INT32 = pl.Int8(), pl.Int16(), pl.Int32()

DATASET = Column("dataset", TEXT, "Name of the dataset the row comes from")
SOURCE = Column("source", TEXT, "Code of the state that acts, or that comes first in the alphabet", pattern=STATE)
TARGET = Column("target", TEXT, "Code of the other state", pattern=STATE)
DIRECTED = Column("directed", FLAG, "True: from the source toward the target. False: mutual")
PERIOD = Column("period", DATE, "First day of the period")
FREQ = Column("freq", TEXT, "Length of the period", codes=FREQS)
PRECISION = Column("precision", TEXT, "How exact the date is", codes=PRECISIONS)
KNOWN_ON = Column("known_on", DATE, "First day on which the row could be known")
NAME = Column("name", TEXT, "What is measured")
VALUE = Column("value", REAL, "The figure, in its unit")
UNIT = Column("unit", TEXT, "Unit of the figure")
RCID = Column("rcid", INT32, "Number of the roll call")
SESSION = Column("session", INT16, "Session of the Assembly, counted from 1")
VOTED_ON = Column("date", DATE, "Day of the vote; the first of the month where only that is known")
RESOLUTION = Column("resolution", TEXT, "Symbol of the text voted on", nullable=True)
KIND_OF_VOTE = Column(
    "kind",
    TEXT,
    "What was voted on: the whole text, a paragraph or an amendment; selected: one of a few texts from a time without "
    "a whole record, which counts in no agreement",
    codes=VOTE_KINDS,
)

VOTES = Table(
    "votes",
    "One state's vote in one recorded vote of the General Assembly. No row: absent, not voting or not a member.",
    (
        DATASET,
        RCID,
        SESSION,
        VOTED_ON,
        PRECISION,
        RESOLUTION,
        KIND_OF_VOTE,
        Column("state", TEXT, "Code of the state", pattern=STATE),
        Column("vote", INT8, "Vote: 1 yes, 0 abstention, −1 no"),
        KNOWN_ON,
    ),
    key=("dataset", "rcid", "state"),
    when="date",
)

ROLL_CALLS = Table(
    "roll_calls",
    "One recorded vote of the General Assembly and its subject.",
    (
        DATASET,
        RCID,
        SESSION,
        VOTED_ON,
        PRECISION,
        RESOLUTION,
        KIND_OF_VOTE,
        Column("title", TEXT, "What the text is about, in the producer's words", nullable=True),
        Column("issues", TEXT, "Issue areas that the producer puts it in, separated by semicolons", nullable=True),
        Column("important", FLAG, "True if the United States' report on voting calls it important", nullable=True),
        Column("same_as", INT32, "The first roll call on the identical text, where there was one before", None, True),
        KNOWN_ON,
    ),
    key=("dataset", "rcid"),
    when="date",
)

ABSENCES = Table(
    "absences",
    "One member of the General Assembly that cast no vote in one recorded vote, if the producer distinguishes it "
    "from a state that was not a member.",
    (
        DATASET,
        RCID,
        VOTED_ON,
        Column("state", TEXT, "Code of the state", pattern=STATE),
        KNOWN_ON,
    ),
    key=("dataset", "rcid", "state"),
    when="date",
)

TIES_TABLE = Table(
    "ties",
    "One tie between two states over a span of time: a pact's obligation, a rivalry, a claim, a sanction, a visit.",
    (
        DATASET,
        Column("id", TEXT, "The producer's id of the record; a spell's first year if it has none"),
        Column("kind", TEXT, "Kind of tie", codes=TIES),
        SOURCE,
        TARGET,
        DIRECTED,
        Column("start", DATE, "First day, or first day of the month or year where only that is known"),
        PRECISION,
        Column("end", DATE, "Last day; null if it was open when the record ends", nullable=True),
        Column("level", REAL, "Degree, where the kind has degrees: see the source", None, True),
        Column("title", TEXT, "Name, in the producer's words", nullable=True),
        KNOWN_ON,
        Column("end_known_on", DATE, "First day on which the end could be known", nullable=True),
        Column(
            "level_known_on",
            DATE,
            "First day on which the level could be known, where it is of the whole span; null: with the row",
            nullable=True,
        ),
        Column(
            "title_known_on",
            DATE,
            "First day on which the title could be known, where it is about the whole span; null: with the row",
            nullable=True,
        ),
    ),
    key=("dataset", "kind", "source", "target", "start", "id"),
    hidden_ends={"end": "end_known_on"},
    whole_spans={"level": "level_known_on", "title": "title_known_on"},
    when="start",
)

INDICATORS = Table(
    "indicators",
    "One figure of one state in one period.",
    (
        DATASET,
        NAME,
        Column("state", TEXT, "Code of the state", pattern=STATE),
        PERIOD,
        FREQ,
        VALUE,
        Column("sd", REAL, "Standard deviation, if the producer gives one", None, True),
        UNIT,
        KNOWN_ON,
    ),
    key=("dataset", "name", "state", "freq", "period"),
    when="period",
)

DYAD_INDICATORS = Table(
    "dyad_indicators",
    "One figure of one pair of states in one period: a flow of trade or arms, a distance, a number of ties.",
    (
        DATASET,
        NAME,
        SOURCE,
        TARGET,
        DIRECTED,
        PERIOD,
        FREQ,
        VALUE,
        UNIT,
        KNOWN_ON,
    ),
    key=("dataset", "name", "source", "target", "freq", "period"),
    when="period",
)

WHOLE_DISPUTE = (
    "action", "hostility", "fatality", "deaths", "dispute_hostility", "dispute_fatality", "reciprocated", "days_least",
    "days_most",
)  # fmt: skip

MIDS = Table(
    "mids",
    "One state's part in one militarised dispute with one other state in one year. Levels are the producer's codes.",
    (
        DATASET,
        Column("dispute", INT32, "Number of the dispute"),
        SOURCE,
        TARGET,
        PERIOD,
        Column("onset", FLAG, "True in the first year of the dispute between the two"),
        Column("side_a", FLAG, "True if the source is on the side that took the first action", nullable=True),
        Column("originator", FLAG, "True if the source was in the dispute from its first day", nullable=True),
        Column("revisionist", FLAG, "True if the source wants a change", nullable=True),
        Column("action", INT8, "Highest action of the source, 0 to 21", "code", True),
        Column(
            "hostility", INT8, "Highest hostility of the source: 1 none, 2 threat, 3 display, 4 use, 5 war", None, True
        ),
        Column("fatality", INT8, "Band of the source's deaths: 0 none to 6 more than 999", "band", True),
        Column("deaths", INT32, "The source's deaths where known exactly", "deaths", True),
        Column("dispute_hostility", INT8, "Highest hostility of the dispute", None, True),
        Column("dispute_fatality", INT8, "Band of the dispute's deaths", "band", True),
        Column("reciprocated", FLAG, "True if the target side acted too", nullable=True),
        Column("days_least", INT32, "Least length of the dispute", "days", True),
        Column("days_most", INT32, "Greatest length of the dispute", "days", True),
        Column("start_month", INT8, "Month in which the dispute began", "month", True),
        KNOWN_ON,
        Column(
            "end_known_on",
            DATE,
            "First day on which the end of the dispute, and so its final levels, could be known",
            nullable=True,
        ),
        Column(
            "reduced",
            FLAG,
            "True if the producer chose one dispute per pair and year, so that others are missing",
            nullable=True,
        ),
    ),
    key=("dataset", "dispute", "source", "target", "period"),
    directed=True,
    when="period",
    whole_spans=dict.fromkeys(WHOLE_DISPUTE, "end_known_on"),
)

INCIDENTS = Table(
    "incidents",
    "One militarised action of one state against another.",
    (
        DATASET,
        Column("dispute", INT32, "Number of the confrontation"),
        Column("incident", INT32, "Number of the incident in it"),
        SOURCE,
        TARGET,
        Column("start", DATE, "First day, or first day of the month where only that is known"),
        PRECISION,
        Column("end", DATE, "Last day, where known", nullable=True),
        Column("side_a", FLAG, "True if the source is on the side that took the first action", nullable=True),
        Column("action", INT8, "Action, in the producer's code", "code", True),
        Column("hostility", INT8, "Hostility: 2 threat, 3 display, 4 use of force, 5 war", None, True),
        Column("deaths_least", INT32, "Least deaths of the source", "deaths", True),
        Column("deaths_most", INT32, "Greatest deaths of the source", "deaths", True),
        Column("target_deaths_least", INT32, "Least deaths of the target", "deaths", True),
        Column("target_deaths_most", INT32, "Greatest deaths of the target", "deaths", True),
        KNOWN_ON,
        Column("end_known_on", DATE, "First day on which the end could be known", nullable=True),
    ),
    key=("dataset", "dispute", "incident", "source", "target", "start"),
    directed=True,
    when="start",
    hidden_ends={"end": "end_known_on"},
    whole_spans=dict.fromkeys(
        ("deaths_least", "deaths_most", "target_deaths_least", "target_deaths_most"), "end_known_on"
    ),
)

ARMED_CONFLICTS = Table(
    "armed_conflicts",
    "One state's part in one armed conflict in one year.",
    (
        DATASET,
        Column("conflict", INT32, "Number of the conflict"),
        Column("state", TEXT, "Code of the state", pattern=STATE),
        PERIOD,
        Column("side", TEXT, "Side of the conflict", codes=("a", "b")),
        Column("secondary", FLAG, "True if it supports a party with troops; false if it is a party"),
        Column(
            "type", TEXT, "Type of conflict", codes=("extrasystemic", "interstate", "intrastate", "internationalized")
        ),
        Column("intensity", INT8, "Deaths in battle in the year: 1 for 25 to 999, 2 for 1,000 or more"),
        Column("issue", TEXT, "What is in dispute, in the producer's word", nullable=True),
        Column("start", DATE, "First day of fighting that is recorded", nullable=True),
        Column("end", DATE, "Last day of the episode, where it ended in the year", nullable=True),
        KNOWN_ON,
    ),
    key=("dataset", "conflict", "state", "period", "side"),
    when="period",
)

SYSTEM = (VOTES, ROLL_CALLS, ABSENCES, TIES_TABLE, INDICATORS, DYAD_INDICATORS, MIDS, INCIDENTS, ARMED_CONFLICTS)
