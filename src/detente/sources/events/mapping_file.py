"""The mapping file, by which any table of events is read: CSV, TSV, Parquet or Stata, columns called as you like.

It is a small TOML file::

    dataset = "my-events"          # required: the name of the dataset
    scheme = "iso3"                # how states are written: see `detente states --help`
    day = "%d.%m.%Y"               # how days are written; by default told from all of them: 2014-03-18, 18/3/2014 …
    codes = "full"                 # how CAMEO codes are written: see `detente.sources.shaping.column_forms.code_of`
    decimal = ","                  # the decimal mark; by default a point
    delimiter = ";"                # by default a tab, a comma or a semicolon, told from the header
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

A row whose state can't be told is kept with its actor as written and without a state. ``NA``, ``NaN``, ``.`` and blank
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

__all__ = ["A_DAY", "DELIMITERS", "Mapped", "read_mapping"]

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
LONG_AGO = datetime(1914, 6, 28, tzinfo=UTC)  # a year of two digits does not tell its century
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping file, read and checked.

    Parameters
    ----------
    dataset : str
        Name of the dataset.
    columns : mapping of str to str
        Ours to theirs.
    scheme : str
        How states are written.
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
        What the file itself shows of its days, where `day` does not say: ``day_first`` or ``month_first``.
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
        """What it says of rows: one text, however the mapping file is written and whatever it says of the dataset.

        Examples
        --------
        >>> one = Mapped("mine", {"date": "day", "source": "a"}, scheme="name")
        >>> one.meaning == Mapped("theirs", {"source": "a", "date": "day"}, about={"title": "Mine"}).meaning
        True
        """
        said: list[object] = [self.columns, self.scheme, self.day, self.delimiter, self.quotes, self.quad]
        said += [{"codes": self.codes}] if self.codes else []
        said += [{"decimal": self.decimal}] if self.decimal else []
        if self.own:  # the columns and days are always the same
            said = [self.scheme, self.codes] if self.scheme or self.codes else []
            return json.dumps(said) if said else ""
        return json.dumps([dict(one) if isinstance(one, Mapping) else one for one in said], sort_keys=True)


def read_mapping(path: Path) -> Mapped:
    r"""Read a mapping file.

    Parameters
    ----------
    path : pathlib.Path
        The file, TOML: see the module.

    Raises
    ------
    UsageError
        If it can't be read, or says what a mapping can't say; names the entry and what is allowed.

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
        said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"the mapping {path} can't be read: {why}; name a TOML file", value=path) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"the mapping {path} is no TOML: {error}", value=path) from None
    _check_tables(path, said)
    _check_values(path, said)
    columns, quad, about = (dict(said.get(name, {})) for name in TABLES)
    plain = {name: said[name] for name in PLAIN if name in said}
    return Mapped(said["dataset"], columns, quad=quad, about=about, **plain)


def _check_tables(path: Path, said: Mapping[str, Any]) -> None:
    """Check what a mapping has, and that it has what it needs."""
    for name in TABLES:
        texts = said.get(name, {})
        if not isinstance(texts, dict) or not all(isinstance(value, str) for value in texts.values()):
            raise _fault(path, f"[{name}] must be a table of texts", texts)
    allowed = {
        "it": (said, KEYS),
        "[columns]": (said.get("columns", {}), COLUMNS),
        "[about]": (said.get("about", {}), ABOUT),
    }
    for where, (entries, names) in allowed.items():
        if unknown := sorted(set(entries) - set(names)):
            raise _fault(path, f"{where} has {', '.join(unknown)}; allowed are {', '.join(sorted(names))}", unknown)
    columns = said.get("columns", {})
    absent = [name for name in REQUIRED if name not in columns]
    absent += [] if any(name in columns for name in CLASSES) else [f"one of {', '.join(CLASSES)}"]
    if absent:
        raise _fault(
            path,
            f"[columns] lacks {' and '.join(absent)}; it needs {', '.join(REQUIRED)} and one of {', '.join(CLASSES)}",
            absent,
        )


def _check_values(path: Path, said: Mapping[str, Any]) -> None:
    """Check that each entry is one of its values."""
    name = said.get("dataset")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise _fault(path, f"dataset {_is(name)}, and must be a name of small letters, digits, '-', '_' and '.'", name)
    if wrong := sorted(set(said.get("quad", {}).values()) - set(QUADS)):
        raise _fault(path, f"[quad] names {', '.join(wrong)}; the classes are {', '.join(QUADS)}", wrong)
    if said.get("scheme", "name") not in SCHEMES:
        raise _fault(path, f"scheme is {said['scheme']!r}, and must be one of {', '.join(SCHEMES)}", said["scheme"])
    if (codes := said.get("codes", "full")) not in CODE_FORMS:
        raise _fault(path, f"codes is {codes!r}, and must be one of {', '.join(CODE_FORMS)}", codes)
    if (mark := said.get("decimal", ".")) not in DECIMALS:
        raise _fault(path, f"decimal is {mark!r}, and must be a point or a comma", mark)
    if (cut := said.get("delimiter", ",")) not in DELIMITERS:
        raise _fault(path, f"delimiter is {cut!r}, and must be a tab, a comma or a semicolon", cut)
    if not isinstance(quotes := said.get("quotes", True), bool):
        raise _fault(path, f"quotes is {quotes!r}, and must be true or false", quotes)
    if "day" in said and not _tells_days(said["day"]):
        raise _fault(
            path,
            f"day is {said['day']!r}, which tells no year, month and day; write it as '%d.%m.%Y' for 18.03.2014, "
            "with a year of four digits",
            said["day"],
        )


def _tells_days(form: object) -> bool:
    """Whether a day that is written in a form can be read back from it."""
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
