"""The verb architecture: whether states depend on a hub or form a web, year by year, and what would change it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.answer_output import DOCUMENTS, answer_bytes, document_bytes, output_answer
from detente.cli.options import as_of_option, files_option, json_option, scheme_option
from detente.cli.output import grid, heading, paragraph

if TYPE_CHECKING:
    from detente.answers.architecture import ArchitectureAnswer
    from detente.answers.balance import Balance
    from detente.answers.network_series import NetworkSeries
    from detente.cli.architecture_tables import TextTable
    from detente.documents.network_drawing import NetworkDrawing

__all__ = ["architecture"]

EXAMPLES = """\
\b
Examples:
  detente architecture --group asia-pacific --since 1990 --until 2014
  detente architecture --of cooperation --as-of 2015-09-01 --balance
  detente architecture --add-pact "China – Russia" -o architecture.svg
  detente architecture --around "Japan – Russia" --map -o map.png
"""


@click.command(epilog=EXAMPLES)
@click.option(
    "--group", metavar="GROUP|STATES", help="A group, or states separated by commas.  [default: asia-pacific]"
)
@click.option("--around", metavar="PAIR", help="The group around two states instead, as “Japan – Russia”.")
@click.option(
    "--of", type=click.Choice(["pacts", "cooperation", "visits", "exercises"]), default="pacts", show_default=True,
    help="What counts as a tie.",
)  # fmt: skip
@click.option("--since", type=int, default=1990, show_default=True, metavar="YEAR", help="First year.")
@click.option("--until", type=int, metavar="YEAR", help="Last year; by default the last year covered.")
@scheme_option
@as_of_option
@click.option("--hub", metavar="STATE", help="Use this state as the hub; by default the one with most ties.")
@click.option(
    "--kind", multiple=True, type=click.Choice(["defence", "neutrality", "nonaggression", "consultation"]),
    help="Obligation that counts as a pact; may be repeated.  [default: defence]",
)  # fmt: skip
@click.option(
    "--cut", type=float, default=0.0, show_default=True, help="Temperature above which conduct is cooperation."
)
@click.option("--add-pact", multiple=True, metavar="PAIR", help="A hypothetical tie, as “China – Russia”; repeatable.")
@click.option("--drop-pact", multiple=True, metavar="PAIR", help="A tie to remove; repeatable.")
@click.option(
    "--balance", is_flag=True, help="Also measure structural balance: how far friends and foes are from two camps."
)
@click.option(
    "--signs", type=click.Choice(["temperature", "records"]), default="temperature", show_default=True,
    help="What defines friends and foes: conduct, or pacts and rivalries.",
)  # fmt: skip
@click.option("--foes", metavar="DATASET", help="Rivalries or disputes in your store, for signs by records.")
@click.option("--events", default="conduct", show_default=True, metavar="DATASET", help="Dataset of events.")
@click.option("--dataset", metavar="DATASET", help="Dataset of pacts, visits or exercises in your store.")
@click.option("--map", "on_map", is_flag=True, help="Draw the network on a map of capitals and disputes.")
@click.option("--dark", is_flag=True, help="Draw an .svg or .png in dark colours.")
@files_option(
    "Write a drawing (.svg, .png), a document (.html, .pdf, .docx, .md) or the figures (.csv; .json as --json)."
)
@json_option
def architecture(*, outputs: tuple[Path, ...], as_json: bool, on_map: bool, dark: bool, **options: Any) -> None:
    """Show whether states depend on a hub or form a web.

    Two axes are measured each year: how far one state stands out (hub), and how far the others are tied among
    themselves (web).
    """
    from detente.answers.architecture import architecture as answer_architecture  # noqa: PLC0415 - heavy, used only here

    answer = answer_architecture(**options)
    content = partial(_content, answer, outputs, on_map=on_map, dark=dark)
    output_answer(answer, _text(answer.networks, answer.balance), outputs, as_json=as_json, content=content)


def _content(answer: ArchitectureAnswer, outputs: Sequence[Path], suffix: str, *, on_map: bool, dark: bool) -> bytes:
    """Return a drawing, a document or a table by a file's suffix."""
    if suffix in {".svg", ".png"}:
        return _draw(answer.networks, suffix, on_map=on_map, dark=dark)
    if suffix in DOCUMENTS:
        from detente.answers.documents.architecture import architecture_document  # noqa: PLC0415 - as above

        return document_bytes(architecture_document(answer, on_map=on_map), suffix, outputs)
    if suffix in {".csv", ".parquet", ".json"}:
        return answer_bytes(answer, suffix, outputs=outputs)
    from detente.errors import UsageError  # noqa: PLC0415 - as above

    raise UsageError(
        f"an architecture can't be written as {suffix or 'a file without suffix'}; use .svg, .png, .html, .pdf, "
        ".docx, .md, .csv, .parquet or .json",
        value=suffix,
    )


def _draw(networks: NetworkSeries, suffix: str, *, on_map: bool, dark: bool) -> bytes:
    """Return the drawing as SVG or PNG."""
    from detente.answers.map_points import capitals_on, disputes_on  # noqa: PLC0415 - as above
    from detente.publish.charts.theme import DARK, LIGHT  # noqa: PLC0415 - as above
    from detente.publish.drawings import png, svg  # noqa: PLC0415 - as above

    capitals = capitals_on(networks.states, networks.on) if on_map else None
    disputes = disputes_on(networks.states, networks.on) if on_map else None
    drawing = _drawing(networks, capitals=capitals, disputes=disputes)
    theme = DARK if dark else LIGHT
    return svg(drawing, theme, titled=True).encode() if suffix == ".svg" else png(drawing, theme)


def _drawing(networks: NetworkSeries, **places: Any) -> NetworkDrawing:
    from detente.answers.documents.blocks.network_drawings import network_drawing  # noqa: PLC0415 - as above
    from detente.documents.register import Register  # noqa: PLC0415 - as above

    return network_drawing(networks, Register(), networks.sources[0], **places)


def _text(networks: NetworkSeries, balance: Balance | None) -> list[str]:
    from detente.answers.documents.blocks.balance import balance_summary  # noqa: PLC0415 - as above
    from detente.cli.architecture_tables import course_tables  # noqa: PLC0415 - as above
    from detente.cli.balance_tables import balance_tables  # noqa: PLC0415 - as above

    drawing = _drawing(networks)
    parts = [heading(drawing.title), paragraph(drawing.description.text)]
    parts += [_table(table) for table in course_tables(networks)]
    parts.append(paragraph(_null(networks)))
    if balance is not None:
        parts += [*(_table(table) for table in balance_tables(balance)), paragraph(balance_summary(balance))]
    notes = dict.fromkeys([*networks.notes, *(() if balance is None else balance.notes)])
    parts += [paragraph(note) for note in notes]
    return [*parts, paragraph(f"Sources: {', '.join(networks.sources)}. As known on {networks.as_of}.")]


def _table(table: TextTable) -> str:
    return f"{heading(table.title)}\n{grid(table.header, table.rows, table.align)}"


def _null(networks: NetworkSeries) -> str:
    lo, hi = networks.null.interval()
    core = ", ".join(networks.core.filter(networks.core["year"] == networks.on.year)["name"].head(5))
    inner = f" Core: {core}." if core else ""
    return (
        f"Leading eigenvalue of the likely ties of {networks.on.year}: {networks.null.leading:.2f}; where each state "
        f"keeps its number of ties, {lo:.2f} to {hi:.2f} (share at or above: {networks.null.at_least:.2f}).{inner}"
    )
