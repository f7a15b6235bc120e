"""The verb temperature: how warm one state is toward another, period by period, in both directions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.characters import csv_text, json_text
from detente.cli.estimating import Estimating
from detente.cli.options import as_of_option, json_option, scheme_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph, say, write_file

if TYPE_CHECKING:
    import polars as pl

__all__ = ["temperature"]

COLUMNS = ("source", "target", "period", "covered", "mean", "lo", "hi", "level", "standing", "known_on")


@click.command(
    epilog="Example: detente temperature China Japan --since 2010",
)
@click.argument("first", metavar="STATE")
@click.argument("second", metavar="STATE")
@scheme_option
@as_of_option
@click.option("--since", type=int, metavar="YEAR", help="First year to show.")
@click.option(
    "--score", type=click.Choice(["all", "words", "deeds"]), default="all", show_default=True, help="Which acts count."
)
@click.option(
    "--freq",
    type=click.Choice(["year", "quarter", "month", "week"]),
    default="year",
    show_default=True,
    help="Length of a period.",
)
@click.option("--events", default="icews-yearly", show_default=True, metavar="DATASET", help="Dataset of events.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a .csv or .json file.")
@json_option
def temperature(
    *, first: str, second: str, scheme: str | None, as_of: date | None, since: int | None, score: str,
    freq: str, events: str, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Show how warm two states are toward each other.

    The temperature is in standard deviations from the average reported conduct between states; above zero is
    friendlier.
    """
    from detente.answers.temperatures import temperatures  # noqa: PLC0415 - likewise
    from detente.dates import as_of_day  # noqa: PLC0415 - heavy, and only used here
    from detente.identity.dyads import resolve_dyad  # noqa: PLC0415 - heavy, and only used here

    first, second = resolve_dyad(first, second, as_of_day(as_of), scheme)
    with Estimating(show=not as_json and sys.stderr.isatty()) as progress:
        frame = temperatures(
            first, second, as_of=as_of, since=since, score=score, freq=freq, events=events, tell=progress.tell,
            warn=lambda line: say(f"warning: {line}"),
        )  # fmt: skip
    if output is not None:
        _write(frame, output)
        say(f"wrote {output}")
    if as_json:
        emit_json(frame.select(COLUMNS).to_dicts())
    elif output is None:
        emit("\n\n".join(_tables(frame, freq)))


def _write(frame: pl.DataFrame, output: Path) -> None:
    from detente.errors import UsageError  # noqa: PLC0415

    match output.suffix:
        case ".csv":
            write_file(output, csv_text(frame.select(COLUMNS)))
        case ".json":
            write_file(output, json_text(frame.select(COLUMNS).to_dicts(), default=str) + "\n")
        case other:
            raise UsageError(
                f"a temperature can't be written as {other or 'a file without suffix'}; use .csv or .json", value=other
            )


def _tables(frame: pl.DataFrame, freq: str) -> list[str]:
    parts = []
    for names, rows in frame.group_by("source_name", "target_name", maintain_order=True):
        parts.append(heading(" → ".join(str(name) for name in names)))
        part = bool((rows["covered"].fill_null(1.0) < 1).any())
        table = [(freq, "days covered", "temperature", "90% interval", "standing", "level")]
        table += [_cells(r, freq) for r in rows.iter_rows(named=True)]
        header, *body = table if part else [(first, *rest) for first, _, *rest in table]
        parts.append(grid(header, body, "lrrrrl" if part else "lrrrl"))
    known = max(frame["known_on"].to_list())
    said = f"As known on {known}. Above 0 is friendlier than the average reported conduct between states."
    parts.append(paragraph(f"{said}{_of_words(frame['level'].drop_nulls().to_list())}{_of_parts(frame, freq)}"))
    return parts


def _cells(row: dict[str, Any], freq: str) -> tuple[str, str, str, str, str, str]:
    from detente.answers.warnings import part_share, period_name  # noqa: PLC0415

    name, covered = period_name(row["period"], freq), part_share(row["covered"])
    if row["mean"] is None:
        return name, covered, "", "", "", "not covered"
    standing = "" if row["standing"] is None else _signed(row["standing"])
    return name, covered, _signed(row["mean"]), f"{_signed(row['lo'])} to {_signed(row['hi'])}", standing, row["level"]


def _of_parts(frame: pl.DataFrame, freq: str) -> str:
    """Return what a share of days means, where some period is covered in part."""
    if not (frame["covered"].fill_null(1.0) < 1).any():
        return ""
    return (
        f" Days covered: the share of the {freq}’s days of which the dataset has records; what it says of a {freq} "
        "covered in part is about those days alone."
    )


def _of_words(levels: Sequence[str]) -> str:
    """Return what words that name no one level mean, where there are any."""
    two = any(" or " in word for word in levels)
    unclear = any(word == "unclear" for word in levels)
    if not (two or unclear):
        return ""
    said = " A level is named where it is at least likely (55%)"
    said += "; two are, where they are so only together" if two else ""
    return said + ("; unclear: the interval is too wide to tell." if unclear else ".")


def _signed(value: float) -> str:
    text = f"{value:+.2f}"
    return (text.lstrip("+-") if float(text) == 0 else text).replace("-", "−")
