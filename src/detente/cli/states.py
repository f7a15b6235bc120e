"""The verb states: which state a name or code means, and its codes, spells and names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from detente.cli.answer_output import output_answer
from detente.cli.options import DAY, json_option, scheme_option
from detente.cli.output import grid, heading, paragraph

if TYPE_CHECKING:
    from detente.answers.states import StateAnswer, StateList

__all__ = ["states"]

TITLES = {
    "cow": "Correlates of War",
    "gw": "Gleditsch–Ward",
    "iso3": "ISO 3166 alpha-3",
    "iso2": "ISO 3166 alpha-2",
    "iso_numeric": "ISO 3166 numeric",
    "fips": "FIPS 10-4",
    "cameo": "CAMEO",
}


@click.command()
@click.argument("name", required=False)
@click.option("--on", type=DAY, help="The day; by default today.")
@scheme_option
@click.option(
    "--system",
    type=click.Choice(["cow", "gw"]),
    default="cow",
    show_default=True,
    help="Which list to print.",
)
@json_option
def states(*, name: str | None, as_json: bool, **options: Any) -> None:
    """Look up which state a name or code means.

    NAME is a name, code or number, as used on a day. Without it, the states of that day are listed.
    """
    from detente.answers.states import StateList  # noqa: PLC0415 - heavy, and only used here
    from detente.answers.states import states as answer_states  # noqa: PLC0415 - likewise

    answer: Any = answer_states(name, **options)
    text = _list(answer) if isinstance(answer, StateList) else _card(answer)
    output_answer(answer, [text], (), as_json=as_json)


def _list(answer: StateList) -> str:
    system = answer.system
    rows = [(state.code, str(getattr(state, system)), state.iso3 or "", state.name) for state in answer.states]
    return grid(("code", system, "iso3", "name"), rows, "lrll", indent="")


def _card(answer: StateAnswer) -> str:
    state = answer.state
    parts = [f"{heading(state.name)} ({state.code}), {state.kind}\n{paragraph(state.official, '  ')}"]
    if state.note:
        parts.append(paragraph(state.note, "  "))
    codes = [(title, str(getattr(state, scheme) or "none then")) for scheme, title in TITLES.items()]
    parts.append(f"{heading('Codes')}\n{grid(('scheme', 'code'), codes, 'll')}")
    if state.spells:
        spells = [(TITLES[s.system], str(s.number), s.start, s.end or "open") for s in state.spells]
        parts.append(f"{heading('On the lists')}\n{grid(('list', 'number', 'from', 'until'), spells, 'lrll')}")
    rows = [(name["name"], name["use"], _span(name["from"], name["until"])) for name in answer.names()]
    parts.append(f"{heading('Names')}\n{grid(('name', 'use', 'in use'), rows, 'lll')}")
    return "\n\n".join(parts)


def _span(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return ""
    if end is None:
        return f"from {start}"
    return f"until {end}" if start is None else f"{start} to {end}"
