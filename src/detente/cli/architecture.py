"""The verb architecture: whether states hang on a hub or are a web, year by year, and what would change it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.characters import csv_text, json_text
from detente.cli.options import as_of_option, json_option, scheme_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph, say, write_file

if TYPE_CHECKING:
    from detente.answers.balances import Balance
    from detente.answers.networks import Course
    from detente.cli.architecture_tables import TextTable
    from detente.documents.network_drawing import NetworkDrawing

__all__ = ["architecture"]

EXAMPLES = """\
\b
Examples:
  detente architecture --group asia-pacific --from 1990 --to 2014
  detente architecture --of cooperation --as-of 2015-09-01 --balance
  detente architecture --add-pact "China – Russia" -o architecture.svg
  detente architecture --around "Japan – Russia" --map -o map.png
"""


@click.command(epilog=EXAMPLES)
@click.option(
    "--group", "group_", metavar="GROUP|STATES", help="A group, or states between commas.  [default: asia-pacific]"
)
@click.option("--around", metavar="PAIR", help="The group around two states instead, as “Japan – Russia”.")
@click.option(
    "--of", type=click.Choice(["pacts", "cooperation", "visits", "exercises"]), default="pacts", show_default=True,
    help="What ties two states.",
)  # fmt: skip
@click.option("--from", "start", type=int, default=1990, show_default=True, metavar="YEAR", help="First year.")
@click.option("--to", "end", type=int, metavar="YEAR", help="Last year; by default the last that is covered.")
@scheme_option
@as_of_option
@click.option("--hub", metavar="STATE", help="Take this state as the hub; by default the one of most ties.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(["defence", "neutrality", "nonaggression", "consultation"]),
    help="Obligation that counts as a pact; may be repeated.  [default: defence]",
)  # fmt: skip
@click.option(
    "--cut", type=float, default=0.0, show_default=True, help="Temperature from which on conduct is cooperation."
)
@click.option(
    "--add-pact", "add", multiple=True, metavar="PAIR", help="Suppose a tie, as “China – Russia”; repeatable."
)
@click.option("--drop-pact", "drop", multiple=True, metavar="PAIR", help="Suppose that a tie lapsed; repeatable.")
@click.option("--balance", is_flag=True, help="Also say how far friends and foes are from two camps.")
@click.option(
    "--signs", type=click.Choice(["temperature", "records"]), default="temperature", show_default=True,
    help="What makes friends and foes: conduct, or pacts and rivalries.",
)  # fmt: skip
@click.option("--foes", metavar="DATASET", help="Rivalries or disputes in your store that make foes by record.")
@click.option("--events", default="icews-yearly", show_default=True, metavar="DATASET", help="Dataset of events.")
@click.option("--dataset", metavar="DATASET", help="Dataset of pacts, visits or exercises in your store.")
@click.option("--map", "on_map", is_flag=True, help="Draw the network on a map of capitals and disputes.")
@click.option("--dark", is_flag=True, help="Draw an .svg or .png in dark colours.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
    help="Write a drawing (.svg, .png), a document (.html, .pdf, .docx, .md) or the figures (.csv; .json as --json).",
)  # fmt: skip
@json_option
def architecture(*, output: Path | None, as_json: bool, on_map: bool, dark: bool, **asked: Any) -> None:
    """Show whether states hang on a hub or form a web.

    Two axes are measured each year: how far one state stands out (hub), and how far the others are tied among
    themselves (web).
    """
    course, balance = _answered(**asked)
    if output is not None:
        _write(course, balance, output, on_map=on_map, dark=dark)
        say(f"wrote {output}")
    if as_json:
        told = course.as_dict()
        emit_json(told if balance is None else {**told, "balance": balance.as_dict()})
    elif output is None:
        emit("\n\n".join(_text(course, balance)))


def _answered(
    *, group_: str | None, around: str | None, of: str, start: int, end: int | None, scheme: str | None,
    as_of: date | None, hub: str | None, kinds: tuple[str, ...], cut: float, add: tuple[str, ...],
    drop: tuple[str, ...], balance: bool, signs: str, foes: str | None, events: str, dataset: str | None,
) -> tuple[Course, Balance | None]:  # fmt: skip
    from detente.answers.balances import balances  # noqa: PLC0415 - likewise
    from detente.answers.networks import architectures  # noqa: PLC0415 - likewise
    from detente.dates import as_of_day  # noqa: PLC0415 - heavy, and only used here
    from detente.identity.dyads import resolve_states  # noqa: PLC0415 - heavy, and only used here

    day = as_of_day(as_of)
    among = _among(group_, around, (date(start, 1, 1), day), scheme, events)
    added, dropped = ([_pair(text, day, scheme) for text in pairs] for pairs in (add, drop))
    if hub is not None:
        (hub,) = resolve_states([hub], day, scheme)
    course = architectures(
        of, among, start=start, end=end, as_of=day, hub=hub, kinds=kinds or ("defence",), cut=cut, add=added,
        drop=dropped, events=events, dataset=dataset,
    )  # fmt: skip
    if not balance:
        return course, None
    by_pacts = signs == "records"
    return course, balances(
        among, year=end, as_of=day, signs=signs, foes=foes, add=added, drop=dropped if by_pacts else (), events=events
    )


def _among(
    group_: str | None, around: str | None, span: tuple[date, date], scheme: str | None, events: str
) -> str | list[str]:
    from detente.answers.surroundings import group_around  # noqa: PLC0415 - as above
    from detente.errors import UsageError  # noqa: PLC0415 - as above
    from detente.identity import resolve_during  # noqa: PLC0415 - as above

    if around is not None:
        if group_ is not None:
            raise UsageError("--group and --around both name the states; give one of them", value=around)
        day = span[1]
        found, _ = group_around(*_pair(around, day, scheme), day, events=events)
        return found if isinstance(found, str) else list(found)
    if group_ is not None and "," in group_:
        names = [part.strip() for part in group_.split(",") if part.strip()]
        return names if scheme is None else [resolve_during(name, *span, scheme=scheme).code for name in names]
    return group_ or "asia-pacific"


def _pair(text: str, day: date, scheme: str | None) -> tuple[str, str]:
    """Return the codes of two states written with a dash between: a hyphen may also be part of a name."""
    from detente.errors import UnknownState, UsageError  # noqa: PLC0415 - as above
    from detente.identity import resolve_state  # noqa: PLC0415 - as above

    plain = text.replace("–", "-").replace("—", "-").replace("/", "-")
    places = [i for i, letter in enumerate(plain) if letter == "-"]
    for i in places:
        first, second = plain[:i].strip(), plain[i + 1 :].strip()
        try:
            a, b = (resolve_state(name, day, scheme=scheme).code for name in (first, second))
        except UnknownState:
            if len(places) == 1:
                raise
            continue
        if a == b:
            raise UsageError(f"{text!r} names one state twice; a pair takes two", value=text)
        return a, b
    raise UsageError(
        f"{text!r} is no pair of states; write two with a dash between, as in “China – Russia”", value=text
    )


def _write(course: Course, balance: Balance | None, output: Path, *, on_map: bool, dark: bool) -> None:
    from detente.errors import UsageError  # noqa: PLC0415 - as above

    match output.suffix:
        case ".csv":
            write_file(output, csv_text(course.indices))
        case ".json":
            told = course.as_dict() if balance is None else {**course.as_dict(), "balance": balance.as_dict()}
            write_file(output, json_text(told, default=str) + "\n")
        case ".svg" | ".png":
            _draw(course, output, on_map=on_map, dark=dark)
        case ".html" | ".pdf" | ".docx" | ".md":
            from detente.answers.documents.architecture import architecture_document  # noqa: PLC0415 - as above
            from detente.publish import write  # noqa: PLC0415 - as above

            write(architecture_document(course, balance, on_map=on_map), output)
        case other:
            raise UsageError(
                f"an architecture can't be written as {other or 'a file without suffix'}; use .svg, .png, .html, .pdf, "
                ".docx, .md, .csv or .json",
                value=other,
            )


def _draw(course: Course, output: Path, *, on_map: bool, dark: bool) -> None:
    from detente.answers.places import capitals_on, disputes_on  # noqa: PLC0415 - as above
    from detente.publish.charts.theme import DARK, LIGHT  # noqa: PLC0415 - as above
    from detente.publish.drawings import png, svg  # noqa: PLC0415 - as above

    capitals = capitals_on(course.states, course.on) if on_map else None
    disputes = disputes_on(course.states, course.on) if on_map else None
    drawing = _drawing(course, capitals=capitals, disputes=disputes)
    theme = DARK if dark else LIGHT
    write_file(output, svg(drawing, theme, titled=True) if output.suffix == ".svg" else png(drawing, theme))


def _drawing(course: Course, **places: Any) -> NetworkDrawing:
    from detente.answers.documents.network_drawings import network_drawing  # noqa: PLC0415 - as above
    from detente.documents.register import Register  # noqa: PLC0415 - as above

    return network_drawing(course, Register(), course.sources[0], **places)


def _text(course: Course, balance: Balance | None) -> list[str]:
    from detente.answers.documents.balance import balance_summary  # noqa: PLC0415 - as above
    from detente.cli.architecture_tables import course_tables  # noqa: PLC0415 - as above
    from detente.cli.balance_tables import balance_tables  # noqa: PLC0415 - as above

    drawing = _drawing(course)
    parts = [heading(drawing.title), paragraph(drawing.description.text)]
    parts += [_table(table) for table in course_tables(course)]
    parts.append(paragraph(_null(course)))
    if balance is not None:
        parts += [*(_table(table) for table in balance_tables(balance)), paragraph(balance_summary(balance))]
    told = dict.fromkeys([*course.notes, *(() if balance is None else balance.notes)])
    parts += [paragraph(note) for note in told]
    return [*parts, paragraph(f"Sources: {', '.join(course.sources)}. As known on {course.as_of}.")]


def _table(table: TextTable) -> str:
    return f"{heading(table.title)}\n{grid(table.header, table.rows, table.align)}"


def _null(course: Course) -> str:
    lo, hi = course.null.interval()
    core = ", ".join(course.core.filter(course.core["year"] == course.on.year)["name"].head(5))
    inner = f" Core: {core}." if core else ""
    return (
        f"Leading eigenvalue of the likely ties of {course.on.year}: {course.null.leading:.2f}; where each state keeps "
        f"its number of ties, {lo:.2f} to {hi:.2f} (share at or above: {course.null.at_least:.2f}).{inner}"
    )
