"""The verbs ``detente ledger …``: forecasts written down before the outcome, and their scores.

``detente ledger add`` is `add`, and so on; ``detente ledger`` alone and ``detente ledger list`` are `entries`::

    import detente

    detente.ledger.add("Japan and Russia sign a peace treaty", until="2030-12-31", probability=0.03)
    detente.ledger.resolve()
    detente.ledger.score().frame()

::

    answers    what the verbs return
    chain      the file: one JSON object a line, each with its own digest and that of the line before
    document   the scores as a page
    entries    forecasts and resolutions
    platforms  forecasts of Metaculus and the Good Judgment Project, from their CSV files
    resolving  questions that the records decide
    scoring    which forecast counts, scores by author, calibration
    verbs      the verbs as functions
"""

from __future__ import annotations

from detente.ledger.answers import ImportAnswer, LedgerAnswer, RecordedAnswer, ScoreAnswer, VerifyAnswer
from detente.ledger.entries import Forecast, Resolution
from detente.ledger.verbs import add, entries, export, import_csv, record, resolve, score, verify

__all__ = [
    "Forecast",
    "ImportAnswer",
    "LedgerAnswer",
    "RecordedAnswer",
    "Resolution",
    "ScoreAnswer",
    "VerifyAnswer",
    "add",
    "entries",
    "export",
    "import_csv",
    "record",
    "resolve",
    "score",
    "verify",
]
