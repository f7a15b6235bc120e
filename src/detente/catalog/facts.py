"""The tables of facts that the project compiled manually, each row with the public document that states it.

Lists in a cell are separated by semicolons. An end has its own known-on date: a read as of an earlier date
returns the record as still open.
"""

from __future__ import annotations

import polars as pl

from detente.catalog.code_lists import ACTS, BREAKS, PACT_KINDS, PRECISIONS
from detente.catalog.schema import STATE, Column, Table

__all__ = ["FACTS"]

TEXT, DATE, RUNG, COUNT = pl.String(), pl.Date(), pl.Int8(), pl.Int16()
STATES = r"^[A-Z]{3}(;[A-Z]{3})*$"
PARTIES = r"^([A-Z]{3}|group:[a-z0-9-]+)(;([A-Z]{3}|group:[a-z0-9-]+))*$"
SLUG = r"^[a-z0-9][a-z0-9-]*$"

ID = Column("id", TEXT, "Stable name of the record", pattern=SLUG)
PRECISION = Column("precision", TEXT, "How exactly the date is known", codes=PRECISIONS)
END_PRECISION = Column("end_precision", TEXT, "How exactly the end is known", nullable=True, codes=PRECISIONS)
KNOWN_ON = Column("known_on", DATE, "First day on which the record could be known")
END_KNOWN_ON = Column("end_known_on", DATE, "First day on which the end could be known", nullable=True)
DOCUMENT = Column("document", TEXT, "The public document that states it")
DOCUMENT_KIND = Column("document_kind", TEXT, "Kind of document")
NOTE = Column("note", TEXT, "Further remarks", nullable=True)
VERIFIED = Column(
    "verified",
    TEXT,
    "Whether the document was opened (yes), or the row was written from general knowledge (no)",
    codes=("yes", "no"),
)

PACTS = Table(
    "pacts",
    "One treaty with obligations between its members in war or crisis.",
    (
        ID,
        Column("name", TEXT, "Name of the treaty"),
        Column("kind", TEXT, "Kind of obligation; a treaty with several has a row for each", codes=PACT_KINDS),
        Column("signed", DATE, "Day of signature"),
        Column("in_force", DATE, "Day of entry into force", nullable=True),
        KNOWN_ON,
        Column("end", DATE, "Day it ended; null while it is in force", nullable=True),
        END_PRECISION,
        END_KNOWN_ON,
        DOCUMENT,
        PRECISION,
        NOTE,
        VERIFIED,
    ),
    key=("id",),
    hidden_ends={"end": "end_known_on"},
    when="signed",
)

PACT_MEMBERS = Table(
    "pact_members",
    "One state's time in one pact.",
    (
        Column("pact", TEXT, "The pact's id", pattern=SLUG),
        Column("state", TEXT, "Code of the state", pattern=STATE),
        Column("from", DATE, "First day of membership"),
        Column("from_precision", TEXT, "How exactly that date is known", codes=PRECISIONS),
        Column("from_known_on", DATE, "First day on which membership could be known"),
        Column("until", DATE, "Last day of membership; null while it lasts", nullable=True),
        Column("until_known_on", DATE, "First day on which its end could be known", nullable=True),
        VERIFIED,
    ),
    key=("pact", "state", "from"),
    known_on="from_known_on",
    hidden_ends={"until": "until_known_on"},
    when="from",
)

DISPUTES = Table(
    "disputes",
    "One territorial or maritime dispute between states, stated neutrally.",
    (
        ID,
        Column("name", TEXT, "Name, with every party's name for the place"),
        Column("prose_name", TEXT, "How a sentence names it, if not by the name: 'the Durand Line'", nullable=True),
        Column("claimants", TEXT, "Codes of the states that claim", pattern=STATES),
        Column("holder", TEXT, "Codes of the states in control, if any", nullable=True, pattern=STATES),
        Column("since", DATE, "When both claims existed for the first time"),
        Column("since_precision", TEXT, "How exactly that date is known", codes=PRECISIONS),
        Column("issue", TEXT, "What is disputed"),
        Column("claims", TEXT, "What each party claims, in its own terms"),
        DOCUMENT,
        DOCUMENT_KIND,
        KNOWN_ON,
        VERIFIED,
    ),
    key=("id",),
    when="since",
)

DISPUTE_RUNGS = Table(
    "dispute_rungs",
    "The day from which a dispute was at a rung of escalation.",
    (
        Column("dispute", TEXT, "The dispute's id", pattern=SLUG),
        Column("start", DATE, "First day at the rung"),
        PRECISION,
        KNOWN_ON,
        Column("rung", RUNG, "Rung of escalation, 0 (dormant) to 5 (war)", "rung", least=0, most=5),
        NOTE,
        DOCUMENT,
        VERIFIED,
    ),
    key=("dispute", "start"),
    when="start",
)

SANCTIONS = Table(
    "sanctions",
    "One measure, or set of measures, that a state or group imposed on a state.",
    (
        ID,
        Column("sender", TEXT, "Code of the sender, or group:NAME for a group of states", pattern=PARTIES),
        Column("target", TEXT, "Code of the target", pattern=PARTIES),
        Column("start", DATE, "First day"),
        PRECISION,
        KNOWN_ON,
        Column("end", DATE, "Last day; null while in force", nullable=True),
        END_PRECISION,
        END_KNOWN_ON,
        Column("measures", TEXT, "Kinds of measure"),
        Column("text", TEXT, "What was done, in a sentence without its final full stop"),
        DOCUMENT,
        DOCUMENT_KIND,
        VERIFIED,
    ),
    key=("id",),
    hidden_ends={"end": "end_known_on"},
    when="start",
)

RUPTURES = Table(
    "ruptures",
    "One time in which relations between two states were broken off or lowered, until they were restored.",
    (
        ID,
        Column("a", TEXT, "Code of the state that broke them off; either, where both did", pattern=STATE),
        Column("b", TEXT, "Code of the other state", pattern=STATE),
        Column("level", TEXT, "How far relations were broken off", codes=BREAKS),
        Column("start", DATE, "First day"),
        PRECISION,
        KNOWN_ON,
        Column("end", DATE, "Day on which they were restored; null while the break lasts", nullable=True),
        END_PRECISION,
        END_KNOWN_ON,
        Column("text", TEXT, "What was done, in a sentence without its final full stop"),
        DOCUMENT,
        DOCUMENT_KIND,
        VERIFIED,
    ),
    key=("id",),
    hidden_ends={"end": "end_known_on"},
    when="start",
)

CHRONICLE = Table(
    "chronicle",
    "One dated public act: a visit, a summit, a law, an incident, a statement.",
    (
        ID,
        Column("date", DATE, "Day of the act, or first day at the precision stated"),
        PRECISION,
        Column("end_date", DATE, "Last day, if it lasted several days", nullable=True),
        KNOWN_ON,
        Column("kind", TEXT, "Kind of act", codes=ACTS),
        Column("tone", TEXT, "Tone toward the relation", codes=("cooperative", "conflictual", "neutral")),
        Column("mode", TEXT, "Words or deeds", codes=("words", "deeds")),
        Column("actors", TEXT, "Codes of the states that act", pattern=PARTIES),
        Column(
            "targets",
            TEXT,
            "Codes of those acted toward; null for joint acts",
            nullable=True,
            pattern=PARTIES,
        ),
        Column("text", TEXT, "What happened, in a sentence without its final full stop"),
        DOCUMENT,
        DOCUMENT_KIND,
        Column("dispute", TEXT, "Id of the dispute it belongs to, if any", nullable=True, pattern=SLUG),
        VERIFIED,
    ),
    key=("id",),
    hidden_ends={"end_date": "end_date"},
    when="date",
)

ASSEMBLY_VOTES = Table(
    "assembly_votes",
    "The result of one landmark recorded vote of the General Assembly. A list that is missing was not compiled.",
    (
        ID,
        Column("symbol", TEXT, "Symbol of the resolution, as the United Nations writes it"),
        Column("date", DATE, "Day of the vote"),
        Column("title", TEXT, "What it is about, in a few words"),
        Column("yes", COUNT, "Votes in favour", "states"),
        Column("no", COUNT, "Votes against", "states"),
        Column("abstain", COUNT, "Abstentions", "states"),
        Column("in_favour", TEXT, "Codes of the states in favour", nullable=True, pattern=STATES),
        Column(
            "against", TEXT, "Codes of the states against; missing also where there were none", None, True, None, STATES
        ),
        Column("abstaining", TEXT, "Codes of the states that abstained", nullable=True, pattern=STATES),
        Column("absent", TEXT, "Codes of the members that did not vote", nullable=True, pattern=STATES),
        DOCUMENT,
        KNOWN_ON,
        VERIFIED,
    ),
    key=("id",),
    when="date",
)

FACTS = (PACTS, PACT_MEMBERS, RUPTURES, DISPUTES, DISPUTE_RUNGS, SANCTIONS, CHRONICLE, ASSEMBLY_VOTES)
