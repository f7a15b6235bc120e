"""``detente assess --among GROUP`` and ``--pairs FILE``: briefs on many pairs, written to a folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.output import emit, emit_json, notify
from detente.number_text import number_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["write_pairs"]

FAILED = 3
ONE_PAIR = ("retrospect_until", "record")  # options of a brief on one pair alone


def write_pairs(
    *, states: tuple[str, ...], among: str | None, pairs: Path | None, outputs: tuple[Path, ...], as_json: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Write briefs on the pairs of a group or file; `states` are those named beside, of which there may be none."""
    if states:
        raise click.UsageError("--among and --pairs choose the states; leave out the names, or the option")
    if among is not None and pairs is not None:
        raise click.UsageError("give --among or --pairs, not both")
    if len(outputs) != 1:
        raise click.UsageError("briefs on many pairs go to one folder; name it, as in: -o briefs")
    if given := [name for name in ONE_PAIR if options.pop(name, None)]:
        raise click.UsageError(f"--{given[0].replace('_', '-')} is for one pair")
    from detente.brief.many_pairs import assess_pairs  # noqa: PLC0415 - heavy, and only used here

    with _progress() as progress:
        done = assess_pairs(pairs or (), among=among, output=outputs[0], progress=progress, **options)
    lost = [f"{pairs}, line {row.line}: {row.reason}" for row in done.rejected]
    for reason in (*lost, *(f"{' and '.join(row['names'])}: {row['error']}" for row in done.rows if row["error"])):
        notify(reason)
    if as_json:
        emit_json(done.as_dict())
    else:
        written = number_of(len(done.written), "pair")
        emit(f"Wrote briefs on {written} to {done.folder}; open {done.folder / 'index.html'}")
    if done.failed:
        notify(f"most rows of {pairs} are no pairs of states: was it read in the right format?")
        click.get_current_context().exit(FAILED)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Yield what shows the number of pairs done as a bar; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        bars: list[Any] = []

        def show(done: int, total: int) -> None:
            if not bars:
                shown: Any = click.progressbar(length=total, label="Briefs", file=sys.stderr, show_pos=True)
                bars.append(stack.enter_context(shown))
            bars[0].update(done - bars[0].pos)

        yield show
