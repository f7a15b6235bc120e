"""The tables that Detente computes and that users add to, with coverage, batches and rejects."""

from __future__ import annotations

import polars as pl

from detente.catalog.code_lists import FREQS, PLOVER, QUADS, SCHEMES, SCORES
from detente.catalog.coded import CODED
from detente.catalog.conflict import CONFLICT
from detente.catalog.facts import FACTS
from detente.catalog.indices import INDICES
from detente.catalog.schema import STATE, Column, Table
from detente.catalog.structural import SYSTEM
from detente.errors import UsageError

__all__ = ["TABLES", "table"]

TEXT, DATE, REAL = pl.String(), pl.Date(), pl.Float64()
INT64, INT32 = pl.Int64(), pl.Int32()

# A larger number is an error in the file: intensity scales end at 10 or 100, and the most reported acts have about ten
# thousand reports
MOST_INTENSE = 1_000_000
MOST_REPORTS = 1_000_000

# Columns with the same meaning in every table

DATASET = Column("dataset", TEXT, "Name of the dataset the row comes from")
SOURCE = Column("source", TEXT, "Code of the state that acts", pattern=STATE)
TARGET = Column("target", TEXT, "Code of the state acted toward", pattern=STATE)
PERIOD = Column("period", DATE, "First day of the period")
FREQ = Column("freq", TEXT, "Length of the period", codes=FREQS)
SCORE = Column("score", TEXT, "Which acts count: all, only words or only deeds", codes=SCORES)
KNOWN_ON = Column("known_on", DATE, "First day on which the row could be known")
VINTAGE = Column("known_on", DATE, "The vintage: last day of the records that the estimate used")
BATCH = Column("batch", TEXT, "Batch that the row came with")


def _interval(name: str, doc: str, unit: str) -> tuple[Column, Column]:
    return (
        Column(f"{name}lo", REAL, f"Lower end of the 90% interval of {doc}", unit),
        Column(f"{name}hi", REAL, f"Upper end of the 90% interval of {doc}", unit),
    )


EVENTS = Table(
    "events",
    "One reported act of one actor toward another on one day, as coded by a dataset.",
    (
        Column("id", TEXT, "The dataset's id, or the batch and line if it has none"),
        Column("date", DATE, "Day of the act"),
        KNOWN_ON,
        Column("source", TEXT, "Code of the acting state; null if the actor has none", None, True, None, STATE),
        Column(
            "target",
            TEXT,
            "Code of the state acted toward; null if the actor has none",
            None,
            True,
            None,
            STATE,
        ),
        Column("source_actor", TEXT, "The actor, as the dataset writes it", nullable=True),
        Column("target_actor", TEXT, "The recipient, as the dataset writes it", nullable=True),
        Column("cameo", TEXT, "CAMEO event code, root in the first two digits; null if none fits", nullable=True),
        Column(
            "quad", TEXT, "Class of the act: words or deeds, cooperative or conflictual", nullable=True, codes=QUADS
        ),
        Column("plover", TEXT, "PLOVER event type", nullable=True, codes=PLOVER),
        Column(
            "intensity",
            REAL,
            "Intensity as the dataset gives it; derived from the code, not observed",
            "scale points",
            True,
            least=-MOST_INTENSE,
            most=MOST_INTENSE,
        ),
        Column("text", TEXT, "What happened, in the dataset's words", nullable=True),
        Column("reports", INT32, "Reports of the act, at least one", "reports", least=1, most=MOST_REPORTS),
        Column("key", INT64, "Day, actors and code in one number: rows that share it report one act", nullable=True),
        Column("flags", INT32, "Corrections and anomalies, as a sum of flags: see the guide to event data"),
        DATASET,
        BATCH,
    ),
    key=("dataset", "id", "date", "batch"),
    when="date",
)

COUNTS = Table(
    "counts",
    "How often one state acted toward another in a period, by class of act. Computed on demand from events.",
    (
        DATASET,
        SOURCE,
        TARGET,
        PERIOD,
        FREQ,
        Column("scheme", TEXT, "Classification that cls belongs to", codes=SCHEMES),
        Column("cls", TEXT, "Class of act within the scheme"),
        Column("reports", INT64, "Reports", "reports"),
        Column("events", INT64, "Acts; null if the dataset does not distinguish acts", "events", True),
    ),
    key=("dataset", "source", "target", "freq", "period", "scheme", "cls"),
    directed=True,
    known_on=None,
    when="period",
)

TEMPERATURES = Table(
    "temperatures",
    "How warm one state's acts toward another were in a period: posterior of a latent trait, by vintage.",
    (
        DATASET,
        SCORE,
        FREQ,
        SOURCE,
        TARGET,
        PERIOD,
        Column("mean", REAL, "Posterior mean; 0 is the event-weighted average dyad-period", "sd"),
        Column("sd", REAL, "Posterior standard deviation", "sd"),
        Column(
            "link",
            REAL,
            "Posterior correlation with the dyad's previous period; null at its first",
            "correlation",
            True,
        ),
        Column("standing", REAL, "Posterior mean of the standing, the slow component of the temperature", "sd", True),
        Column("standing_sd", REAL, "Posterior standard deviation of the standing", "sd", True),
        Column("scale", REAL, "Standard deviation of one period's innovation of the standing, for this dyad", "sd"),
        Column(
            "sources",
            TEXT,
            "Sources that say something of the dyad in the period, separated by semicolons; null if none does, or if "
            "the dataset is one source",
            nullable=True,
        ),
        Column(
            "covered",
            REAL,
            "Share of the period's days that a source covers for the dyad; null if it is that of the dataset",
            "share",
            True,
            least=0,
            most=1,
        ),
        VINTAGE,
    ),
    key=("dataset", "score", "freq", "source", "target", "period", "known_on"),
    directed=True,
    vintage_of=("dataset", "score", "freq"),
    when="period",
)

TRAIT_PARAMETERS = Table(
    "trait_parameters",
    "Parameters of the temperature model that all dyads share, by vintage.",
    (
        DATASET,
        SCORE,
        FREQ,
        Column("name", TEXT, "Parameter"),
        Column("cls", TEXT, "Class of act it belongs to, if it belongs to one", nullable=True),
        Column("value", REAL, "Value, in the model's own units"),
        VINTAGE,
    ),
    key=("dataset", "score", "freq", "name", "cls", "known_on"),
    vintage_of=("dataset", "score", "freq"),
)

ATTENTION = Table(
    "attention",
    "The share of a state's reported acts in a period that was directed at one other state.",
    (
        DATASET,
        SOURCE,
        TARGET,
        PERIOD,
        Column("share", REAL, "Share of the source's reported acts", "share"),
        KNOWN_ON,
    ),
    key=("dataset", "source", "target", "period"),
    directed=True,
    when="period",
)

CONFLICT_SHARES = Table(
    "conflict_shares",
    "Share of conflict among the reported acts of one state toward another in a period.",
    (
        DATASET,
        SOURCE,
        TARGET,
        PERIOD,
        Column("share", REAL, "Share of conflictual acts", "share"),
        *_interval("", "the share", "share"),
        KNOWN_ON,
    ),
    key=("dataset", "source", "target", "period"),
    directed=True,
    when="period",
)

AGREEMENTS = Table(
    "agreements",
    "How alike two states voted in the United Nations General Assembly in a year.",
    (
        Column("a", TEXT, "Code of the state that comes first in the alphabet", pattern=STATE),
        Column("b", TEXT, "Code of the other state", pattern=STATE),
        Column("period", DATE, "First day of the year"),
        Column("votes", INT32, "Roll calls in which both took part", "roll calls"),
        Column("raw", REAL, "Agreement: 1 for the same vote, ½ where one abstained", "agreement"),
        *_interval("raw_", "the agreement", "agreement"),
        Column("kappa", REAL, "Agreement beyond chance; null if undefined", "kappa", True),
        Column("kappa_lo", REAL, "Lower end of the 90% interval of kappa", "kappa", True),
        Column("kappa_hi", REAL, "Upper end of the 90% interval of kappa", "kappa", True),
        KNOWN_ON,
    ),
    key=("a", "b", "period"),
    directed=False,
    when="period",
)

COVERAGE = Table(
    "coverage",
    "What a dataset covers, so that a missing row can be distinguished from a zero.",
    (
        DATASET,
        Column("table", TEXT, "Table that the statement is about"),
        Column("scope", TEXT, "Which states, pairs or acts, in words"),
        Column("from", DATE, "First day covered"),
        Column("until", DATE, "Last day covered"),
        Column("note", TEXT, "What 'no row' means inside the scope, and what is outside"),
        Column(
            "without",
            TEXT,
            "Members of the state system that are left out: codes, separated by semicolons",
            nullable=True,
        ),
        Column(
            "by",
            TEXT,
            "Period by which more of it becomes known; null if coverage is declared and not measured from rows",
            nullable=True,
            codes=("day", "year"),
        ),
        KNOWN_ON,
    ),
    key=("dataset", "table", "scope", "from"),
)

BATCHES = Table(
    "batches",
    "One file or computation whose rows are in the user's store.",
    (
        Column("batch", TEXT, "Id, from the dataset's name and the input's digest"),
        DATASET,
        Column("table", TEXT, "Table that the rows are in"),
        Column("origin", TEXT, "Where the input came from"),
        Column("unit", TEXT, "Name of the input, without its folder: a later file with this name is a new version"),
        Column("digest", TEXT, "SHA-256 of the input", pattern="^[0-9a-f]{64}$"),
        Column("bytes", INT64, "Size of the input", "bytes"),
        Column("rows_in", INT64, "Rows read, kept or rejected", "rows"),
        Column("rows_ok", INT64, "Rows kept", "rows"),
        Column("rows_rejected", INT64, "Rows rejected", "rows"),
        Column("file", TEXT, "Its first Parquet file, within the store's folder", nullable=True),
        Column("file_sha256", TEXT, "SHA-256 of that file", nullable=True, pattern="^[0-9a-f]{64}$"),
        Column("schema_version", INT32, "Version of the store's layout; for a source's file, of its reader"),
        Column("retrieved", DATE, "Day of the ingest"),
        Column("covers_from", DATE, "First day that the input is about", nullable=True),
        Column("covers_until", DATE, "Last day that the input is about", nullable=True),
        Column("superseded_on", DATE, "Day on which a later version of the input replaced it", nullable=True),
    ),
    key=("batch",),
    known_on=None,
)

REJECTS = Table(
    "rejects",
    "One rejected row of an input, and why it was rejected.",
    (
        BATCH,
        Column("line", INT64, "Line of the input, counted from 1, header included; in Parquet and Stata the row"),
        Column("column", TEXT, "Column at fault; null if it is the whole row", nullable=True),
        Column("value", TEXT, "The value, or the whole row", nullable=True),
        Column("reason", TEXT, "Why it was rejected"),
    ),
    key=("batch", "line"),
    known_on=None,
)

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        EVENTS,
        COUNTS,
        *CODED,
        TEMPERATURES,
        TRAIT_PARAMETERS,
        ATTENTION,
        CONFLICT_SHARES,
        AGREEMENTS,
        *INDICES,
        *FACTS,
        *SYSTEM,
        *CONFLICT,
        COVERAGE,
        BATCHES,
        REJECTS,
    )
}


def table(name: str) -> Table:
    """Return the table with this name.

    Raises
    ------
    UsageError
        If there is none.

    Examples
    --------
    >>> table("agreements").directed
    False
    """
    if name not in TABLES:
        raise UsageError(f"unknown table {name!r}: expected one of {', '.join(TABLES)}", value=name)
    return TABLES[name]
