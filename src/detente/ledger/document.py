"""The scores of the ledger as a page: by author, the calibration, and each question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.documents.document import Block, Chart, Document, Grid, Paragraph, Section
from detente.documents.figures import Record
from detente.documents.prose import Sentence, say
from detente.documents.register import Register
from detente.ledger.scoring import POOL

if TYPE_CHECKING:
    from detente.ledger.answers import ScoreAnswer

__all__ = ["score_document"]

SOURCE = "ledger"
DASH = say("–")


def score_document(answer: ScoreAnswer) -> Document:
    """Return the scores of forecasts as a document.

    Parameters
    ----------
    answer : ScoreAnswer
        As `detente.ledger.score` returns it.

    Returns
    -------
    Document
        Sections 'Scores', 'Calibration' and 'Questions'; the last two only where there is something to show.
    """
    register = Register()
    day = answer.as_of
    period = str(day.year)

    def figure(key: str, label: str, value: float, unit: str) -> Any:
        return register.figure(key, label, value, unit, period, day, SOURCE)

    def cell(key: str, label: str, value: float | None, unit: str) -> Sentence:
        return DASH if value is None else say("{n}", n=figure(key, label, value, unit))

    def named(key: str, kind: str, text: str) -> Sentence:
        """Return words of a user's own, which may hold numbers: they are an entry of the ledger."""
        entry = Record(f"{kind}.{key}", kind, str(day), day, text, "the ledger of forecasts", day)
        return say("{entry}", entry=register.record(entry))

    def who(name: str) -> Sentence:
        return named(name, "forecaster", name)

    authors = answer.frame()
    rows = []
    for row in authors.iter_rows(named=True):
        name = row["author"]
        rows.append(
            (
                who(name),
                cell(f"scored.{name}", f"Forecasts scored, {name}", row["scored"], "count"),
                cell(f"open.{name}", f"Open, {name}", row["open"], "count"),
                cell(f"void.{name}", f"Void, {name}", row["void"], "count"),
                cell(f"brier.{name}", f"Brier score, {name}", row["brier"], "score"),
                cell(f"brier-time.{name}", f"Brier score, time average, {name}", row["brier_time"], "score"),
                cell(f"brier-base.{name}", f"Brier score of the base rates, {name}", row["brier_base_rate"], "score"),
                cell(f"common.{name}", f"Questions in common, {name}", row["common"], "count"),
                cell(f"brier-common.{name}", f"Brier score on common questions, {name}", row["brier_common"], "score"),
            )
        )
    header = (
        "Forecaster", "Scored", "Open", "Void", "Brier", "Over time", "Base rates", "In common", "Brier, common",
    )  # fmt: skip
    late = sum(one.status == "retrospective" for one in answer.forecasts)
    brought = sum(one.forecast.origin is not None and one.forecast.author != POOL for one in answer.forecasts)
    blocks: list[Block] = [Grid("Scores by forecaster; 0 is perfect, and 0.25 is what 50% on everything scores", header,
                                tuple(rows), "lrrrrrrrr")]  # fmt: skip
    if late:
        count = figure("retrospective", "Forecasts made after their window opened", late, "count")
        blocks.append(Paragraph(say("{n} made after the window had opened: not scored.", n=count)))
    if brought:
        count = figure("imported", "Imported forecasts", brought, "count")
        blocks.append(Paragraph(say("{n} imported: their times are those of the platform's file.", n=count)))
    sections = [Section("scores", "Scores", tuple(blocks))] if rows else []
    bins = answer.calibration()
    if bins.height:
        chart = Chart(
            "calibration", "calibration", "How often what was forecast happened",
            say("For each range of probabilities, how often the events happened that had been given one in it."),
            tuple(
                {
                    "series": row["author"], "label": f"{row['from']:.0%} to {row['to']:.0%}", "n": row["n"],
                    "forecast": row["forecast"], "value": row["observed"], "lo": row["lo"], "hi": row["hi"],
                }
                for row in bins.iter_rows(named=True)
            ),
        )  # fmt: skip
        sections.append(Section("calibration", "Calibration", (chart,)))
    questions = answer.questions()
    if questions.height:
        sections.append(Section("questions", "Questions", (_questions(questions.to_dicts(), cell, named),)))
    return Document(
        title="Ledger of forecasts",
        kind="scores of forecasts whose outcome is known",
        names=tuple(authors["author"].to_list()),
        as_of=day,
        sections=tuple(sections),
        sources=(),
        figures=register.figures,
        records=register.records,
    )


def _questions(rows: list[dict[str, Any]], cell: Any, named: Any) -> Grid:
    """Return a row for each author and question."""
    words = {1.0: "yes", 0.0: "no"}
    body = []
    for row in rows:
        key = f"{row['question']}.{row['author']}"
        outcome = say(row["status"]) if row["outcome"] is None else None
        if outcome is None and row["outcome"] in words and row["probability"] is not None:
            outcome = say(words[row["outcome"]])
        outcome = outcome or cell(f"outcome.{key}", f"Outcome, {row['text']}", row["outcome"], "index")
        body.append(
            (
                named(row["question"], "question", row["text"]), named(row["author"], "forecaster", row["author"]),
                say("{day}", day=row["last"]),
                cell(f"probability.{key}", f"Probability, {row['text']}", row["probability"], "probability"),
                outcome,
                cell(f"brier.{key}", f"Brier score, {row['text']}", row["brier"], "score"),
            )
        )  # fmt: skip
    return Grid("The forecasts that count", ("Question", "Forecaster", "By", "Chance", "Outcome", "Brier"),
                tuple(body), "lllrlr")  # fmt: skip
