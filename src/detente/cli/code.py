"""``detente code``: dated acts between states from texts."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.answer_output import write_outputs
from detente.cli.cube_update import no_cube_option, report_counted
from detente.cli.options import files_option, json_option, settings_of
from detente.cli.output import emit, emit_json, grid, heading, notify, paragraph
from detente.cli.progress_line import ProgressLine
from detente.errors import DataError
from detente.number_text import number_of

if TYPE_CHECKING:
    from detente.ingestion.code import CodeAnswer

__all__ = ["code"]

FEW = 40  # acts and rejects shown
EXAMPLES = """\
\b
Examples:
  detente code notes.txt                         the acts, as a table
  detente code news.csv -o acts.csv              all of them, in a file
  detente code news.jsonl --dataset mine         into the store, as events too
  detente code notes.txt --explain               each sentence, marked
  grep Kuril notes.txt | detente code -          standard input

A table (CSV, Parquet) or JSON (lines or a list) has date (YYYY-MM-DD) and text, and may have id, known_on, topic, page
and revision. In plain text each line is a text, and a date at the beginning of a line is that of the line and of those
after it:

\b
  2015-03-14
  Norway condemns Chile.
  2015-03-15  Norway and Chile sign a treaty.

The texts are in English. A text without a date or with an invalid one, an empty text and one of more than 100,000
characters are rejected, with the reason. Every other text is coded; most have no act between states.
"""


@click.command(epilog=EXAMPLES)
@click.argument("file", metavar="FILE|-")
@click.option("--dataset", metavar="NAME", help="Put texts, acts and the acts as events into the store, as NAME.")
@click.option(
    "--sentences",
    type=click.IntRange(1),
    default=4,
    show_default=True,
    metavar="N",
    help="How many sentences of each text are read.",
)
@click.option("--explain", is_flag=True, help="Show each act's sentence with what matched marked.")
@no_cube_option
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="What codes: this machine, or Spark, which reads a Parquet file or folder.",
)
@click.option("--master", default="local[*]", show_default=True, metavar="URL", help="Spark: its master, such as yarn.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Spark: a configuration key; repeatable.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@files_option("Write the acts (.csv, .parquet), or what --json prints (.json).")
@json_option
@click.pass_context
def code(
    ctx: click.Context,
    /,
    file: str,
    *,
    explain: bool,
    settings: tuple[str, ...],
    quiet: bool,
    outputs: tuple[Path, ...],
    as_json: bool,
    **options: Any,
) -> None:
    """Code dated acts between states from texts in English.

    FILE holds dated texts: CSV, Parquet, JSON, JSON lines or plain text; - is standard input. Who did what to whom is
    read by rules, and each act names the rule and the words it matched.
    """
    from detente.ingestion.code import code as verb  # noqa: PLC0415 - not needed for help

    if explain and options["engine"] == "spark":
        ctx.fail("--explain needs the texts, which stay with Spark; leave out --engine spark")
    with ProgressLine("text", enabled=not (quiet or as_json)) as line:
        answer = verb(file, **options, settings=settings_of(settings), progress=line.add)
    in_text = write_outputs(answer, outputs, as_json=as_json)
    if as_json:
        emit_json({**answer.as_dict(), **({"explanations": _explained(answer)} if explain else {})})
    else:
        shown = [] if not in_text else _explanations(answer) if explain else _acts(answer)
        if parts := [*shown, *_rejects(answer), *_stored(answer)]:
            emit("\n\n".join(parts))
        notify(_summary(answer))
        if not quiet:
            report_counted(answer.counted)
    if answer.failed:
        ctx.exit(DataError.exit_code)


def _acts(answer: CodeAnswer) -> list[str]:
    columns = ("date", "source", "target", "plover", "quad", "matched")
    rows = answer.acts.select(columns).head(FEW).rows()
    if not rows:
        return ["No act between two states was found."]
    more = f", the first {FEW} of {answer.acts.height:,}; -o FILE writes all" if answer.acts.height > FEW else ""
    title = heading(f"Acts{more}")
    return [f"{title}\n{grid(('date', 'source', 'target', 'type', 'quad', 'words'), rows, 'llllll')}"]


def _explanations(answer: CodeAnswer) -> list[str]:
    parts = []
    for line, day, acts in answer.explanations():
        shown: list[str] = []
        for sentence, of_sentence in groupby(acts, key=lambda act: act[1]):
            shown += [paragraph(sentence, "  "), *(paragraph(what, "    ") for what, _ in of_sentence)]
        parts.append("\n".join([heading(f"Line {line}, {day}"), *shown]))
    return parts or ["No act between two states was found."]


def _explained(answer: CodeAnswer) -> list[dict[str, Any]]:
    return [
        {"line": line, "date": day, "acts": [{"act": what, "sentence": sentence} for what, sentence in acts]}
        for line, day, acts in answer.explanations()
    ]


def _rejects(answer: CodeAnswer) -> list[str]:
    if answer.rejects.is_empty():
        return []
    rows = [
        (line, column or "line", reason if value is None else f"{value[:60]!r} {reason}")
        for line, column, value, reason in answer.rejects.head(FEW).iter_rows()
    ]
    more = f", the first {FEW} of {answer.rejects.height:,}" if answer.rejects.height > FEW else ""
    return [f"{heading(f'Rejected{more}')}\n{grid(('line', 'column', 'reason'), rows, 'rll')}"]


def _stored(answer: CodeAnswer) -> list[str]:
    done = answer.ingested
    if done is None:
        return []
    if done.failures:
        return [paragraph(f"{name}: {why}.") for name, why in done.failures]
    if done.already:
        return [f"{done.dataset} has these texts already; nothing was changed."]
    version = " as a new version" if done.new_versions else ""
    texts, acts = number_of(done.texts_kept, "text"), number_of(done.acts, "act")
    return [paragraph(f"Ingested into {done.dataset}{version}: {texts}, {acts}, {done.texts_rejected:,} rejected.")]


def _summary(answer: CodeAnswer) -> str:
    acts, texts = number_of(answer.acts.height, "act"), number_of(answer.texts_in, "text")
    return f"{acts} in {texts}, {answer.rejects.height:,} rejected"
