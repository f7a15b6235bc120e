"""``detente add``: a user's own facts, beside those that come with Detente or in their place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.options import json_option
from detente.cli.output import emit, emit_json, notify, paragraph
from detente.errors import DataError

if TYPE_CHECKING:
    from detente.ingestion.facts import AddedFacts

__all__ = ["add"]

LISTED = 8  # corrected rows listed by key
EXAMPLES = """\
\b
Examples:
  detente add facts mine.csv
  detente add facts mine.csv --report corrections.md
  detente data batches
  detente data remove BATCH
"""


@click.group()
def add() -> None:
    """Add or correct facts, such as pacts and acts."""


@add.command(epilog=EXAMPLES)
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--dataset", metavar="NAME", help="Name of the dataset; by default that of the file.")
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE", help="Write what to send to the project, as Markdown."
)
@json_option
@click.pass_context
def facts(ctx: click.Context, *, path: Path, dataset: str | None, report: Path | None, as_json: bool) -> None:
    """Add rows of facts from a CSV file, or correct rows that come with Detente.

    FILE has the columns of one table: pacts, pact_members, ruptures, disputes, dispute_rungs, sanctions, chronicle or
    assembly_votes (see the guide 'Add facts'). A row with the key of one that comes with Detente takes its place. Each
    row is kept, or rejected with the reason: see `detente data rejects`. The same file again changes nothing; new
    content at the same path is a new version.
    """
    from detente.ingestion.facts import add_facts  # noqa: PLC0415 - not needed for help

    answer = add_facts(path, dataset=dataset, report=report)
    if as_json:
        emit_json(answer.as_dict())
    else:
        emit(_text(answer))
    if report is not None:
        notify(f"wrote {report}")
    if answer.failed:
        ctx.exit(DataError.exit_code)


def _text(answer: AddedFacts) -> str:
    batch = answer.batch
    if batch.already:
        return paragraph(f"{batch.origin} was added before, as batch {batch.batch}; nothing changed.")
    rows = "row" if batch.rows_ok == 1 else "rows"
    added = f"Added {batch.rows_ok} {rows} to {batch.table}, as batch {batch.batch} of the dataset {batch.dataset}"
    counts = f"{len(answer.added)} new, {len(answer.corrected)} in place of rows that come with Detente"
    lines = [f"{added}: {counts}."]
    listed = list(answer.corrected)[:LISTED]
    if listed:
        more = len(answer.corrected) - len(listed)
        lines.append(f"Corrected: {', '.join(listed)}{f' and {more} more' if more else ''}.")
    if batch.rows_rejected:
        lines.append(f"{batch.rows_rejected} rejected; to list them: detente data rejects {batch.batch}")
    return "\n".join(paragraph(line) for line in lines)
