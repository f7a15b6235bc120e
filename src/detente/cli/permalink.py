"""The command that makes an answer again, as typed in a shell."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from detente.documents.permalink import Permalink

__all__ = ["command_line", "permalink"]

OMITTED = ("as_json", "outputs")


def permalink(as_of: date, outputs: Sequence[Path]) -> Permalink | None:
    """Return the permalink of the answer that is being given; None outside a command.

    Parameters
    ----------
    as_of : datetime.date
        Day of the question.
    outputs : sequence of pathlib.Path
        The files that the command writes.
    """
    context = click.get_current_context(silent=True)
    if context is None:
        return None
    from detente import __version__  # noqa: PLC0415 - not needed for help
    from detente.dates import today  # noqa: PLC0415 - likewise
    from detente.store import Store, store_version  # noqa: PLC0415 - likewise

    names = {parameter.name for parameter in context.command.params}
    days = {"as_of": as_of} if "as_of" in names else {"until": as_of}
    if context.params.get("retrospect") and "retrospect_until" in names and as_of < today():
        days["retrospect_until"] = context.params.get("retrospect_until") or today()
    return Permalink(command_line(context, days, outputs), __version__, store_version(Store.open()))


def command_line(context: click.Context, days: Mapping[str, date], outputs: Sequence[Path]) -> str:
    """Return a command as typed in a shell, with the options that are not at their default and some days written out.

    Parameters
    ----------
    context : click.Context
        The command's.
    days : mapping of str to datetime.date
        By the name of an option, the day to write for it.
    outputs : sequence of pathlib.Path
        The files that the command writes; each is named without its folder.
    """
    words: list[str] = []
    at: click.Context | None = context
    while at is not None and at.parent is not None:
        words.insert(0, str(at.info_name))
        at = at.parent
    options: list[str] = []
    for parameter in context.command.params:
        name = str(parameter.name)
        value = days.get(name, context.params.get(name))
        if name in OMITTED or value is None or (name not in days and value == parameter.get_default(context)):
            continue
        (words if isinstance(parameter, click.Argument) else options).extend(_words(parameter, value))
    for path in outputs:
        options += ["-o", path.name]
    return shlex.join(["detente", *words, *options])


def _words(parameter: click.Parameter, value: Any) -> Iterator[str]:
    several = isinstance(value, tuple | list)
    values = [str(one) for one in (value if several else [value])]
    if isinstance(parameter, click.Argument):
        yield from values
        return
    name = max(parameter.opts, key=len)
    if isinstance(parameter, click.Option) and parameter.is_flag:
        yield name if value else parameter.secondary_opts[0]
        return
    for one in values:
        yield from (name, one)
