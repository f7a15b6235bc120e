"""``detente ledger``: forecasts written down before the outcome, and their scores."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.options import DAY, FIRST_DAY, LAST_DAY, as_of_option, json_option, output_option
from detente.cli.output import emit, emit_json, grid, notify, paragraph
from detente.errors import DataError

if TYPE_CHECKING:
    import polars as pl

    from detente.ledger import ImportAnswer, LedgerAnswer, RecordedAnswer, ScoreAnswer, VerifyAnswer

__all__ = ["ledger"]

LISTED = 8  # rejects and faults that are listed
EXAMPLES = """\
\b
Examples:
  detente ledger add "Japan and Russia hold a summit" --until 2030 --probability 20%
  detente ledger add "China and India clash" --until 2027 --word unlikely
  detente ledger resolve
  detente ledger score -o ledger.html
"""


class Share(click.ParamType):  # type: ignore[type-arg]
    """A probability: 0.2 or 20%."""

    name = "P"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the probability, or fail with how one is written."""
        try:
            return float(value[:-1]) / 100 if isinstance(value, str) and value.endswith("%") else float(value)
        except ValueError:
            self.fail(f"invalid probability {value!r}: expected 0.2 or 20%", param, ctx)


class Between(click.ParamType):  # type: ignore[type-arg]
    """A range of probabilities: 0.1-0.3 or 10-30%."""

    name = "P-P"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, float]:
        """Return both ends, or fail with how a range is written."""
        low, dash, high = str(value).replace("–", "-").partition("-")
        if not dash:
            self.fail(f"invalid range {value!r}: expected 0.1-0.3 or 10-30%", param, ctx)
        low = f"{low}%" if high.endswith("%") and not low.endswith("%") else low
        return SHARE.convert(low, param, ctx), SHARE.convert(high, param, ctx)


class Quantiles(click.ParamType):  # type: ignore[type-arg]
    """Quantiles of a number: 0.1=3,0.5=5,0.9=9."""

    name = "LEVEL=X,…"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, float]:
        """Return quantiles by level, or fail with how they are written."""
        found = {}
        for part in str(value).split(","):
            level, equals, number = part.partition("=")
            try:
                found[level.strip()] = float(number)
            except ValueError:
                equals = ""
            if not equals:
                self.fail(f"invalid quantile {part!r}: expected a level and a number, as 0.5=12", param, ctx)
        return found


SHARE = Share()


@click.group(invoke_without_command=True, epilog=EXAMPLES)
@json_option
@click.pass_context
def ledger(ctx: click.Context, *, as_json: bool) -> None:
    """Write down forecasts, and score them.

    Without a subcommand, list the entries. A forecast counts if it was written before its window opened.
    """
    if ctx.invoked_subcommand is None:
        from detente.ledger import entries  # noqa: PLC0415 - not needed for help

        _show(entries(), as_json=as_json)


@ledger.command(
    epilog='Example: detente ledger add "Iran and the United States sign an accord" --until 2027 --word unlikely'
)
@click.argument("text")
@click.option("--until", type=LAST_DAY, required=True, help="Last day of the window; a year means its last.")
@click.option("--since", type=FIRST_DAY, help="First day of the window; by default today.")
@click.option("--probability", type=SHARE, help="Of the event: 0.2 or 20%.")
@click.option("--between", type=Between(), help="A range of probabilities: 10-30%.")
@click.option("--word", metavar="WORD", help="A probability word of ICD 203, such as 'very likely'.")
@click.option("--quantiles", type=Quantiles(), help="Of a number: 0.1=3,0.5=5,0.9=9.")
@click.option("--author", metavar="NAME", help="By default DETENTE_AUTHOR, or the login name.")
@click.option("--rule", metavar="TEXT", default="", help="What settles the question.")
@click.option("--base-rate", type=SHARE, help="Chance of such events.")
@click.option("--condition", metavar="TEXT", help="What must happen for the forecast to count.")
@click.option("--question", metavar="ID", help="Another forecast of this question, or an id of your own.")
@as_of_option
@json_option
def add(*, text: str, as_json: bool, **options: Any) -> None:
    """Add a forecast of an event, TEXT, or of a number."""
    from detente.ledger import add as verb  # noqa: PLC0415 - not needed for help

    _written(verb(text, **options), as_json=as_json)


@ledger.command("list", epilog="Example: detente ledger list --status open")
@click.option("--status", type=click.Choice(("all", "open", "decided")), default="all", help="Of the question.")
@click.option("--author", metavar="NAME", help="Forecasts of one author.")
@json_option
def list_entries(*, as_json: bool, **options: Any) -> None:
    """List the entries."""
    from detente.ledger import entries  # noqa: PLC0415 - not needed for help

    _show(entries(**options), as_json=as_json)


@ledger.command(epilog="Example: detente ledger resolve q-1a2b3c4d --outcome yes --on 2027-03-01 --document 'Kyodo, …'")
@click.argument("question", required=False)
@click.option("--outcome", metavar="OUTCOME", help="yes, no, void or a number.")
@click.option("--on", type=DAY, help="Day of the decision; by default the window's last, or today.")
@click.option("--document", metavar="TEXT", help="The public document that states it.")
@click.option("--note", metavar="TEXT", help="For one, why a question is void.")
@json_option
def resolve(*, question: str | None, as_json: bool, **options: Any) -> None:
    """Resolve QUESTION by hand, or all questions that the records decide."""
    from detente.ledger import resolve as verb  # noqa: PLC0415 - not needed for help

    _written(verb(question, **options), as_json=as_json)


@ledger.command(epilog="Example: detente ledger score --pool -o ledger.html")
@click.option("--authors", metavar="NAME,NAME", default="", help="Compare these, on the questions they have in common.")
@click.option("--pool", is_flag=True, help="Add a pool: the mean of the authors' log-odds.")
@as_of_option
@output_option
@json_option
def score(*, authors: str, pool: bool, as_of: date | None, outputs: tuple[Path, ...], as_json: bool) -> None:
    """Score the forecasts whose questions are decided."""
    from detente.cli.answer_output import output_answer  # noqa: PLC0415 - not needed for help
    from detente.ledger import score as verb  # noqa: PLC0415 - likewise

    names = tuple(name.strip() for name in authors.split(",") if name.strip())
    answer = verb(authors=names, pool=pool, as_of=as_of)
    _warn(answer.faults)
    output_answer(answer, _scores(answer), outputs, as_json=as_json)


@ledger.command(epilog="Example: detente ledger verify --head 3f2a9c01")
@click.option("--head", metavar="DIGEST", help="A head kept elsewhere: finds lines cut off, or a ledger written anew.")
@json_option
@click.pass_context
def verify(ctx: click.Context, *, head: str | None, as_json: bool) -> None:
    """Check that no line was changed, cut or added in between."""
    from detente.ledger import verify as verb  # noqa: PLC0415 - not needed for help

    answer = verb(head=head)
    if as_json:
        emit_json(answer.as_dict())
    else:
        emit(_checked(answer))
    if answer.faults:
        ctx.exit(DataError.exit_code)


@ledger.command(epilog="Example: detente ledger export ledger.csv")
@click.argument("output", type=click.Path(path_type=Path), metavar="FILE")
@json_option
def export(*, output: Path, as_json: bool) -> None:
    """Write the entries to FILE: .csv, .parquet, or .jsonl for the lines as they are."""
    from detente.ledger import export as verb  # noqa: PLC0415 - not needed for help

    answer = verb(output)
    _warn(answer.contents.faults)
    notify(f"wrote {output}")
    if as_json:
        emit_json(answer.as_dict())


@ledger.command("import", epilog="Example: detente ledger import forecast_data.csv question_data.csv")
@click.argument("forecasts", type=click.Path(path_type=Path))
@click.argument("questions", type=click.Path(path_type=Path))
@json_option
@click.pass_context
def import_csv(ctx: click.Context, *, forecasts: Path, questions: Path, as_json: bool) -> None:
    """Import FORECASTS of Metaculus or the Good Judgment Project, with the file of their QUESTIONS."""
    from detente.ledger import import_csv as verb  # noqa: PLC0415 - not needed for help

    answer = verb(forecasts, questions)
    if as_json:
        emit_json(answer.as_dict())
    else:
        emit(_imported(answer))
    if answer.rows and not answer.entries and not answer.known:
        ctx.exit(DataError.exit_code)


def _written(answer: RecordedAnswer, *, as_json: bool) -> None:
    if as_json:
        emit_json(answer.as_dict())
        return
    rows = answer.frame().to_dicts()
    lines = []
    for row in rows:
        if row["kind"] == "forecast":
            lines.append(
                f"{row['question']}: {row['text']}, {row['first']} to {row['last']}: {_chance(row)}, {row['author']}."
            )
        else:
            lines.append(f"{row['question']}: {_outcome(row)}, decided on {row['decided_on']}.")
    if not rows:
        lines.append("Nothing new to write.")
    if answer.retrospective:
        lines.append("Retrospective: the window had opened before this was written, so it never counts.")
    if answer.open:
        lines.append(f"Open: {answer.open}.")
    if answer.head:
        lines.append(f"Head of the ledger: {answer.head}")
    emit("\n".join(paragraph(line) for line in lines))


def _show(answer: LedgerAnswer, *, as_json: bool) -> None:
    _warn(answer.contents.faults)
    if as_json:
        emit_json(answer.as_dict())
        return
    frame = answer.frame()
    if frame.is_empty():
        emit(paragraph("The ledger has no such entry. Add a forecast with: detente ledger add TEXT --until DAY"))
        return
    emit("\n\n".join(_entry(row) for row in frame.iter_rows(named=True)))


def _entry(row: dict[str, Any]) -> str:
    if row["kind"] == "resolution":
        document = f" ({row['document']})" if row["document"] else ""
        return paragraph(f"{row['question']}  {_outcome(row)}, decided on {row['decided_on']}{document}")
    late = "; retrospective" if row["retrospective"] else ""
    made = (row["made_at"] or row["recorded_at"]).date()
    return paragraph(
        f"{row['question']}  {row['text']}, {row['first']} to {row['last']}: {_chance(row)}, {row['author']}, "
        f"{made}{late}"
    )


def _chance(row: dict[str, Any]) -> str:
    if row["probability"] is not None:
        return f"{100 * row['probability']:.3g}%"
    if row["lo"] is None:
        return "quantiles"
    word = f"{row['word']}, " if row["word"] else ""
    return f"{word}{100 * row['lo']:.3g}–{100 * row['hi']:.3g}%"


def _outcome(row: dict[str, Any]) -> str:
    return {None: "void", 1.0: "yes", 0.0: "no"}.get(row["outcome"], f"{row['outcome']}")


def _scores(answer: ScoreAnswer) -> list[str]:
    frame = answer.frame()
    if frame.is_empty():
        return [paragraph("The ledger has no forecast. Add one with: detente ledger add TEXT --until DAY")]
    header = ("forecaster", "scored", "open", "void", "Brier", "over time", "base rates", "in common", "Brier")
    rows = [
        (
            row["author"], str(row["scored"]), str(row["open"]), str(row["void"]), _number(row["brier"]),
            _number(row["brier_time"]), _number(row["brier_base_rate"]), str(row["common"]),
            _number(row["brier_common"]),
        )
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    text = [grid(header, rows, "lrrrrrrrr")]
    bins = answer.calibration()
    if not bins.is_empty():
        text.append(grid(("forecaster", "range", "n", "forecast", "happened", "90% interval"), _bins(bins), "llrrrr"))
    late = sum(one.status == "retrospective" for one in answer.forecasts)
    if late:
        text.append(paragraph(f"{late} made after the window had opened: not scored."))
    return text


def _bins(bins: pl.DataFrame) -> list[tuple[str, ...]]:
    return [
        (
            row["author"], f"{row['from']:.0%}–{row['to']:.0%}", str(row["n"]), f"{row['forecast']:.0%}",
            f"{row['observed']:.0%}", f"{row['lo']:.0%}–{row['hi']:.0%}",
        )
        for row in bins.iter_rows(named=True)
    ]  # fmt: skip


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _checked(answer: VerifyAnswer) -> str:
    from detente.number_text import number_of  # noqa: PLC0415 - not needed for help

    lines = [f"{number_of(answer.lines, 'entry', 'entries')}, {number_of(len(answer.faults), 'fault')}."]
    lines += [f"Line {one.line}: {one.reason}." for one in answer.faults[:LISTED]]
    if len(answer.faults) > LISTED:
        lines.append(f"{len(answer.faults) - LISTED} more: --json lists them.")
    if answer.torn:
        lines.append("The last line is unfinished; it was never acknowledged, and the next write moves it aside.")
    if answer.head:
        lines.append(f"Head: {answer.head}")
    return "\n".join(paragraph(line) for line in lines)


def _imported(answer: ImportAnswer) -> str:
    counts = answer.as_dict()
    new = f"{counts['forecasts']} forecasts and {counts['resolutions']} resolutions"
    lines = [f"Imported {new} of {answer.platform}; {answer.known} known before, {len(answer.rejects)} rows rejected."]
    lines += [f"{one.file}, line {one.line}: {one.reason}." for one in answer.rejects[:LISTED]]
    if len(answer.rejects) > LISTED:
        lines.append(f"{len(answer.rejects) - LISTED} more: --json lists them.")
    return "\n".join(paragraph(line) for line in lines)


def _warn(faults: Any) -> None:
    if faults:
        from detente.number_text import number_of  # noqa: PLC0415 - not needed for help

        notify(f"Warning: {number_of(len(faults), 'fault')} in the ledger; see detente ledger verify")
