"""The verb disputes: what two states dispute, at which rung it stood and when, and what the datasets record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.options import as_of_option, json_option, scheme_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph, say
from detente.cli.table_files import write_table

if TYPE_CHECKING:
    from detente.answers.disputes import Quarrels

__all__ = ["disputes"]

HOSTILITY = {1: "none", 2: "threat", 3: "display", 4: "use of force", 5: "war"}
DEATHS = {0: "none", 1: "1–25", 2: "26–100", 3: "101–250", 4: "251–500", 5: "501–999", 6: "1,000 or more"}
LATEST = 12  # incidents, militarised disputes and rungs listed
EXAMPLES = """\
\b
Examples:
  detente disputes Japan Russia --as-of 2015-09-01
  detente disputes China
  detente disputes India China --json
"""


@click.command(epilog=EXAMPLES)
@click.argument("states", nargs=-1, required=True, metavar="STATE [STATE]")
@click.option("--all", "every", is_flag=True, help="List all rungs, militarised disputes and incidents.")
@scheme_option
@as_of_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
    help="Write the records as .csv, .parquet or .json.",
)  # fmt: skip
@json_option
@click.pass_context
def disputes(
    ctx: click.Context, *, states: tuple[str, ...], every: bool, scheme: str | None, as_of: date | None,
    output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Show what two states dispute, and how hotly.

    First the disputes compiled by hand, in each party's words, with the rungs they stood at; then what the datasets
    in the store record: claims, rivalries, militarised disputes and incidents.
    """
    if len(states) > 2:
        ctx.fail("give one state, or two; quote names of several words")
    from detente.answers.disputes import quarrels  # noqa: PLC0415 - likewise
    from detente.dates import as_of_day  # noqa: PLC0415 - heavy, and only used here
    from detente.errors import NoAnswer  # noqa: PLC0415
    from detente.identity import display_name  # noqa: PLC0415
    from detente.identity.dyads import resolve_states  # noqa: PLC0415 - heavy, and only used here
    from detente.store import Store  # noqa: PLC0415

    day = as_of_day(as_of)
    codes = resolve_states(states, day, scheme)
    found = quarrels(Store.open(), codes, day)
    if found.silent:
        names = " and ".join(display_name(code, day) for code in codes)
        raise NoAnswer(
            f"no dispute of {names} was on record by {day}{f'; {found.reach}' if found.reach else ''}. Those "
            "compiled by hand are standing territorial questions among 64 states; bring in a dataset with: "
            "detente ingest gml_mids FILE",
            value=codes,
        )
    if output is not None:
        write_table(found.frame(), found.as_dict(), output)
        say(f"wrote {output}")
    if as_json:
        emit_json(found.as_dict())
    elif output is None:
        emit("\n\n".join(_text(found, every=every)))


def _text(found: Quarrels, *, every: bool) -> list[str]:
    most = None if every else LATEST
    names = " and ".join(_name(code, found.day) for code in found.states)
    parts = [heading(f"{names}, {found.day}")]
    parts += [_dispute(dispute, found.day, most, alone=len(found.states) == 1) for dispute in found.disputes]
    how_far = f"; {found.reach}" if found.reach else ""
    if found.disputes and how_far:
        parts.append(paragraph(f"These are the disputes compiled by hand{how_far}.", "  "))
    if not found.disputes:
        parts.append(paragraph(f"No dispute compiled by hand was on record on this day{how_far}.", "  "))
    parts += _ties(found)
    parts += _mids(found, most)
    parts += _incidents(found, most)
    return parts


def _dispute(dispute: dict[str, Any], day: date, most: int | None, *, alone: bool) -> str:
    """Return a dispute in a few lines; between two states with what each says and its rungs."""
    from detente.answers.disputes import RUNGS  # noqa: PLC0415
    from detente.answers.facts_coverage import past_record  # noqa: PLC0415
    from detente.catalog import at_precision  # noqa: PLC0415

    rung = dispute["rung"]
    stands = "not placed on the ladder" if rung is None else f"{RUNGS[rung]} (rung {rung})"
    then = "At the end of the record" if past_record(day) else "Now"
    lines = [heading(dispute["name"]), paragraph(f"{dispute['issue']} {then}: {stands}.", "  ")]
    if alone:
        parties = ", ".join(_name(code, day) for code in dispute["claimants"].split(";"))
        return "\n".join([*lines, paragraph(f"Between {parties}.", "  ")])
    for claim in dispute["claims"].split(" | "):
        code, _, words = claim.partition(": ")
        lines.append(paragraph(f"{_name(code, day)}: {words}", "  "))
    lines.append(paragraph(f"Since {_since(dispute)}. {dispute['document']}", "  "))
    rungs = dispute["rungs"]
    shown = rungs if most is None else rungs[-most:]
    if shown:
        rows = [(at_precision(step["start"], step["precision"]), step["rung"], step["note"]) for step in shown]
        lines += ["", grid(("from", "rung", _left_out("what happened", rungs, shown)), rows, "lrl")]
    return "\n".join(lines)


def _since(dispute: dict[str, Any]) -> str:
    from detente.catalog import at_precision  # noqa: PLC0415

    return at_precision(dispute["since"], dispute["since_precision"], prose=dispute["since_precision"] == "month")


def _left_out(what: str, every: list[Any], shown: list[Any]) -> str:
    missing = len(every) - len(shown)
    return f"{what} ({missing} earlier: --all)" if missing else what


def _ties(found: Quarrels) -> Iterator[str]:
    """Yield the claims and the rivalries."""
    for kind, title in (("claim", "Territorial claims"), ("rivalry", "Rivalries")):
        rows = [row for row in found.ties.iter_rows(named=True) if row["kind"] == kind]
        if not rows:
            continue
        lines = [(_lasted(row), _who(row, found.day), row["title"]) for row in rows]
        heads = ("years", "between", "about")
        if kind == "claim":
            lines = [(*line[:2], f"{line[2]}{_salience(row)}") for line, row in zip(lines, rows, strict=True)]
            heads = ("years", "who claims of whom", "about")
        yield f"{heading(_titled(title, rows, found))}\n{grid(heads, lines, 'lll')}"


def _lasted(row: dict[str, Any]) -> str:
    return f"{row['start'].year}–" if row["end"] is None else _years(row["start"], row["end"])


def _salience(row: dict[str, Any]) -> str:
    return "" if row["level"] is None else f" (salience {row['level']:g} of 12)"


def _who(row: dict[str, Any], day: date) -> str:
    join = " of " if row["directed"] else ", "
    return f"{_name(row['source'], day)}{join}{_name(row['target'], day)}"


def _titled(title: str, rows: list[dict[str, Any]], found: Quarrels) -> str:
    from detente.answers.records import in_years  # noqa: PLC0415 - heavy, and only used here

    datasets = sorted({row["dataset"] for row in rows})
    covered = [f"{name} {in_years(found.covered[name])}" if name in found.covered else name for name in datasets]
    return f"{title} ({'; '.join(covered)})"


def _mids(found: Quarrels, most: int | None) -> Iterator[str]:
    for dataset in found.mids["dataset"].unique().sort():
        rows = [row for row in found.mids.iter_rows(named=True) if row["dataset"] == dataset]
        shown = rows if most is None else rows[-most:]
        pair = len(found.states) == 2
        sides = [_name(code, found.day) for code in sorted(found.states)] if pair else ["first", "second"]
        lines = [
            (
                str(row["dispute"]),
                _years(row["first"], row["last"]),
                *(() if pair else (_who({**row, "directed": False}, found.day),)),
                HOSTILITY.get(row["hostility"]),
                HOSTILITY.get(row["target_hostility"]),
                DEATHS.get(row["fatality"]),
            )
            for row in shown
        ]
        head = ["dispute", "years", *([] if pair else ["between"]), *sides, "deaths"]
        title = _left_out(_titled("Militarised disputes", rows, found), rows, shown)
        yield f"{heading(title)}\n{grid(head, lines, 'l' * len(head))}"


def _years(first: date, last: date) -> str:
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


def _incidents(found: Quarrels, most: int | None) -> Iterator[str]:
    from detente.catalog import at_precision  # noqa: PLC0415

    rows = list(found.incidents.iter_rows(named=True))
    if not rows:
        return
    shown = rows if most is None else rows[-most:]
    lines = [
        (
            at_precision(row["start"], row["precision"]),
            f"{_name(row['source'], found.day)} against {_name(row['target'], found.day)}",
            HOSTILITY.get(row["hostility"]),
            _deaths(row),
        )
        for row in shown
    ]
    title = _left_out(_titled("Incidents", rows, found), rows, shown)
    yield f"{heading(title)}\n{grid(('from', 'who', 'hostility', 'deaths'), lines, 'llll')}"


def _deaths(row: dict[str, Any]) -> str | None:
    """Return the deaths of both sides, as a range where it is one."""
    least, most = (
        [row[f"{side}deaths_{end}"] for side in ("", "target_")] for end in ("least", "most")
    )  # fmt: skip
    if None in least or None in most:
        return None
    low, high = sum(least), sum(most)
    return str(low) if low == high else f"{low}–{high}"


def _name(code: str, day: date) -> str:
    from detente.identity import display_name  # noqa: PLC0415

    return display_name(code, day)
