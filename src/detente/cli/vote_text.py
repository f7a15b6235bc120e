"""Votes on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from textwrap import shorten
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from detente.answers.assembly_records import gap_text
from detente.catalog import at_precision
from detente.cli.output import grid, heading, paragraph
from detente.identity import display_name

if TYPE_CHECKING:
    import polars as pl

    from detente.answers.roll_calls import RollCallAnswer
    from detente.answers.vetoes import Vetoes
    from detente.answers.votes import VoteAnswer
    from detente.measures.votes import AgreementChange

__all__ = ["roll_call_text", "votes_text"]

VOTES = {"yes": "In favour", "no": "Against", "abstain": "Abstained", "absent": "Absent"}
CAST = {1: "yes", 0: "abstained", -1: "no"}
LONGEST = 150  # letters of a title
LEAST = 0.005  # a smaller change reads as none in two digits


def roll_call_text(answer: RollCallAnswer) -> list[str]:
    """Return a roll call as paragraphs and tables: the count, who voted how, and the groups."""
    day = at_precision(answer.on, answer.precision, prose=True)
    number = "" if answer.rcid is None else f", roll call {answer.rcid}"
    parts = [heading(f"{answer.symbol or 'A vote without a symbol'}, {day}{number}")]
    if answer.title:
        parts.append(paragraph(answer.title))
    absent = answer.states["absent"]
    counted = f"{answer.counts['yes']} in favour, {answer.counts['no']} against, {answer.counts['abstain']} abstained"
    parts.append(counted + (f", {len(absent)} absent" if absent is not None else ""))
    for vote in ("no", "abstain", "absent", "yes"):
        states = answer.states[vote]
        if states:
            names = ", ".join(sorted((display_name(state, answer.on) for state in states), key=_sort_key))
            parts.append(f"{heading(VOTES[vote])}\n{paragraph(names, '  ')}")
    rows = [(b["group"], b["members"], b["yes"], b["no"], b["abstain"], b["other"]) for b in answer.by_group()]
    if rows:
        head = ("group", "members", "yes", "no", "abstained", "no vote")
        parts.append(f"{heading('By group')}\n{grid(head, rows, 'lrrrrr')}")
    parts.append(paragraph(f"From: {answer.document}.{_not_known(answer)}"))
    return parts


def _sort_key(name: str) -> str:
    """Return a name without accents, for the alphabet."""
    return normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()


def _not_known(answer: RollCallAnswer) -> str:
    missing = [VOTES[vote].lower() for vote in VOTES if answer.states[vote] is None]
    if not missing:
        return ""
    if missing == ["absent"]:
        return " A state not named was absent, took no part or was not a member."
    listed = " or ".join([", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing)
    return f" Which states were {listed} was not compiled."


def votes_text(answer: VoteAnswer) -> list[str]:
    """Return how alike two states vote, as tables and paragraphs."""
    text = _windows(answer)
    if answer.vetoes is not None:
        text += _vetoes(answer.vetoes, answer)
    if answer.change is not None:
        text += _change(answer.change, answer.as_of)
    if answer.telling is not None:
        text += _telling(answer.telling, answer.as_of, together=answer.together)
    return text


def _windows(answer: VoteAnswer) -> list[str]:
    frame, by, covered = answer.windows, answer.by, answer.covered
    names = " and ".join(display_name(code, answer.as_of) for code in answer.states)
    head = [_head(by), "votes", "agreement", "90% interval", "κ", "90% interval"]
    align = "lrrrrr"
    if "pi" in frame.columns and by != "issue":  # names of issue areas fill the line
        head, align = [*head, "π"], align + "r"
    rows = [[_label(row, by), row["votes"], *_cells(row)][: len(head)] for row in frame.iter_rows(named=True)]
    years = "; ".join(years if len(covered) == 1 else f"{name} {years}" for name, years in covered.items())
    if by == "window":
        names += f", {frame['start'][0]} to {frame['end'][0]}"
    return [
        f"{heading(names)}\n{grid(head, rows, align)}",
        paragraph(
            "Divided roll calls only. Agreement is 1 for the same vote, a half where one of two abstained; κ and π "
            "correct for agreement by chance. It does not measure alliance."
            + (UNDEFINED_WHY if frame["kappa"].null_count() else "")
        ),
        paragraph(f"From: {answer.source}."),
        *([paragraph(f"Covered: {years}. {gap_text(answer.gaps)}")] if years else []),
    ]


def _vetoes(found: Vetoes, answer: VoteAnswer) -> list[str]:
    """Return how many drafts of the Security Council each vetoed, and both."""
    spans = "; ".join(f"{first} to {last}" for first, last in found.covered)
    rows = [(display_name(code, answer.as_of), found.cast(code)) for code in answer.states]
    title = f"Vetoes in the Security Council ({found.dataset} {spans})"
    return [f"{heading(title)}\n{grid(('by', 'drafts'), [*rows, ('both together', found.together)], 'lr')}"]


UNDEFINED = "undefined"
UNDEFINED_WHY = " κ is undefined where both cast the same vote throughout: chance alone would give full agreement."


def _head(by: str) -> str:
    return {"year": "year", "session": "session", "issue": "issue area", "window": "window"}[by]


def _label(row: dict[str, Any], by: str) -> str:
    match by:
        case "year":
            return str(row["period"].year)
        case "session":
            return str(row["period"].year - 1945)
        case "issue":
            return row["issue"] or "in none"
        case _:
            return "whole"


def _cells(row: dict[str, Any]) -> Iterator[str | None]:
    """Yield agreement and kappa with their intervals, and pi."""
    for figure in ("raw", "kappa"):
        shown = [_number(row[f"{figure}{end}"]) for end in ("", "_lo", "_hi")]
        yield shown[0] or UNDEFINED
        yield None if None in shown or len({*shown}) == 1 else f"{shown[1]} to {shown[2]}"
    yield _number(row.get("pi")) or UNDEFINED


def _number(value: float | None, digits: int = 2) -> str | None:
    if value is None:
        return None
    text = f"{value:.{digits}f}"
    return (text.lstrip("-") if float(text) == 0 else text).replace("-", "−")


def _change(change: AgreementChange, day: date) -> list[str]:
    """Return why agreement changed, as a table and a paragraph."""
    a, b = (display_name(code, day) for code in (change.a, change.b))
    then, now = change.before, change.after
    spans = [f"{window.start} to {window.end}" for window in (then, now)]
    rows: list[tuple[Any, ...]] = [("divided roll calls", then.votes, now.votes, None, None)]
    for name, words in (("raw", "agreement"), ("kappa", "κ"), ("pi", "π")):
        moved = change.change.get(name)
        difference = None if moved is None else _signed(moved[0])
        between = None if moved is None else f"{_signed(moved[1])} to {_signed(moved[2])}"
        rows.append((words, _number(getattr(then, name)), _number(getattr(now, name)), difference, between))
    rows.append(("distance of the votes", *_pair(then.apart, now.apart, _number)))
    rows.append(("  by chance alone", *_pair(then.by_chance, now.by_chance, _number)))
    for name, shares in ((a, (then.shares_a, now.shares_a)), (b, (then.shares_b, now.shares_b))):
        for at, word in enumerate(("yes", "abstained", "no")):
            rows.append((f"{name}: {word}", *_pair(shares[0][at], shares[1][at], _per_cent)))
    table = grid(("", "before", "after", "change", "90% interval"), rows, "lrrrr")
    return [
        f"{heading(f'{a} and {b}: why agreement changed')}\n  before: {spans[0]}\n  after:  {spans[1]}\n\n{table}",
        paragraph(_why(change, a, b)),
    ]


def _pair(then: float, now: float, shown: Callable[[float], str | None]) -> tuple[str | None, ...]:
    return shown(then), shown(now), None, None


def _per_cent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _signed(value: float) -> str:
    text = f"{value:+.2f}"
    return (text.lstrip("+-") if float(text) == 0 else text).replace("-", "−")


def _why(change: AgreementChange, a: str, b: str) -> str:
    """Explain which of the two measures moved, and whether it moved with conduct."""
    if "kappa" not in change.change or change.conduct is None:
        return (
            "Agreement beyond chance (κ) is undefined in one of the windows, because both cast the same vote "
            "throughout it, so its change can't be split into parts."
        )
    raw, kappa = change.change["raw"], change.change["kappa"]
    text = f"Raw agreement {_moved(raw)} and κ {_moved(kappa)}. "
    if change.parted:
        further = change.after.by_chance > change.before.by_chance
        text += (
            "The two differ because agreement by chance moved too: by their shares of yes, abstentions and no alone, "
            f"the two would now stand {'further' if further else 'less far'} apart "
            f"({_number(change.after.by_chance)} after {_number(change.before.by_chance)}). "
        )
    return text + (
        f"Of the change of κ by {_signed(kappa[0])}, {_signed(change.conduct)} comes from how far apart they voted, "
        f"{_signed(change.votes_of_a or 0)} from {a}'s own shares of yes, abstentions and no, and "
        f"{_signed(change.votes_of_b or 0)} from {b}'s."
    )


def _moved(change: tuple[float, float, float]) -> str:
    point, low, high = change
    if abs(point) < LEAST:
        return "hardly moved"
    word = "rose" if point > 0 else "fell"
    unclear = low < 0 < high
    return f"{word} by {_number(abs(point))}" + (" (not clearly: its interval includes zero)" if unclear else "")


def _telling(frame: pl.DataFrame, day: date, *, together: bool) -> list[str]:
    """Return the telling roll calls, a few lines for each."""
    how = "agreed" if together else "disagreed"
    title = f"Where they {how} most unexpectedly"
    if frame.is_empty():
        return [f"{heading(title)}\n  in no roll call of this time"]
    a, b = (display_name(frame[column][0], day) for column in ("a", "b"))
    lines = [heading(title)]
    for row in frame.iter_rows(named=True):
        others = row["times"] - 1
        more = f"; likewise in {others} more vote{'s' if others > 1 else ''} on the question" if others else ""
        on = at_precision(row["date"], row["precision"], prose=row["precision"] == "month")
        lines.append(f"  {row['resolution'] or 'without a symbol'}, roll call {row['rcid']}, {on}")
        if row["title"]:
            lines.append(paragraph(shorten(row["title"], LONGEST, placeholder=" …"), "    "))
        cast = f"{a} {CAST[row['vote_a']]}, {b} {CAST[row['vote_b']]}{more}"
        important = "; called important by the United States" if row["important"] else ""
        every = f"all states: {row['yes']} yes, {row['no']} no, {row['abstain']} abstained"
        lines.append(paragraph(f"{cast}; {every}{important}", "    "))
    return ["\n".join(lines)]
