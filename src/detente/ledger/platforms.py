"""Forecasts and outcomes of other platforms, from their CSV files: Metaculus, and the Good Judgment Project's archive.

Both publish a file of forecasts and one of questions. The window of a question opens when the platform closes it, so
the last forecast of each author before that counts. Only questions of yes or no, and Metaculus's numbers, are read:
others are rejected with the reason. Times are those of the file; nothing in it proves them.

- Metaculus: ``forecast_data.csv`` and ``question_data.csv`` of its export. A missing ``Start Time`` or resolution is no
  error of the row; 'ambiguous' and 'annulled' are void.
- Good Judgment Project: ``survey_fcasts.yr*.csv`` and ``ifps.csv``. Option ``a`` of a question with two options is the
  event. Days are written as in the United States, with two digits of the year. Forecasts of type 4 withdraw an
  earlier one and are rejected.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from detente.errors import DataError, UsageError
from detente.ledger.entries import Entry, Forecast, Resolution, now

__all__ = ["PLATFORMS", "Imported", "RejectedRow", "read_platform"]

Row = Mapping[str, str]
OUTCOMES = MappingProxyType({"yes": 1.0, "no": 0.0, "ambiguous": None, "annulled": None, "a": 1.0, "b": 0.0})
PERCENTILES = MappingProxyType(
    {"5th Percentile": "0.05", "25th Percentile": "0.25", "Median": "0.5", "75th Percentile": "0.75",
     "95th Percentile": "0.95"}
)  # fmt: skip
WITHDRAWN = "4"  # type of a forecast of the Good Judgment Project


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that is no forecast or resolution: its line in the file, and the reason."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What two files of a platform hold: entries, in the order of the day they were made, and rejects."""

    platform: str
    entries: tuple[Entry, ...]
    rejects: tuple[RejectedRow, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class _Platform:
    """How a platform writes forecasts and questions."""

    columns: frozenset[str]  # of the file of forecasts
    questions: frozenset[str]
    key: str  # the question's id, in the file of questions
    forecast: Callable[[Row, Row], dict[str, Any]]
    question: Callable[[Row], dict[str, Any]]


class _Rejected(Exception):
    """The reason why a row is rejected."""


def read_platform(forecasts: Path, questions: Path) -> Imported:
    """Read a platform's files of forecasts and of questions.

    Parameters
    ----------
    forecasts, questions : pathlib.Path
        CSV with a header.

    Returns
    -------
    Imported

    Raises
    ------
    UsageError
        If the columns are those of no platform.
    DataError
        If a file can't be read.
    """
    asked, made = list(_rows(questions)), list(_rows(forecasts))
    header = set(made[0][1]) if made else set()
    name = next((name for name, one in PLATFORMS.items() if one.columns <= header), None)
    if name is None:
        raise UsageError(
            f"{forecasts} is not a file of forecasts of {' or '.join(PLATFORMS)}: its columns are "
            f"{', '.join(sorted(header)) or 'missing'}",
            value=forecasts,
        )
    platform = PLATFORMS[name]
    described: dict[str, dict[str, Any]] = {}
    rejects, entries = [], []
    origin = {
        path: f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:12]}" for path in (forecasts, questions)
    }
    for line, row in asked:
        try:
            if missing := platform.questions - set(row):
                raise UsageError(f"{questions} has no column {', '.join(sorted(missing))}", value=questions)
            described[row[platform.key]] = platform.question(row)
        except (_Rejected, ValueError) as error:
            rejects.append(RejectedRow(questions.name, line, str(error)))
    recorded = now()
    for line, row in made:
        try:
            about = _about(row[platform.key], described, questions)
            fields = platform.forecast(row, about)
            common = {key: about[key] for key in ("question", "text", "first", "last")}
            entries.append(
                Forecast(
                    **common, **fields, as_of=fields["made_at"].date(), recorded_at=recorded,
                    origin=origin[forecasts], rule=f"as {name} resolves it",
                )
            )  # fmt: skip
        except (_Rejected, ValueError, UsageError) as error:
            rejects.append(RejectedRow(forecasts.name, line, str(error)))
    entries.sort(key=lambda one: one.made_at or recorded)
    used = {one.question for one in entries}
    decided = [
        Resolution(one["question"], one["outcome"], one["decided_on"], recorded, "import", origin=origin[questions])
        for one in described.values()
        if "decided_on" in one and one["question"] in used
    ]
    return Imported(name, (*entries, *decided), tuple(rejects), len(made))


def _about(key: str, described: Mapping[str, dict[str, Any]], questions: Path) -> dict[str, Any]:
    if key not in described:
        raise _Rejected(f"the question {key!r} is not in {questions.name}, or was rejected")
    return described[key]


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a file with their lines."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            reader = csv.DictReader(file, restval="")
            for row in reader:
                row.pop(None, None)
                yield reader.line_num, row
    except (OSError, csv.Error) as error:
        raise DataError(f"{path} can't be read: {error}", value=path) from None


# Metaculus


def _metaculus_question(row: Row) -> dict[str, Any]:
    kind = row["Question Type"].strip().lower()
    if kind not in ("binary", "numeric", "discrete"):
        raise _Rejected(f"a question of type {kind!r}: binary and numeric ones are read")
    closed = row.get("Actual Close Time") or row["Scheduled Close Time"]
    first = _time(closed).date()
    found: dict[str, Any] = {
        "question": f"metaculus-{row['Question ID']}", "text": row["Question Title"], "first": first,
        "binary": kind == "binary",
    }  # fmt: skip
    known = row.get("Resolution Known Time", "")
    found["last"] = max(first, _time(known).date() if known else _time(row["Scheduled Close Time"]).date())
    if text := row["Resolution"].strip().lower():
        found |= {"outcome": OUTCOMES[text] if text in OUTCOMES else float(text), "decided_on": found["last"]}
    return found


def _metaculus_forecast(row: Row, about: Row) -> dict[str, Any]:
    author = row["Forecaster Username"] or row["Forecaster ID"]
    fields: dict[str, Any] = {"author": f"metaculus:{author}", "made_at": _time(row["Start Time"])}
    if about["binary"]:
        if not row["Probability Yes"]:
            raise _Rejected("'Probability Yes' is empty")
        return fields | {"probability": float(row["Probability Yes"])}
    quantiles = {level: float(row[name]) for name, level in PERCENTILES.items() if row.get(name)}
    if not quantiles:
        raise _Rejected("there are no percentiles")
    return fields | {"quantiles": quantiles}


def _time(text: str) -> datetime:
    """Return a time in ISO form, UTC where it names no zone, to the second."""
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        raise _Rejected(f"invalid time {text!r}: expected YYYY-MM-DD HH:MM") from None
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


# Good Judgment Project


def _gjp_question(row: Row) -> dict[str, Any]:
    if row["n_opts"].strip() != "2":
        raise _Rejected(f"a question with {row['n_opts']} options: those with two are read")
    first = _us_day(row["date_closed"])
    found: dict[str, Any] = {"question": f"gjp-{row['ifp_id']}", "text": row["q_text"], "first": first, "last": first}
    status, outcome = row["q_status"].strip().lower(), row["outcome"].strip().lower()
    if status == "voided" or outcome in OUTCOMES:
        found |= {"outcome": None if status == "voided" else OUTCOMES[outcome], "decided_on": first}
    return found


def _gjp_forecast(row: Row, _: Row) -> dict[str, Any]:
    if row["answer_option"].strip().lower() != "a":
        raise _Rejected(f"the chance of option {row['answer_option']!r}: that of a says the same")
    if row["fcast_type"].strip() == WITHDRAWN:
        raise _Rejected("withdraws an earlier forecast")
    made = _us_day(row["fcast_date"])
    return {
        "author": f"gjp:{row['user_id']}",
        "made_at": datetime(made.year, made.month, made.day, tzinfo=UTC),
        "probability": float(row["value"]),
    }


def _us_day(text: str) -> date:
    """Return a day written M/D/YY or in ISO form, maybe with a time after it."""
    day = text.strip().split(" ")[0]
    try:
        return datetime.strptime(day, "%m/%d/%y").date() if "/" in day else date.fromisoformat(day)  # noqa: DTZ007
    except ValueError:
        raise _Rejected(f"invalid date {text!r}: expected M/D/YY or YYYY-MM-DD") from None


PLATFORMS: Mapping[str, _Platform] = MappingProxyType(
    {
        "metaculus": _Platform(
            frozenset({"Question ID", "Forecaster Username", "Forecaster ID", "Start Time", "Probability Yes"}),
            frozenset({"Question ID", "Question Title", "Question Type", "Scheduled Close Time", "Resolution"}),
            "Question ID",
            _metaculus_forecast,
            _metaculus_question,
        ),
        "gjp": _Platform(
            frozenset({"ifp_id", "user_id", "fcast_type", "answer_option", "value", "fcast_date"}),
            frozenset({"ifp_id", "q_text", "q_status", "date_closed", "outcome", "n_opts"}),
            "ifp_id",
            _gjp_forecast,
            _gjp_question,
        ),
    }
)
