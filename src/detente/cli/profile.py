"""The verb profile: what a state weighs, whom its acts go to, and whom it is aligned with, over time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.characters import csv_text, json_text
from detente.cli.options import as_of_option, json_option, scheme_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph, say, write_file

if TYPE_CHECKING:
    import polars as pl

    from detente.answers.profiles import Profile

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
@click.option("--beside", metavar="STATE", help="Set another state's capabilities beside its own.")
@click.option(
    "--over", metavar="GROUP|STATES", help="Compare the two states' pull on a group, or on states between commas."
)
@scheme_option
@as_of_option
@click.option("--since", type=int, metavar="YEAR", help="First year to show.")
@click.option("--events", default="icews-yearly", show_default=True, metavar="DATASET", help="Dataset of events.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a .csv or .json file.")
@json_option
@click.pass_context
def profile(
    ctx: click.Context, *, state: str, beside: str | None, over: str | None, scheme: str | None,
    as_of: date | None, since: int | None, events: str, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Show what a state weighs, heeds and is aligned with.

    With --beside and --over it compares two states' pull on others: trade, votes, conduct, pacts and visits.
    """
    if over is not None and beside is None:
        ctx.fail("--over compares the pull of two states; name the other with --beside")
    from detente.answers.profiles import profile as profile_of  # noqa: PLC0415 - likewise
    from detente.answers.profiles import pulls  # noqa: PLC0415 - likewise
    from detente.dates import as_of_day  # noqa: PLC0415 - heavy, only used here
    from detente.identity import display_name  # noqa: PLC0415
    from detente.identity.dyads import resolve_states  # noqa: PLC0415 - heavy, only used here

    day = as_of_day(as_of)
    (state,) = resolve_states([state], day, scheme)
    if beside is not None:
        (beside,) = resolve_states([beside], day, scheme)
    if over is not None and beside is not None:
        third = [resolve_states([part.strip()], day, scheme)[0] for part in over.split(",")] if "," in over else over
        frame = pulls([state, beside], third, as_of=as_of, since=since, events=events)
        _give({"pull": frame}, frame.to_dicts(), _pull_tables(frame), output, as_json=as_json)
        return
    found = profile_of(state, beside=beside, as_of=as_of, since=since, events=events)
    other = None if beside is None else display_name(beside, day)
    _give(found.parts, found.as_dict(), _tables(found, other), output, as_json=as_json)


def _give(
    parts: dict[str, pl.DataFrame], data: object, tables: list[str], output: Path | None, *, as_json: bool
) -> None:
    if output is not None:
        _write(parts, data, output)
        say(f"wrote {output}")
    if as_json:
        emit_json(data)
    elif output is None:
        emit("\n\n".join(tables))


def _write(parts: dict[str, pl.DataFrame], data: object, output: Path) -> None:
    from detente.errors import UsageError  # noqa: PLC0415

    if output.suffix == ".json":
        write_file(output, json_text(data, default=str) + "\n")
    elif output.suffix == ".csv":
        import polars as pl  # noqa: PLC0415

        named = [f.select(pl.lit(name).alias("part"), pl.all()) for name, f in parts.items() if not f.is_empty()]
        write_file(output, csv_text(pl.concat(named, how="diagonal")))
    else:
        raise UsageError(
            f"a profile can't be written as {output.suffix or 'a file without suffix'}; use .csv or .json",
            value=output.suffix,
        )


def _tables(found: Profile, beside: str | None) -> list[str]:
    parts = [
        _capabilities(found.capabilities, beside),
        _latest(found.attention, "Reported acts went to", "share", "{:.1%}", "of all"),
        _pacts(found.pacts, found.pacts_reach),
        _latest(found.votes, "Votes in the General Assembly agree most with", "raw", "{:.2f}", "agreement"),
        _latest(found.votes, "and least with", "raw", "{:.2f}", "agreement", last=True),
        _ideal_points(found.ideal_points),
    ]
    return [*(part for part in parts if part), paragraph(f"As known on {found.as_of}.")]


def _capabilities(frame: pl.DataFrame, beside: str | None) -> str:
    if frame.is_empty():
        return ""
    rows = [row for row in frame.iter_rows(named=True) if row["period"].year % 5 == 0]
    last = frame.row(-1, named=True)
    rows += [last] if last not in rows else []
    if "ratio" not in frame.columns:
        body = [(str(r["period"].year), f"{r['share']:.1%}") for r in rows]
        return heading("Share of the world’s capabilities") + "\n" + grid(("year", "share"), body, "lr")
    body_ = [
        (
            str(r["period"].year),
            f"{r['share']:.1%}",
            "" if r["other"] is None else f"{r['other']:.1%}",
            "" if r["ratio"] is None else f"{r['ratio']:.2f}",
        )
        for r in rows
    ]
    return heading("Share of the world’s capabilities") + "\n" + grid(
        ("year", "share", str(beside), "ratio"), body_, "lrrr"
    )  # fmt: skip


def _latest(frame: pl.DataFrame, title: str, column: str, form: str, unit: str, *, last: bool = False) -> str:
    if frame.is_empty():
        return ""
    year = frame["period"].max()
    rows = frame.filter(frame["period"] == year)
    chosen = rows.tail(MOST).reverse() if last else rows.head(MOST)
    body = [(r["name"], form.format(r[column])) for r in chosen.iter_rows(named=True)]
    return heading(f"{title} ({year.year})") + "\n" + grid(("state", unit), body, "lr")  # type: ignore[union-attr]


def _pacts(frame: pl.DataFrame, reach: str | None) -> str:
    if frame.is_empty():
        return ""
    defence = frame.filter(frame["kind"] == "defence")
    how_far = f"; {reach}" if reach else ""
    if defence.is_empty():
        return heading("Defence pacts") + "\n" + paragraph(f"none on record{how_far}", "  ")
    from detente.catalog import at_precision  # noqa: PLC0415

    body = [(r["name"], at_precision(r["start"], r["precision"]), r["title"]) for r in defence.iter_rows(named=True)]
    return heading(f"Defence pacts in force{how_far}") + "\n" + grid(("with", "since", "text"), body, "lll")


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


def _pull_tables(frame: pl.DataFrame) -> list[str]:
    parts = []
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
        parts.append(heading(str(channel)) + "\n" + grid(header, body, "l" + "r" * (len(header) - 1)))
    note = "Each channel has its own scale; a blank is not covered. See the page on third states in the documentation."
    return [*parts, paragraph(note)]


def _cell(value: float | None, channel: str) -> str:
    if value is None:
        return ""
    form = {"trade": "{:.1%}", "visits": "{:.1%}", "votes": "{:.2f}", "temperature": "{:+.2f}"}.get(channel, "{:.0f}")
    return form.format(value).replace("-", "−")
