"""The tables of texts that users add, and of the acts that Detente coded from them."""

from __future__ import annotations

import polars as pl

from detente.catalog.code_lists import PLOVER, QUADS
from detente.catalog.schema import STATE, Column, Table

__all__ = ["CODED"]

TEXT, DATE = pl.String(), pl.Date()

KNOWN_ON = Column("known_on", DATE, "First day on which the row could be known")
TOPIC = Column("topic", TEXT, "Topics that the text is listed under, from the widest", nullable=True)
PAGE = Column("page", TEXT, "Page that the text is from", nullable=True)
REVISION = Column("revision", TEXT, "Revision of that page; null if it is unknown", nullable=True)
DATASET = Column("dataset", TEXT, "Name of the dataset the row comes from")
BATCH = Column("batch", TEXT, "Batch that the row came with")

TEXTS = Table(
    "texts",
    "One dated text, as its source wrote it. The licence of a text is its source's.",
    (
        Column("id", TEXT, "The source's id, or the batch and line if it has none"),
        Column("date", DATE, "Day of the text"),
        KNOWN_ON,
        Column("text", TEXT, "The text"),
        TOPIC,
        PAGE,
        REVISION,
        DATASET,
        BATCH,
    ),
    key=("dataset", "id", "batch"),
    when="date",
)

CODED_ACTS = Table(
    "coded_acts",
    "One act that Detente coded from a text: the machine-coded chronicle. Each is also a row of events, with its id.",
    (
        Column("id", TEXT, "Id of the act: that of its text, the states and the type"),
        Column("date", DATE, "Day of the text"),
        KNOWN_ON,
        Column("source", TEXT, "Code of the state that acts", pattern=STATE),
        Column("target", TEXT, "Code of the state acted toward", pattern=STATE),
        Column("source_role", TEXT, "What stands for the state that acts, such as force or government"),
        Column("target_role", TEXT, "What stands for the state acted toward"),
        Column("plover", TEXT, "PLOVER event type", codes=PLOVER),
        Column("mode", TEXT, "How the act was done, in the coder's own terms"),
        Column("quad", TEXT, "Class of the act: words or deeds, cooperative or conflictual", codes=QUADS),
        Column(
            "weight",
            pl.Float64(),
            "What the act counts for: 1, or 1 over the number of states that the source meets in the sentence",
            "acts",
            least=0,
            most=1,
        ),
        Column("rule", TEXT, "The coder's rule that found it"),
        Column("matched", TEXT, "The words that the rule matched"),
        Column("sentence", TEXT, "The sentence; null where the text may not be passed on", nullable=True),
        Column("text_id", TEXT, "Id of the text", nullable=True),
        TOPIC,
        PAGE,
        REVISION,
        DATASET,
        BATCH,
    ),
    key=("dataset", "id", "batch"),
    directed=True,
    when="date",
)

CODED = (TEXTS, CODED_ACTS)
