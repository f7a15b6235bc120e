"""``detente assess``: a brief on two states."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.answer_output import output_answer
from detente.cli.options import DAY, as_of_option, files_option, json_option, scheme_option
from detente.cli.output import notify, terminal_columns

if TYPE_CHECKING:
    from detente.brief import Assessment

__all__ = ["assess"]

NARROW, WIDE = 60, 100
# Of the allocator in Polars, read when Polars is imported: one arena for all its threads, which a brief hardly uses
ALLOCATOR = "narenas:1,lg_tcache_max:12"


@click.command(
    epilog="Example: detente assess Japan Russia --as-of 2015-09-01 -o brief.html",
)
@click.argument("states", nargs=-1, metavar="STATE STATE")
@click.option("--among", metavar="GROUP", help="Write briefs on all pairs of a group, such as quad, to a folder.")
@click.option(
    "--pairs",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write briefs on the pairs in a CSV file, two names or codes a row, to a folder.",
)
@scheme_option
@as_of_option
@click.option("--since", type=int, metavar="YEAR", help="First year to show; by default the first on record.")
@click.option("--horizon", type=int, default=3, show_default=True, metavar="YEARS", help="Years ahead, 1 to 10.")
@click.option("--events", default="conduct", show_default=True, metavar="DATASET", help="Dataset of events.")
@click.option(
    "--retrospect/--no-retrospect",
    default=True,
    help="Whether to score the outlook against later records, where there are any.",
)
@click.option("--record", is_flag=True, help="Add the judgements to the ledger of forecasts.")
@click.option("--retrospect-until", type=DAY, help="Last day of the records in the retrospect; by default today.")
@files_option(
    "Write a file (.html, .pdf, .docx, .md or .json) or, for a folder, every format but .docx.", metavar="PATH"
)
@json_option
def assess(
    *, states: tuple[str, ...], among: str | None, pairs: Path | None, outputs: tuple[Path, ...], as_json: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Assess relations between two states.

    The brief describes how they stand, how they got there and what is likely next. STATE is a name or a code. Nothing
    known after the as-of date is used, except in the retrospect.
    """
    os.environ.setdefault("_RJEM_MALLOC_CONF", ALLOCATOR)
    if among is not None or pairs is not None:
        from detente.cli.assess_pairs import write_pairs  # noqa: PLC0415 - only for many pairs

        write_pairs(states=states, among=among, pairs=pairs, outputs=outputs, as_json=as_json, **options)
        return
    if len(states) != 2:
        raise click.UsageError("give two states, or --among or --pairs; quote names of several words")
    from detente.brief import assess as answer_assess  # noqa: PLC0415 - heavy, and only used here

    brief = answer_assess(*states, **options)
    if options["record"]:
        from detente.ledger import verify  # noqa: PLC0415 - only on request

        notify(f"recorded in the ledger, whose head is now {verify().head}")
    output_answer(brief, _text(brief), outputs, as_json=as_json)


def _text(brief: Assessment) -> Iterator[str]:
    from detente.publish import terminal  # noqa: PLC0415 - heavy, and only used here

    styled = sys.stdout.isatty()
    width = min(max(terminal_columns(), NARROW), WIDE) if styled else 80
    colour = styled and click.get_current_context().color is not False
    yield terminal(brief, width=width, colour=colour).rstrip("\n")
