"""Votes as a reader sees them on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from textwrap import shorten
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from detente.catalog import at_precision
from detente.cli.output import grid, heading, paragraph
from detente.identity import display_name

if TYPE_CHECKING:
    import polars as pl

    from detente.answers.votes import Ballot
    from detente.measures.votes import AgreementChange

__all__ = ["ballot_text", "change_text", "telling_text", "windows_text"]

SAID = {"yes": "In favour", "no": "Against", "abstain": "Abstained", "absent": "Absent"}
WORDS = {1: "yes", 0: "abstained", -1: "no"}
LONGEST = 150  # letters of a title
LEAST = 0.005  # a change that shows as none in two digits


def ballot_text(found: Ballot, groups: tuple[str, ...]) -> list[str]:
    """Return a roll call in paragraphs: the count, who voted how, and the groups."""
    day = at_precision(found.on, found.precision, prose=True)
    number = "" if found.rcid is None else f", roll call {found.rcid}"
    parts = [heading(f"{found.symbol or 'A vote without a symbol'}, {day}{number}")]
    if found.title:
        parts.append(paragraph(found.title))
    absent = found.states["absent"]
    counted = f"{found.counts['yes']} in favour, {found.counts['no']} against, {found.counts['abstain']} abstained"
    parts.append(counted + (f", {len(absent)} absent" if absent is not None else ""))
    for answer in ("no", "abstain", "absent", "yes"):
        states = found.states[answer]
        if states:
            names = ", ".join(sorted((display_name(state, found.on) for state in states), key=_plain))
            parts.append(f"{heading(SAID[answer])}\n{paragraph(names, '  ')}")
    rows = [
        (b["group"], b["members"], b["yes"], b["no"], b["abstain"], b["other"]) for b in found.blocs(groups)
    ]  # fmt: skip
    if rows:
        head = ("group", "members", "yes", "no", "abstained", "no vote")
        parts.append(f"{heading('By group')}\n{grid(head, rows, 'lrrrrr')}")
    parts.append(paragraph(f"From: {found.document}.{_silence(found)}"))
    return parts


def _plain(name: str) -> str:
    """Return a name as the alphabet orders it, without accents."""
    return normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()


def _silence(found: Ballot) -> str:
    missing = [SAID[answer].lower() for answer in SAID if found.states[answer] is None]
    if not missing:
        return ""
    if missing == ["absent"]:
        return " A state not named was absent, took no part or was no member."
    listed = " or ".join([", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing)
    return f" Which states were {listed} was not compiled."


def windows_text(
    frame: pl.DataFrame, pair: tuple[str, str], by: str, *, source: str, covered: Mapping[str, str], day: date
) -> list[str]:
    """Return a pair's agreement as a table."""
    names = " and ".join(display_name(code, day) for code in pair)
    head = [_head(by), "votes", "agreement", "90% interval", "κ", "90% interval"]
    align = "lrrrrr"
    if "pi" in frame.columns and by != "issue":  # long names fill the line
        head, align = [*head, "π"], align + "r"
    rows = [[_label(row, by), row["votes"], *_cells(row)][: len(head)] for row in frame.iter_rows(named=True)]
    reach = "; ".join(years if len(covered) == 1 else f"{name} {years}" for name, years in covered.items())
    if by == "window":
        names += f", {frame['start'][0]} to {frame['end'][0]}"
    return [
        f"{heading(names)}\n{grid(head, rows, align)}",
        paragraph(
            "Divided roll calls only. Agreement is 1 for the same vote, a half where one of two abstained; κ and π "
            "take off what chance would give. It is no measure of alliance."
            + (UNDEFINED_WHY if frame["kappa"].null_count() else "")
        ),
        paragraph(f"From: {source}."),
        *([paragraph(f"Years covered: {reach}. Votes of other years are not known.")] if reach else []),
    ]


UNDEFINED = "undefined"
UNDEFINED_WHY = " κ is undefined where both voted the same one way throughout, as chance alone would have it."


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
        read = [_number(row[f"{figure}{end}"]) for end in ("", "_lo", "_hi")]
        yield read[0] or UNDEFINED
        yield None if None in read or len({*read}) == 1 else f"{read[1]} to {read[2]}"  # ends that read as the value do
    yield _number(row.get("pi")) or UNDEFINED


def _number(value: float | None, digits: int = 2) -> str | None:
    if value is None:
        return None
    text = f"{value:.{digits}f}"
    return (text.lstrip("-") if float(text) == 0 else text).replace("-", "−")


def change_text(found: AgreementChange, day: date) -> list[str]:
    """Return why agreement changed, in a table and a paragraph."""
    a, b = (display_name(code, day) for code in (found.a, found.b))
    then, now = found.before, found.after
    spans = [f"{w.start} to {w.end}" for w in (then, now)]
    rows: list[tuple[Any, ...]] = [("divided roll calls", then.votes, now.votes, None, None)]
    for name, words in (("raw", "agreement"), ("kappa", "κ"), ("pi", "π")):
        moved = found.change.get(name)
        change = None if moved is None else _signed(moved[0])
        between = None if moved is None else f"{_signed(moved[1])} to {_signed(moved[2])}"
        rows.append((words, _number(getattr(then, name)), _number(getattr(now, name)), change, between))
    rows.append(("distance of the votes", *_pair(then.apart, now.apart, _number)))
    rows.append(("  by chance alone", *_pair(then.by_chance, now.by_chance, _number)))
    for name, shares in ((a, (then.shares_a, now.shares_a)), (b, (then.shares_b, now.shares_b))):
        for at, word in enumerate(("yes", "abstained", "no")):
            rows.append((f"{name}: {word}", *_pair(shares[0][at], shares[1][at], _per_cent)))
    table = grid(("", *("before", "after"), "change", "90% interval"), rows, "lrrrr")
    return [
        f"{heading(f'{a} and {b}: why agreement changed')}\n  before: {spans[0]}\n  after:  {spans[1]}\n\n{table}",
        paragraph(_why(found, a, b)),
    ]


def _pair(then: float, now: float, shown: Callable[[float], str | None]) -> tuple[str | None, ...]:
    return shown(then), shown(now), None, None


def _per_cent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _signed(value: float) -> str:
    text = f"{value:+.2f}"
    return (text.lstrip("+-") if float(text) == 0 else text).replace("-", "−")


def _why(found: AgreementChange, a: str, b: str) -> str:
    """Say what moved, and which of the two measures moved with conduct."""
    if "kappa" not in found.change or found.conduct is None:
        return (
            "Agreement beyond chance (κ) is undefined in one of the windows, since both voted the same one way "
            "throughout it, so its change can't be split into parts."
        )
    raw, kappa = found.change["raw"], found.change["kappa"]
    text = f"Raw agreement {_moved(raw)} and κ {_moved(kappa)}. "
    if found.parted:
        text += "The two part because chance moved too: "
        chance = "further" if found.after.by_chance > found.before.by_chance else "less far"
        text += (
            f"from the shares of yes, abstentions and no alone, the two would now stand {chance} apart "
            f"({_number(found.after.by_chance)} after {_number(found.before.by_chance)}). "
        )
    return text + (
        f"Of the change of κ by {_signed(kappa[0])}, how far apart they voted makes {_signed(found.conduct)}, {a}'s "
        f"own shares of yes, abstentions and no make {_signed(found.votes_of_a or 0)}, and {b}'s "
        f"{_signed(found.votes_of_b or 0)}."
    )


def _moved(change: tuple[float, float, float]) -> str:
    point, low, high = change
    if abs(point) < LEAST:
        return "hardly moved"
    word = "rose" if point > 0 else "fell"
    unclear = low < 0 < high
    return f"{word} by {_number(abs(point))}" + (" (not clearly: its interval holds zero)" if unclear else "")


def telling_text(frame: pl.DataFrame, how: str, day: date) -> list[str]:
    """Return the telling roll calls, one a few lines."""
    title = "Where they parted most unexpectedly" if how == "apart" else "Where they stood together most unexpectedly"
    if frame.is_empty():
        return [f"{heading(title)}\n  nowhere in this time"]
    a, b = (display_name(frame[column][0], day) for column in ("a", "b"))
    lines = [heading(title)]
    for row in frame.iter_rows(named=True):
        others = row["times"] - 1
        more = f"; likewise in {others} more vote{'s' if others > 1 else ''} on the question" if others else ""
        on = at_precision(row["date"], row["precision"], prose=row["precision"] == "month")
        lines.append(f"  {row['resolution'] or 'without a symbol'}, roll call {row['rcid']}, {on}")
        if row["title"]:
            lines.append(paragraph(shorten(row["title"], LONGEST, placeholder=" …"), "    "))
        cast = f"{a} {WORDS[row['vote_a']]}, {b} {WORDS[row['vote_b']]}{more}"
        marked = "; called important by the United States" if row["important"] else ""
        every = f"all states: {row['yes']} yes, {row['no']} no, {row['abstain']} abstained"
        lines.append(paragraph(f"{cast}; {every}{marked}", "    "))
    return ["\n".join(lines)]
