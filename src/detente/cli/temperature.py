"""The verb temperature: how warm two states are toward each other, period by period, in both directions."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.answer_output import output_answer
from detente.cli.delayed_notice import DelayedNotice
from detente.cli.options import as_of_option, json_option, output_option, scheme_option
from detente.cli.output import grid, heading, notify, paragraph

if TYPE_CHECKING:
    import polars as pl

    from detente.answers.temperature import TemperatureAnswer

__all__ = ["temperature"]


def _split(_context: click.Context, _option: click.Parameter, value: str) -> list[str]:
    return [name for name in (part.strip() for part in value.split(",")) if name]


PRESS = " AI-GPR counts newspaper articles on risk, as a check: no temperature uses it."


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
@click.option(
    "--events",
    default="conduct",
    show_default=True,
    metavar="DATASET[,DATASET]...",
    callback=_split,
    help="Dataset of events, or several for one estimate from all of them.",
)
@output_option
@json_option
def temperature(*, first: str, second: str, outputs: tuple[Path, ...], as_json: bool, **options: Any) -> None:
    """Show how warm two states are toward each other.

    The temperature is in standard deviations from the average reported conduct between states; above zero is
    friendlier.
    """
    from detente.answers.temperature import temperature as answer_temperature  # noqa: PLC0415 - heavy, used only here

    with DelayedNotice(enabled=not as_json and sys.stderr.isatty()) as notice:
        answer = answer_temperature(first, second, progress=notice.announce, **options)
    for warning in answer.warnings:
        notify(f"warning: {warning}")
    output_answer(answer, _text(answer), outputs, as_json=as_json)


def _text(answer: TemperatureAnswer) -> Iterator[str]:
    rows, freq = answer.estimates, answer.freq
    from detente.answers.temperature_warnings import sources_note  # noqa: PLC0415 - likewise

    several, note = len(answer.datasets) > 1, sources_note(answer.datasets, answer.coded)
    press = not rows["ai_gpr"].is_null().all()
    for names, toward in rows.group_by("source_name", "target_name", maintain_order=True):
        part = bool((toward["covered"].fill_null(1.0) < 1).any())
        table: list[tuple[str, ...]] = [
            (freq, "days covered", "temperature", "90% interval", "standing", "level", "from", "AI-GPR")
        ]
        table += [_cells(row, freq) for row in toward.iter_rows(named=True)]
        shown = [i for i in range(8) if (part or i != 1) and (several or i != 6) and (press or i != 7)]
        header, *body = [tuple(line[i] for i in shown) for line in table]
        yield heading(" → ".join(str(name) for name in names))
        yield grid(header, body, "".join("lrrrrllr"[i] for i in shown))
    levels = rows["level"].drop_nulls().to_list()
    yield paragraph(
        f"As known on {max(rows['known_on'].to_list())}. Above 0 is friendlier than the average reported conduct "
        f"between states.{_level_note(levels)}{_coverage_note(rows, freq)}{f' {note}' if note else ''}"
        f"{PRESS if press else ''}"
    )


def _cells(row: dict[str, Any], freq: str) -> tuple[str, ...]:
    from detente.answers.temperature_warnings import part_share, period_name  # noqa: PLC0415 - likewise

    name, covered, datasets = period_name(row["period"], freq), part_share(row["covered"]), ", ".join(row["datasets"])
    press = "" if row["ai_gpr"] is None else f"{row['ai_gpr']:.1f}"
    if row["mean"] is None:
        return name, covered, "", "", "", "not covered", datasets, press
    standing = "" if row["standing"] is None else _signed(row["standing"])
    return (
        name,
        covered,
        _signed(row["mean"]),
        f"{_signed(row['lo'])} to {_signed(row['hi'])}",
        standing,
        row["level"],
        datasets,
        press,
    )


def _coverage_note(rows: pl.DataFrame, freq: str) -> str:
    """Explain the share of days covered, if some period is covered in part."""
    if not (rows["covered"].fill_null(1.0) < 1).any():
        return ""
    return (
        f" Days covered: the share of the {freq}’s days for which the dataset has records; what it shows of a {freq} "
        "covered in part is about those days alone."
    )


def _level_note(levels: Sequence[str]) -> str:
    """Explain words that name two levels or none, if there are any."""
    two = any(" or " in word for word in levels)
    unclear = any(word == "unclear" for word in levels)
    if not (two or unclear):
        return ""
    note = " A level is named where it is at least likely (55%)"
    note += "; two are named where only the two together are" if two else ""
    return note + ("; unclear: the interval is too wide." if unclear else ".")


def _signed(value: float) -> str:
    text = f"{value:+.2f}"
    return (text.lstrip("+-") if float(text) == 0 else text).replace("-", "−")
