"""The verb disputes: what two states dispute, which rung it stood at and when, and what the datasets record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.answer_output import output_answer
from detente.cli.options import as_of_option, json_option, output_option, scheme_option
from detente.cli.output import grid, heading, paragraph

if TYPE_CHECKING:
    from detente.answers.disputes import DisputeAnswer

__all__ = ["disputes"]

HOSTILITY = {1: "none", 2: "threat", 3: "display", 4: "use of force", 5: "war"}
DEATHS = {0: "none", 1: "1–25", 2: "26–100", 3: "101–250", 4: "251–500", 5: "501–999", 6: "1,000 or more"}
VIOLENCE = {1: "none", 2: "minor clashes", 3: "serious clashes", 4: "war"}
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
@output_option
@json_option
def disputes(*, states: tuple[str, ...], every: bool, outputs: tuple[Path, ...], as_json: bool, **options: Any) -> None:
    """Show what two states dispute, and how far it has escalated.

    First the disputes compiled by hand, in each party's words, with the rungs they reached, and diplomatic relations
    that were broken off; then what the datasets in the store record: claims, rivalries, sanctions, wars, crises,
    militarised disputes and incidents.
    """
    if len(states) > 2:
        raise click.UsageError("give one state, or two; quote names of several words")
    from detente.answers.disputes import disputes as answer_disputes  # noqa: PLC0415 - heavy, and only used here

    answer = answer_disputes(*states, **options)
    output_answer(answer, _text(answer, None if every else LATEST), outputs, as_json=as_json)


def _text(answer: DisputeAnswer, most: int | None) -> Iterator[str]:
    yield heading(f"{' and '.join(_name(code, answer.as_of) for code in answer.states)}, {answer.as_of}")
    for dispute in answer.disputes:
        yield _dispute(
            dispute, answer.as_of, most, alone=len(answer.states) == 1, past=answer.compiled_on < answer.as_of
        )
    limits = f"; {answer.reach}" if answer.reach else ""
    if not answer.disputes:
        yield paragraph(f"No dispute compiled by hand was on record on this day{limits}.", "  ")
    elif limits:
        yield paragraph(f"These are the disputes compiled by hand{limits}.", "  ")
    yield from _ruptures(answer)
    yield from _ties(answer)
    yield from _sanctions(answer, most)
    yield from _wars(answer, most)
    yield from _crises(answer, most)
    yield from _mids(answer, most)
    yield from _incidents(answer, most)


def _dispute(dispute: dict[str, Any], day: date, most: int | None, *, alone: bool, past: bool) -> str:
    """Return a dispute in a few lines; between two states, with what each says and with its rungs."""
    from detente.answers.disputes import RUNGS  # noqa: PLC0415
    from detente.catalog import at_precision  # noqa: PLC0415

    rung = dispute["rung"]
    stands = "not placed on the ladder" if rung is None else f"{RUNGS[rung]} (rung {rung})"
    then = "At the end of the record" if past else "Now"
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


def _left_out(what: str, every: Sequence[Any], shown: Sequence[Any]) -> str:
    missing = len(every) - len(shown)
    return f"{what} ({missing} earlier: --all)" if missing else what


def _ruptures(answer: DisputeAnswer) -> Iterator[str]:
    """Yield the breaks of diplomatic relations: between two states all, of one state those that stand."""
    from detente.catalog import at_precision  # noqa: PLC0415

    pair = len(answer.states) == 2
    rows = [row for row in answer.ruptures.iter_rows(named=True) if pair or row["standing"]]
    if rows:
        lines = [
            (
                at_precision(row["start"], row["precision"]),
                "" if row["end"] is None else at_precision(row["end"], row["end_precision"]),
                *(() if pair else (_who({"source": row["a"], "target": row["b"], "directed": False}, answer.as_of),)),
                row["level"],
                row["text"],
            )
            for row in rows
        ]
        heads = ("from", "until", *(() if pair else ("between",)), "level", "what happened")
        title = "Diplomatic relations broken off or lowered"
        yield f"{heading(title if pair else f'{title}, no end on record')}\n{grid(heads, lines, 'l' * len(heads))}"


def _ties(answer: DisputeAnswer) -> Iterator[str]:
    """Yield the claims and the rivalries."""
    for kind, title in (("claim", "Territorial claims"), ("rivalry", "Rivalries")):
        rows = [row for row in answer.ties.iter_rows(named=True) if row["kind"] == kind]
        if not rows:
            continue
        lines = [(_lasted(row), _who(row, answer.as_of), row["title"]) for row in rows]
        heads = ("years", "between", "about")
        if kind == "claim":
            lines = [(*line[:2], f"{line[2]}{_salience(row)}") for line, row in zip(lines, rows, strict=True)]
            heads = ("years", "who claims of whom", "about")
        yield f"{heading(_titled(title, rows, answer))}\n{grid(heads, lines, 'lll')}"


def _lasted(row: dict[str, Any]) -> str:
    return f"{row['start'].year}–" if row["end"] is None else _years(row["start"], row["end"])


def _salience(row: dict[str, Any]) -> str:
    return "" if row["level"] is None else f" (salience {row['level']:g} of 12)"


def _who(row: dict[str, Any], day: date) -> str:
    join = " of " if row["directed"] else ", "
    return f"{_name(row['source'], day)}{join}{_name(row['target'], day)}"


def _titled(title: str, rows: list[dict[str, Any]], answer: DisputeAnswer) -> str:
    from detente.answers.dataset_coverage import in_years  # noqa: PLC0415 - heavy, and only used here

    datasets = sorted({row["dataset"] for row in rows})
    covered = [f"{name} {in_years(answer.covered[name])}" if name in answer.covered else name for name in datasets]
    return f"{title} ({'; '.join(covered)})"


def _mids(answer: DisputeAnswer, most: int | None) -> Iterator[str]:
    for dataset in answer.mids["dataset"].unique().sort():
        rows = [row for row in answer.mids.iter_rows(named=True) if row["dataset"] == dataset]
        shown = rows if most is None else rows[-most:]
        pair = len(answer.states) == 2
        sides = [_name(code, answer.as_of) for code in sorted(answer.states)] if pair else ["first", "second"]
        lines = [
            (
                str(row["dispute"]),
                _years(row["first"], row["last"]),
                *(() if pair else (_who({**row, "directed": False}, answer.as_of),)),
                HOSTILITY.get(row["hostility"]),
                HOSTILITY.get(row["target_hostility"]),
                DEATHS.get(row["fatality"]),
            )
            for row in shown
        ]
        head = ["dispute", "years", *([] if pair else ["between"]), *sides, "deaths"]
        title = _left_out(_titled("Militarised disputes", rows, answer), rows, shown)
        yield f"{heading(title)}\n{grid(head, lines, 'l' * len(head))}"


def _years(first: date, last: date) -> str:
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


def _sanctions(answer: DisputeAnswer, most: int | None) -> Iterator[str]:
    """Yield the sanctions, and threats of them, of each dataset: two datasets may record the same."""
    from detente.catalog import at_precision  # noqa: PLC0415

    for dataset in answer.sanctions["dataset"].unique().sort():
        rows = [row for row in answer.sanctions.iter_rows(named=True) if row["dataset"] == dataset]
        shown = rows if most is None else rows[-most:]
        lines = [
            (
                at_precision(row["start"], row["precision"]),
                "" if row["end"] is None else at_precision(row["end"], row["precision"]),
                f"{_name(row['source'], answer.as_of)} against {_name(row['target'], answer.as_of)}",
                "threat" if row["kind"] == "sanction_threat" else "imposed",
                row["title"] or "",
            )
            for row in shown
        ]
        title = _left_out(_titled("Sanctions", rows, answer), rows, shown)
        yield f"{heading(title)}\n{grid(('from', 'until', 'who', 'threat or imposed', 'measures'), lines, 'lllll')}"


def _wars(answer: DisputeAnswer, most: int | None) -> Iterator[str]:
    rows = list(answer.wars.iter_rows(named=True))
    if not rows:
        return
    shown = rows if most is None else rows[-most:]
    lines = [
        (
            _years(row["first"], row["last"]),
            f"{_name(row['state'], answer.as_of)}, {_opponent(row, answer.as_of)}",
            row["title"] or f"{row['type']} war {row['war']}",
            row["outcome"] or "",
        )
        for row in shown
    ]
    title = _left_out(_titled("Wars", rows, answer), rows, shown)
    yield f"{heading(title)}\n{grid(('years', 'between', 'war', 'ended for the first'), lines, 'llll')}"


def _opponent(row: dict[str, Any], day: date) -> str:
    return "a non-state party" if row["opponent"] is None else _name(row["opponent"], day)


def _crises(answer: DisputeAnswer, most: int | None) -> Iterator[str]:
    from detente.catalog import at_precision  # noqa: PLC0415

    rows = list(answer.crises.iter_rows(named=True))
    if not rows:
        return
    shown = rows if most is None else rows[-most:]
    lines = [
        (
            at_precision(row["start"], row["precision"]),
            row["title"],
            _name(row["state"], answer.as_of),
            "" if row["trigger"] is None else _name(row["trigger"], answer.as_of),
            VIOLENCE.get(row["violence"], ""),
        )
        for row in shown
    ]
    title = _left_out(_titled("International crises", rows, answer), rows, shown)
    yield f"{heading(title)}\n{grid(('from', 'crisis', 'for', 'triggered by', 'violence'), lines, 'lllll')}"


def _incidents(answer: DisputeAnswer, most: int | None) -> Iterator[str]:
    """Yield the incidents of each dataset: two datasets may record the same."""
    from detente.catalog import at_precision  # noqa: PLC0415

    for dataset in answer.incidents["dataset"].unique().sort():
        rows = [row for row in answer.incidents.iter_rows(named=True) if row["dataset"] == dataset]
        shown = rows if most is None else rows[-most:]
        lines = [
            (
                at_precision(row["start"], row["precision"]),
                f"{_name(row['source'], answer.as_of)} against {_name(row['target'], answer.as_of)}",
                HOSTILITY.get(row["hostility"]),
                _deaths(row),
            )
            for row in shown
        ]
        title = _left_out(_titled("Incidents", rows, answer), rows, shown)
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
