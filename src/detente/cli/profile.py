"""The verb profile: a state's capabilities, attention and alignments over time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.answer_output import output_answer
from detente.cli.options import as_of_option, json_option, output_option, scheme_option
from detente.cli.output import grid, heading, paragraph

if TYPE_CHECKING:
    import polars as pl

    from detente.answers.profile import Profile

__all__ = ["profile"]

MOST = 8  # partners or targets listed
EXAMPLES = """\
\b
Examples:
  detente profile Russia --as-of 2015-09-01
  detente profile Russia --beside China --since 1992
  detente profile Russia --beside China --over central-asia
  detente profile Japan --beside China --over "Vietnam,Philippines" -o pull.csv
"""


@click.command(epilog=EXAMPLES)
@click.argument("state", metavar="STATE")
@click.option("--beside", metavar="STATE", help="Compare with another state's capabilities.")
@click.option(
    "--over", metavar="GROUP|STATES", help="Compare the two states' pull on a group, or on states separated by commas."
)
@scheme_option
@as_of_option
@click.option("--since", type=int, metavar="YEAR", help="First year to show.")
@click.option("--events", default="conduct", show_default=True, metavar="DATASET", help="Dataset of events.")
@output_option
@json_option
def profile(*, state: str, outputs: tuple[Path, ...], as_json: bool, **options: Any) -> None:
    """Show a state's capabilities, attention and alignments.

    With --beside and --over it compares two states' pull on others: trade, votes, conduct, pacts and visits.
    """
    from detente.answers.profile import profile as answer_profile  # noqa: PLC0415 - heavy, and only used here
    from detente.answers.third_state_pull import ThirdStatePull  # noqa: PLC0415 - likewise

    answer = answer_profile(state, **options)
    text = _pull(answer.channels) if isinstance(answer, ThirdStatePull) else _text(answer)
    output_answer(answer, text, outputs, as_json=as_json)


def _text(answer: Profile) -> Iterator[str]:
    from detente.identity import display_name  # noqa: PLC0415

    other = None if answer.beside is None else display_name(answer.beside, answer.as_of)
    parts = [
        _capabilities(answer.capabilities, other),
        _latest(answer.attention, "Reported acts went to", "share", "{:.1%}", "of all"),
        _pacts(answer.pacts, answer.pacts_reach),
        _ruptures(answer.ruptures),
        _latest(answer.votes, "Votes in the General Assembly agree most with", "raw", "{:.2f}", "agreement"),
        _latest(answer.votes, "and least with", "raw", "{:.2f}", "agreement", last=True),
        _ideal_points(answer.ideal_points),
    ]
    yield from (part for part in parts if part)
    yield paragraph(f"As known on {answer.as_of}.")


def _capabilities(frame: pl.DataFrame, other: str | None) -> str:
    if frame.is_empty():
        return ""
    rows = [row for row in frame.iter_rows(named=True) if row["period"].year % 5 == 0]
    last = frame.row(-1, named=True)
    rows += [last] if last not in rows else []
    head: tuple[str, ...] = ("year", "share")
    body: list[tuple[str, ...]] = [(str(row["period"].year), f"{row['share']:.1%}") for row in rows]
    if "ratio" in frame.columns:
        head = (*head, str(other), "ratio")
        body = [
            (*cells, _form(row["other"], "{:.1%}"), _form(row["ratio"], "{:.2f}"))
            for cells, row in zip(body, rows, strict=True)
        ]
    return f"{heading('Share of the world’s capabilities')}\n{grid(head, body, 'l' + 'r' * (len(head) - 1))}"


def _form(value: float | None, form: str) -> str:
    return "" if value is None else form.format(value)


def _latest(frame: pl.DataFrame, title: str, column: str, form: str, unit: str, *, last: bool = False) -> str:
    if frame.is_empty():
        return ""
    year = frame["period"].max()
    rows = frame.filter(frame["period"] == year)
    chosen = rows.tail(MOST).reverse() if last else rows.head(MOST)
    body = [(r["name"], form.format(r[column])) for r in chosen.iter_rows(named=True)]
    return heading(f"{title} ({year.year})") + "\n" + grid(("state", unit), body, "lr")  # type: ignore[union-attr]


def _pacts(frame: pl.DataFrame, limits: str | None) -> str:
    if frame.is_empty():
        return ""
    defence = frame.filter(frame["kind"] == "defence")
    after = f"; {limits}" if limits else ""
    if defence.is_empty():
        return heading("Defence pacts") + "\n" + paragraph(f"none on record{after}", "  ")
    from detente.catalog import at_precision  # noqa: PLC0415

    body = [(r["name"], at_precision(r["start"], r["precision"]), r["title"]) for r in defence.iter_rows(named=True)]
    return heading(f"Defence pacts in force{after}") + "\n" + grid(("with", "since", "text"), body, "lll")


def _ruptures(frame: pl.DataFrame) -> str:
    if frame.is_empty():
        return ""
    from detente.catalog import at_precision  # noqa: PLC0415

    body = [(r["name"], at_precision(r["start"], r["precision"]), r["level"]) for r in frame.iter_rows(named=True)]
    title = heading("Diplomatic relations broken off or lowered, no end on record")
    return f"{title}\n{grid(('with', 'since', 'level'), body, 'lll')}"


def _ideal_points(frame: pl.DataFrame) -> str:
    if frame.is_empty():
        return ""
    body = [
        (str(r["session"]), str(r["period"].year), f"{r['mean']:+.2f}", f"{r['lo']:+.2f} to {r['hi']:+.2f}")
        for r in frame.tail(MOST).iter_rows(named=True)
    ]
    return heading("Ideal point in the General Assembly") + "\n" + grid(
        ("session", "year", "mean", "90% interval"), body, "llrr"
    )  # fmt: skip


def _pull(frame: pl.DataFrame) -> Iterator[str]:
    for (channel,), rows in frame.group_by("channel", maintain_order=True):
        years = rows["period"].unique().sort()
        last = years[-1]
        then = min(years, key=lambda day: abs(day.year - (last.year - 10)))
        cells = {(r["state"], r["power"], r["period"]): r["value"] for r in rows.iter_rows(named=True)}
        powers = rows["power"].unique(maintain_order=True).to_list()
        body = [
            (state, *(_cell(cells.get((state, power, day)), str(channel)) for power in powers for day in (then, last)))
            for state in rows["state"].unique(maintain_order=True)
        ]
        header = ("state", *(f"{power} {day.year}" for power in powers for day in (then, last)))
        yield f"{heading(str(channel))}\n{grid(header, body, 'l' + 'r' * (len(header) - 1))}"
    yield paragraph(
        "Each channel has its own scale; a blank is not covered. See the page on third states in the documentation."
    )


def _cell(value: float | None, channel: str) -> str:
    if value is None:
        return ""
    form = {"trade": "{:.1%}", "visits": "{:.1%}", "votes": "{:.2f}", "temperature": "{:+.2f}"}.get(channel, "{:.0f}")
    return form.format(value).replace("-", "−")
