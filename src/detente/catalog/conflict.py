"""The tables of wars, crises, participants in disputes, vetoes and peace agreements, as producers publish them."""

from __future__ import annotations

import polars as pl

from detente.catalog.code_lists import PRECISIONS
from detente.catalog.schema import STATE, Column, Table

__all__ = ["CONFLICT", "OUTCOMES", "WAR_TYPES"]

TEXT, DATE, FLAG = pl.String(), pl.Date(), pl.Boolean()
INT8, INT16, INT32 = pl.Int8(), pl.Int16(), pl.Int32()
WAR_TYPES = ("interstate", "intrastate")
# How a war ended for a state; 'transformed' into a war of another type, 'low' that it went on below the level of war
OUTCOMES = ("won", "lost", "compromise", "transformed", "ongoing", "stalemate", "low", "changed sides")

DATASET = Column("dataset", TEXT, "Name of the dataset the row comes from")
STATE_CODE = Column("state", TEXT, "Code of the state", pattern=STATE)
START = Column("start", DATE, "First day, or first day of the month where only that is known")
PRECISION = Column("precision", TEXT, "How exact the date is", codes=PRECISIONS)
KNOWN_ON = Column("known_on", DATE, "First day on which the row could be known")
END_KNOWN_ON = Column("end_known_on", DATE, "First day on which the end could be known", nullable=True)

WARS = Table(
    "wars",
    "One state's part in one war in one year, against one other state or against a non-state party.",
    (
        DATASET,
        Column("war", INT32, "Number of the war"),
        Column("title", TEXT, "Name of the war, in the producer's words", nullable=True),
        Column("type", TEXT, "Type of war", codes=WAR_TYPES),
        STATE_CODE,
        Column("opponent", TEXT, "Code of the other state; null: a non-state party", None, True, None, STATE),
        Column("period", DATE, "First day of the year"),
        Column("onset", FLAG, "True in a year in which the war between the two begins"),
        Column("initiator", FLAG, "True if the state is on the side that began the war", nullable=True),
        Column("primary", FLAG, "True if the war is within the state; false if it intervenes", nullable=True),
        Column("issue", TEXT, "What the war is about, in the producer's words", nullable=True),
        Column("outcome", TEXT, "How the war ended for the state", nullable=True, codes=OUTCOMES),
        Column("deaths", INT32, "The state's deaths in battle in the whole war", "deaths", True),
        KNOWN_ON,
        END_KNOWN_ON,
    ),
    key=("dataset", "war", "state", "opponent", "period"),
    when="period",
    whole_spans={"outcome": "end_known_on", "deaths": "end_known_on"},
)

MID_PARTICIPANTS = Table(
    "mid_participants",
    "One state's part in one militarised dispute, from its first day to its last.",
    (
        DATASET,
        Column("dispute", INT32, "Number of the dispute"),
        STATE_CODE,
        START,
        PRECISION,
        Column("end", DATE, "Last day, or last day of the month where only that is known", nullable=True),
        Column("side_a", FLAG, "True if on the side that took the first action", nullable=True),
        Column("originator", FLAG, "True if in the dispute from its first day", nullable=True),
        Column("revisionist", FLAG, "True if the state wants a change", nullable=True),
        Column("action", INT8, "Highest action, 0 to 21", "code", True),
        Column("hostility", INT8, "Highest hostility: 1 none, 2 threat, 3 display, 4 use, 5 war", None, True),
        Column("fatality", INT8, "Band of deaths: 0 none to 6 more than 999", "band", True),
        Column("deaths", INT32, "Deaths where known exactly", "deaths", True),
        KNOWN_ON,
        END_KNOWN_ON,
    ),
    key=("dataset", "dispute", "state", "start"),
    when="start",
    hidden_ends={"end": "end_known_on"},
    whole_spans=dict.fromkeys(("action", "hostility", "fatality", "deaths"), "end_known_on"),
)

CRISES = Table(
    "crises",
    "One state's part in one international crisis: a threat to basic values, little time, and a chance of hostilities.",
    (
        DATASET,
        Column("crisis", INT32, "Number of the crisis"),
        Column("actor", INT32, "Number of the state's part"),
        Column("title", TEXT, "Name of the crisis, in the producer's words"),
        STATE_CODE,
        Column("trigger", TEXT, "Code of the state that triggered it; null: several, or none", None, True, None, STATE),
        START,
        PRECISION,
        Column("end", DATE, "Last day, or last day of the month where only that is known", nullable=True),
        Column("threat", INT8, "Gravest threat, 0 economic to 7 existence, in the producer's codes", "code", True),
        Column("violence", INT8, "Violence: 1 none, 2 minor clashes, 3 serious clashes, 4 war", None, True),
        KNOWN_ON,
        END_KNOWN_ON,
    ),
    key=("dataset", "crisis", "actor"),
    when="start",
    hidden_ends={"end": "end_known_on"},
    whole_spans={"violence": "end_known_on"},
)

VETOES = Table(
    "vetoes",
    "One permanent member's veto of one draft resolution of the Security Council.",
    (
        DATASET,
        Column("draft", TEXT, "Symbol of the draft, or of the meeting where the draft has none"),
        Column("vote", INT16, "Number among votes under one symbol on one day"),
        Column("date", DATE, "Day of the vote"),
        STATE_CODE,
        Column("title", TEXT, "Item of the agenda, in the producer's words", nullable=True),
        Column("topic", TEXT, "What it is about, in the producer's words", nullable=True),
        KNOWN_ON,
    ),
    key=("dataset", "date", "draft", "vote", "state"),
    when="date",
)

PEACE_AGREEMENTS = Table(
    "peace_agreements",
    "One peace agreement and one state in which its conflict is, or between which it is.",
    (
        DATASET,
        Column("id", INT32, "The producer's number"),
        Column("date", DATE, "Day of the agreement"),
        STATE_CODE,
        Column("title", TEXT, "Name of the agreement, in the producer's words"),
        Column("process", TEXT, "Name of the peace process", nullable=True),
        Column("type", TEXT, "Conflict: Inter, InterIntra, Intra or IntraLocal, the producer's words"),
        Column("stage", TEXT, "Stage of the process, in the producer's abbreviation", nullable=True),
        Column("status", TEXT, "Whether it was signed, in the producer's words", nullable=True),
        KNOWN_ON,
    ),
    key=("dataset", "id", "state"),
    when="date",
)

CONFLICT = (WARS, MID_PARTICIPANTS, CRISES, VETOES, PEACE_AGREEMENTS)
