"""Options that several verbs share, and their types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from detente.dates import first_day, last_day, parse_day
from detente.errors import UsageError
from detente.identity.schemes import SCHEMES

__all__ = [
    "DAY",
    "FIRST_DAY",
    "LAST_DAY",
    "Day",
    "YearOrDay",
    "as_of_option",
    "files_option",
    "json_option",
    "output_option",
    "scheme_option",
    "settings_of",
]

if TYPE_CHECKING:
    _DayType = click.ParamType[date]
else:
    _DayType = click.ParamType  # generic only to the type checker, and only in later versions

F = TypeVar("F", bound=Callable[..., Any])


class Day(_DayType):
    """A day written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with how a day is written."""
        if isinstance(value, date):
            return value
        try:
            return parse_day(value)
        except UsageError as error:
            self.fail(error.message, param, ctx)


class YearOrDay(_DayType):
    """A day written YYYY-MM-DD, or a year, which means its first or its last day.

    Parameters
    ----------
    last : bool
        Whether a year means its last day.
    """

    name = "YEAR|YYYY-MM-DD"

    def __init__(self, *, last: bool) -> None:
        self.last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with how a day is written."""
        try:
            return last_day(value) if self.last else first_day(value)
        except UsageError as error:
            self.fail(error.message, param, ctx)


DAY = Day()
FIRST_DAY, LAST_DAY = YearOrDay(last=False), YearOrDay(last=True)


def json_option(command: F) -> F:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Write JSON, errors included.")(command)


def output_option(command: F) -> F:
    """Add ``-o`` of a verb whose answer is a table and a document."""
    return files_option(
        "Write the table (.csv, .parquet), what --json prints (.json), or a document (.html, .pdf, .docx, .md)."
    )(command)


def files_option(formats: str, *, metavar: str = "FILE") -> Callable[[F], F]:
    """Return what adds ``-o``, which may be repeated; ``-`` is standard output.

    Parameters
    ----------
    formats : str
        What is written, by suffix, in a sentence.
    metavar : str
        What is named: a file or a folder.
    """
    return click.option(
        "-o",
        "--output",
        "outputs",
        type=click.Path(path_type=Path, allow_dash=True),
        multiple=True,
        metavar=metavar,
        help=f"{formats} Repeat it for more files; - is standard output, -.html that format of it.",
    )


def scheme_option(command: F) -> F:
    """Add ``--scheme``."""
    return click.option(
        "--scheme",
        type=click.Choice(SCHEMES),
        help="Scheme of the names or codes of states; by default each is recognised.",
    )(command)


def as_of_option(command: F) -> F:
    """Add ``--as-of``."""
    return click.option("--as-of", type=DAY, help="Use only records known on this day; by default today.")(command)


def settings_of(given: tuple[str, ...]) -> dict[str, str]:
    """Return the settings of ``--set KEY=VALUE``."""
    settings = {}
    for setting in given:
        key, equals, value = setting.partition("=")
        if not equals or not key:
            click.get_current_context().fail(f"invalid --set {setting}: expected KEY=VALUE")
        settings[key] = value
    return settings
