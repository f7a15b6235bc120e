"""``detente states``: which state a name or code means, and its codes, spells and names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from detente.cli.options import DAY, json_option, scheme_option
from detente.cli.output import emit, emit_json, grid, heading, paragraph

if TYPE_CHECKING:
    from detente.identity import State

__all__ = ["states"]

CODES = ("cow", "gw", "iso3", "iso2", "iso_numeric", "fips", "cameo")
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
def states(name: str | None, on: date | None, scheme: str | None, system: str, *, as_json: bool) -> None:
    """Find out which state a name or code means.

    NAME is a name, code or number, read as of a day. Without it, the states of that day are listed.
    """
    if name is None:
        _list(on, system, as_json=as_json)
        return
    from detente.identity import resolve  # noqa: PLC0415 - help should not wait for it

    state = resolve(name, on, scheme=scheme)
    told = {**_told(state), "names": _names(state)}
    if as_json:
        emit_json(told)
    else:
        emit(_card(state, told["names"]))


def _list(on: date | None, system: str, *, as_json: bool) -> None:
    from detente.identity import states as members  # noqa: PLC0415 - as above

    found = members(on, "gw" if system == "gw" else "cow")
    if as_json:
        emit_json([_told(state) for state in found])
        return
    rows = [(s.code, str(getattr(s, system)), s.iso3 or "", s.name) for s in found]
    emit(grid(("code", system, "iso3", "name"), rows, "lrll", indent=""))


def _told(state: State) -> dict[str, Any]:
    spells = [{"system": s.system, "number": s.number, "start": s.start, "end": s.end} for s in state.spells]
    codes = {scheme: getattr(state, scheme) for scheme in CODES}
    return {
        "code": state.code,
        "name": state.name,
        "official": state.official,
        "demonym": state.demonym,
        "kind": state.kind,
        "codes": codes,
        "spells": spells,
        "note": state.note,
    }


def _names(state: State) -> list[dict[str, Any]]:
    """Return every name on record, at all dates; open ends are None."""
    from detente.identity.records import names_of  # noqa: PLC0415 - as above

    return [
        {
            "name": row.name,
            "use": row.use,
            "from": None if row.period.start == date.min else row.period.start,
            "until": None if row.period.end == date.max else row.period.end,
        }
        for row in names_of().get(state.code, ())
    ]


def _card(state: State, names: list[dict[str, Any]]) -> str:
    parts = [f"{heading(state.name)} ({state.code}), {state.kind}\n{paragraph(state.official, '  ')}"]
    if state.note:
        parts.append(paragraph(state.note, "  "))
    codes = [(TITLES[scheme], str(getattr(state, scheme) or "none then")) for scheme in CODES]
    parts.append(f"{heading('Codes')}\n{grid(('scheme', 'code'), codes, 'll')}")
    if state.spells:
        spells = [(TITLES[s.system], str(s.number), s.start, s.end or "open") for s in state.spells]
        parts.append(f"{heading('On the lists')}\n{grid(('list', 'number', 'from', 'until'), spells, 'lrll')}")
    rows = [(n["name"], n["use"], _span(n["from"], n["until"])) for n in names]
    parts.append(f"{heading('Names')}\n{grid(('name', 'use', 'in use'), rows, 'lll')}")
    return "\n\n".join(parts)


def _span(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return ""
    if end is None:
        return f"from {start}"
    return f"until {end}" if start is None else f"{start} to {end}"
