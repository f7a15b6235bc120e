"""The mapping file, by which any table of events is read: CSV, TSV, Parquet or Stata, columns called as you like.

It is a small TOML file::

    dataset = "my-events"          # required: the name of the dataset
    scheme = "iso3"                # scheme of the states: see `detente states --help`
    day = "%d.%m.%Y"               # how dates are written; by default recognised: 2014-03-18, 18/3/2014 …
    codes = "full"                 # how CAMEO codes are written: see `detente.sources.shaping.column_forms.code_of`
    decimal = ","                  # the decimal mark; by default a point
    delimiter = ";"                # by default a tab, a comma or a semicolon, as in the header
    quotes = true                  # whether quotes enclose cells; by default true

    [columns]                      # ours = "theirs"; date, source, target and one of cameo, quad, plover
    date = "Datum"                 # are required
    source = "from"                # the state that acts
    target = "to"
    cameo = "code"                 # source_actor, target_actor, known_on, id, quad, plover, reports, intensity,
                                   # text are optional

    [quad]                         # where the file writes classes in its own way: theirs = ours
    1 = "verbal_cooperation"

    [about]                        # for the list of sources; all optional
    title = "..."
    author = "Doe, Jane and Roe, Richard"    # or organisation = "..."
    year = "2015"
    origin = "..."
    licence = "..."
    citation = "..."
    note = "what 'no row' means"

A row whose state is unknown is kept with its actor as written and without a state. ``NA``, ``NaN``, ``.`` and blank
cells are empty; only where the scheme is ``iso2`` is ``NA`` Namibia.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from detente.catalog import QUADS
from detente.errors import UsageError
from detente.identity import SCHEMES
from detente.sources.shaping.column_forms import CODE_FORMS

__all__ = ["A_DAY", "DELIMITERS", "EventMapping", "read_mapping"]

REQUIRED = ("date", "source", "target")
CLASSES = ("cameo", "quad", "plover")
OPTIONAL = ("source_actor", "target_actor", "known_on", "id", "reports", "intensity", "text")
PLAIN = ("scheme", "day", "codes", "decimal", "delimiter", "quotes")
KEYS = {"dataset", *PLAIN, "columns", "quad", "about"}
TABLES = ("columns", "quad", "about")
COLUMNS = (*REQUIRED, *CLASSES, *OPTIONAL)
ABOUT = {"title", "author", "organisation", "year", "origin", "licence", "citation", "note"}
DELIMITERS = ("\t", ",", ";")
DECIMALS = (".", ",")
A_DAY = datetime(2014, 3, 18, tzinfo=UTC)
LONG_AGO = datetime(1914, 6, 28, tzinfo=UTC)  # a two-digit year leaves the century open
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class EventMapping:
    """A mapping file, read and checked.

    Parameters
    ----------
    dataset : str
        Name of the dataset.
    columns : mapping of str to str
        Ours to theirs.
    scheme : str
        Scheme of the states.
    day : str or None
        How days are written, as for `datetime.datetime.strptime`.
    codes : str or None
        How CAMEO codes are written: see `detente.sources.shaping.column_forms.code_of`.
    decimal : str or None
        The decimal mark.
    delimiter : str or None
        Between cells.
    quotes : bool
        Whether quotes enclose cells.
    quad : mapping of str to str
        Their classes to ours.
    about : mapping of str to str
        For the list of sources.
    day_order : str or None
        The order of day and month found in the file, where `day` does not say: ``day_first`` or ``month_first``.
    own : bool
        Whether it is the built-in mapping: see `detente.sources.events.own_columns`. Then `scheme` may be empty, which
        means that names and codes are recognised.
    """

    dataset: str
    columns: Mapping[str, str]
    scheme: str = "name"
    day: str | None = None
    codes: str | None = None
    decimal: str | None = None
    delimiter: str | None = None
    quotes: bool = True
    quad: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    day_order: str | None = None
    own: bool = False

    @property
    def meaning(self) -> str:
        """What the mapping means for rows, as one text: equal for mappings that read a file alike.

        Examples
        --------
        >>> one = EventMapping("mine", {"date": "day", "source": "a"}, scheme="name")
        >>> one.meaning == EventMapping("theirs", {"source": "a", "date": "day"}, about={"title": "Mine"}).meaning
        True
        """
        parts: list[object] = [self.columns, self.scheme, self.day, self.delimiter, self.quotes, self.quad]
        parts += [{"codes": self.codes}] if self.codes else []
        parts += [{"decimal": self.decimal}] if self.decimal else []
        if self.own:  # the columns and days are always the same
            parts = [self.scheme, self.codes] if self.scheme or self.codes else []
            return json.dumps(parts) if parts else ""
        return json.dumps([dict(one) if isinstance(one, Mapping) else one for one in parts], sort_keys=True)


def read_mapping(path: Path) -> EventMapping:
    r"""Read a mapping file.

    Parameters
    ----------
    path : pathlib.Path
        The file, TOML: see the module.

    Raises
    ------
    UsageError
        If it can't be read or an entry is invalid; names the entry and what is allowed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.toml"
    ...     text = 'dataset = "mine"\n[columns]\ndate = "day"\nsource = "a"\ntarget = "b"\ncameo = "code"\n'
    ...     _ = file.write_text(text)
    ...     read_mapping(file).columns["cameo"]
    'code'
    """
    try:
        entries: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"the mapping {path} can't be read: {why}; give a TOML file", value=path) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"the mapping {path} is not valid TOML: {error}", value=path) from None
    _check_tables(path, entries)
    _check_values(path, entries)
    columns, quad, about = (dict(entries.get(name, {})) for name in TABLES)
    plain = {name: entries[name] for name in PLAIN if name in entries}
    return EventMapping(entries["dataset"], columns, quad=quad, about=about, **plain)


def _check_tables(path: Path, entries: Mapping[str, Any]) -> None:
    """Check that all entries are known and the required ones are there."""
    for name in TABLES:
        texts = entries.get(name, {})
        if not isinstance(texts, dict) or not all(isinstance(value, str) for value in texts.values()):
            raise _fault(path, f"[{name}] must be a table of texts", texts)
    allowed = {
        "it": (entries, KEYS),
        "[columns]": (entries.get("columns", {}), COLUMNS),
        "[about]": (entries.get("about", {}), ABOUT),
    }
    for where, (given, names) in allowed.items():
        if unknown := sorted(set(given) - set(names)):
            raise _fault(path, f"{where} has {', '.join(unknown)}; allowed are {', '.join(sorted(names))}", unknown)
    columns = entries.get("columns", {})
    absent = [name for name in REQUIRED if name not in columns]
    absent += [] if any(name in columns for name in CLASSES) else [f"one of {', '.join(CLASSES)}"]
    if absent:
        raise _fault(
            path,
            f"[columns] lacks {' and '.join(absent)}; it needs {', '.join(REQUIRED)} and one of {', '.join(CLASSES)}",
            absent,
        )


def _check_values(path: Path, entries: Mapping[str, Any]) -> None:
    """Check the values of the entries."""
    name = entries.get("dataset")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise _fault(path, f"dataset {_is(name)}, and must be a name of small letters, digits, '-', '_' and '.'", name)
    if wrong := sorted(set(entries.get("quad", {}).values()) - set(QUADS)):
        raise _fault(path, f"[quad] names {', '.join(wrong)}; the classes are {', '.join(QUADS)}", wrong)
    if entries.get("scheme", "name") not in SCHEMES:
        raise _fault(
            path, f"invalid scheme {entries['scheme']!r}: expected one of {', '.join(SCHEMES)}", entries["scheme"]
        )
    if (codes := entries.get("codes", "full")) not in CODE_FORMS:
        raise _fault(path, f"invalid codes {codes!r}: expected one of {', '.join(CODE_FORMS)}", codes)
    if (mark := entries.get("decimal", ".")) not in DECIMALS:
        raise _fault(path, f"invalid decimal {mark!r}: expected a point or a comma", mark)
    if (cut := entries.get("delimiter", ",")) not in DELIMITERS:
        raise _fault(path, f"invalid delimiter {cut!r}: expected a tab, a comma or a semicolon", cut)
    if not isinstance(quotes := entries.get("quotes", True), bool):
        raise _fault(path, f"invalid quotes {quotes!r}: expected true or false", quotes)
    if "day" in entries and not _is_day_format(entries["day"]):
        raise _fault(
            path,
            f"day is {entries['day']!r}, which lacks year, month or day; write it as '%d.%m.%Y' for 18.03.2014, "
            "with a year of four digits",
            entries["day"],
        )


def _is_day_format(form: object) -> bool:
    """Whether a date written in a format can be parsed back."""
    if not isinstance(form, str):
        return False
    try:
        back = [datetime.strptime(day.strftime(form), form).date() for day in (A_DAY, LONG_AGO)]  # noqa: DTZ007 - days
    except ValueError:
        return False
    return back == [A_DAY.date(), LONG_AGO.date()]


def _is(value: object) -> str:
    return "is missing" if value is None else f"is {value!r}"


def _fault(path: Path, what: str, value: object) -> UsageError:
    return UsageError(f"the mapping {path}: {what}", value=value)
