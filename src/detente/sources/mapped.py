"""Any table of events, by a mapping file: CSV, TSV or Parquet, columns called as you like.

The mapping is a small TOML file::

    dataset = "my-events"          # required: the name of the dataset
    scheme = "iso3"                # how states are written: see `detente states --help`
    day = "%d.%m.%Y"               # how days are written; by default Y-m-d or m/d/Y
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
    origin = "..."
    licence = "..."
    citation = "..."
    note = "what 'no row' means"

A row whose state can't be told is kept with its actor as written and without a state.
"""

from __future__ import annotations

import contextlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from detente.catalog import QUADS
from detente.errors import DataError, UsageError
from detente.identity import SCHEMES
from detente.sources.acts import Reading
from detente.sources.event_formats import Format, Named, filled, names_of, plain_name
from detente.sources.icews_events import NO_DAY, day_of
from detente.sources.lines import REJECTS, Layout, Rows
from detente.sources.literal_paths import parquet_schema, scan_parquet
from detente.sources.quoted import split_cells

__all__ = ["PROVIDED", "Mapped", "mapped_format", "parquet_rows", "read_mapping"]

REQUIRED = ("date", "source", "target")
CLASSES = ("cameo", "quad", "plover")
OPTIONAL = ("source_actor", "target_actor", "known_on", "id", "reports", "intensity", "text")
KEYS = {"dataset", "scheme", "day", "delimiter", "quotes", "columns", "quad", "about"}
TABLES = ("columns", "quad", "about")
COLUMNS = (*REQUIRED, *CLASSES, *OPTIONAL)
ABOUT = {"title", "origin", "licence", "citation", "note"}
DELIMITERS = ("\t", ",", ";")
PROVIDED = {  # datasets of providers, and the format of their files
    "gdelt1": "gdelt1",
    "gdelt2": "gdelt2",
    "gdelt2-translingual": "gdelt2",
    "icews-events": "icews",
    "polecat": "polecat",
}
A_DAY = datetime(2014, 3, 18, tzinfo=UTC)
SHOWN = 12  # names of a header that a message shows
ROWS = 200_000  # rows of a Parquet file read at a time
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
    delimiter : str or None
        Between cells.
    quotes : bool
        Whether quotes enclose cells.
    quad : mapping of str to str
        Their classes to ours.
    about : mapping of str to str
        For the list of sources.
    """

    dataset: str
    columns: Mapping[str, str]
    scheme: str = "name"
    day: str | None = None
    delimiter: str | None = None
    quotes: bool = True
    quad: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def meaning(self) -> str:
        """What it says of rows: one text, however the mapping file is written and whatever it says of the dataset.

        Examples
        --------
        >>> one = Mapped("mine", {"date": "day", "source": "a"}, scheme="name")
        >>> one.meaning == Mapped("theirs", {"source": "a", "date": "day"}, about={"title": "Mine"}).meaning
        True
        """
        said = (self.columns, self.scheme, self.day, self.delimiter, self.quotes, self.quad)
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
    plain = {name: said[name] for name in ("scheme", "day", "delimiter", "quotes") if name in said}
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
    if name in PROVIDED:
        raise _fault(path, f"dataset is {name!r}, which is a provider's own; choose another name", name)
    if wrong := sorted(set(said.get("quad", {}).values()) - set(QUADS)):
        raise _fault(path, f"[quad] names {', '.join(wrong)}; the classes are {', '.join(QUADS)}", wrong)
    if said.get("scheme", "name") not in SCHEMES:
        raise _fault(path, f"scheme is {said['scheme']!r}, and must be one of {', '.join(SCHEMES)}", said["scheme"])
    if (cut := said.get("delimiter", ",")) not in DELIMITERS:
        raise _fault(path, f"delimiter is {cut!r}, and must be a tab, a comma or a semicolon", cut)
    if not isinstance(quotes := said.get("quotes", True), bool):
        raise _fault(path, f"quotes is {quotes!r}, and must be true or false", quotes)
    if "day" in said and not _tells_days(said["day"]):
        raise _fault(
            path,
            f"day is {said['day']!r}, which tells no year, month and day; write it as '%d.%m.%Y' for 18.03.2014",
            said["day"],
        )


def _tells_days(form: object) -> bool:
    """Whether a day that is written in a form can be read back from it."""
    try:
        text = A_DAY.strftime(str(form))
        return isinstance(form, str) and datetime.strptime(text, form).date() == A_DAY.date()  # noqa: DTZ007 - as below
    except ValueError:
        return False


def _is(value: object) -> str:
    return "is missing" if value is None else f"is {value!r}"


def _fault(path: Path, what: str, value: object) -> UsageError:
    return UsageError(f"the mapping {path}: {what}", value=value)


def mapped_format(mapped: Mapped) -> Format:
    """Return the format that a mapping describes."""
    about = {"title": f"{mapped.dataset}, mapped by the user", **mapped.about}
    return Format(
        name="mapped",
        title=about["title"],
        origin=about.get("origin", "a file of the user's"),
        licence=about.get("licence", "not stated"),
        citation=about.get("citation", "not stated"),
        note=about.get(
            "note",
            "The file does not say what it covers: no row may mean that nothing happened, that nothing was "
            "reported or that nothing was collected",
        ),
        header=True,
        layout=partial(_layout, mapped),
        fits=lambda _: False,
        raw=partial(_raw, mapped),
        how=Reading(
            mapped.scheme,
            _day_reader(mapped.day),
            _day_reader(mapped.day),
            mapped.columns,
            no_day=_no_day(mapped.day),
            quads=tuple(mapped.quad) or QUADS,
        ),
        named=partial(_named, mapped),
    )


def parquet_rows(path: Path, mapped: Mapped, unit: int) -> Iterator[Rows]:
    """Yield the rows of a Parquet file, some at a time; ``line`` is the row, counted from 1.

    Raises
    ------
    DataError
        If it can't be read or lacks a column.
    """
    try:
        found = parquet_schema(path)
        if absent := sorted(set(mapped.columns.values()) - set(found)):
            more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            raise DataError(
                f"{path} lacks {', '.join(absent)}; its columns are {', '.join(list(found)[:SHOWN])}{more}",
                value=absent,
            )
        cells = [_as_text(theirs, found[theirs]).alias(f"\0{ours}") for ours, theirs in mapped.columns.items()]
        height = scan_parquet(path).select(pl.len()).collect().item()
        for start in range(0, height, ROWS):
            frame = scan_parquet(path).slice(start, ROWS).select(cells).collect()
            frame = frame.rename({f"\0{ours}": ours for ours in mapped.columns}).with_columns(
                pl.selectors.string().str.strip_chars().replace("", None),
                pl.lit(unit, pl.UInt32).alias("unit"),
                pl.int_range(start + 1, start + frame.height + 1, dtype=pl.Int64).alias("line"),
            )
            yield Rows(frame, pl.DataFrame(schema=REJECTS), {unit: frame.height})
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"{path} can't be read as Parquet: {error}", value=path) from None


def _as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column as text, days as Y-m-d; what has no text (a list, a struct) can't be a cell."""
    if isinstance(dtype, pl.Datetime):
        return pl.col(name).dt.date().cast(pl.String)
    if dtype.is_nested() or dtype in (pl.Binary, pl.Object):
        raise DataError(f"its column {name} is {dtype}, and must be text, a number or a day", value=name)
    return pl.col(name).cast(pl.String)


def _layout(mapped: Mapped, header: str) -> Layout:
    cuts = (mapped.delimiter,) if mapped.delimiter else DELIMITERS
    read = {cut: _cells(header, cut, quotes=mapped.quotes) for cut in cuts}
    wanted = set(mapped.columns.values())
    cut = next((cut for cut, names in read.items() if wanted <= set(names)), None)
    if cut is None:
        names = max(read.values(), key=len)
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        raise DataError(
            f"its header lacks {', '.join(sorted(wanted - set(names)))}; it has {', '.join(names[:SHOWN])}{more}",
            value=names,
        )
    names = read[cut]
    if twice := sorted(name for name in wanted if names.count(name) > 1):
        raise DataError(f"its header names {', '.join(twice)} more than once", value=twice)
    twins = _twins(mapped)
    once = {ours: names.index(theirs) for ours, theirs in mapped.columns.items() if ours not in twins}
    return Layout(once, (len(names),), {}, cut)


def _twins(mapped: Mapped) -> dict[str, str]:
    """Return which of our columns are read from the same of theirs as another one of ours before them."""
    first: dict[str, str] = {}
    for ours, theirs in mapped.columns.items():
        first.setdefault(theirs, ours)
    return {ours: first[theirs] for ours, theirs in mapped.columns.items() if first[theirs] != ours}


def _cells(header: str, cut: str, *, quotes: bool) -> list[str]:
    plain = names_of(header, cut)
    if not quotes or '"' not in header:
        return plain
    with contextlib.suppress(ValueError):
        return [name.strip() for name in split_cells(header.removeprefix("\ufeff").strip("\r\n"), cut) or plain]
    return plain


def _raw(mapped: Mapped, frame: pl.DataFrame) -> pl.DataFrame:
    """Columns as every dataset has them; numbers that are none become NaN or 0, and so rejects."""
    here = {ours: pl.col(twin) for ours, twin in _twins(mapped).items() if ours not in frame.columns}
    frame = frame.with_columns(**here)
    columns = {
        "source_place": pl.col("source"),
        "target_place": pl.col("target"),
        "source_actor": pl.coalesce(name for name in ("source_actor", "source") if name in frame.columns),
        "target_actor": pl.coalesce(name for name in ("target_actor", "target") if name in frame.columns),
    }
    if "quad" in frame.columns and mapped.quad:
        columns["quad"] = pl.col("quad").replace(dict(mapped.quad))
    if "reports" in frame.columns:
        given = pl.col("reports")
        number = given.cast(pl.Int64, strict=False)
        columns["reports"] = pl.when(given.is_not_null() & number.is_null()).then(0).otherwise(number)
    if "intensity" in frame.columns:
        given = pl.col("intensity")
        number = given.cast(pl.Float64, strict=False)
        columns["intensity"] = pl.when(given.is_not_null() & number.is_null()).then(float("nan")).otherwise(number)
    return filled(frame, **columns)


def _day_reader(form: str | None) -> Callable[[str | int], date | None]:
    if form is None:
        return day_of

    def read(value: str | int) -> date | None:
        try:
            return datetime.strptime(str(value).strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            return None

    return read


def _no_day(form: str | None) -> str:
    """Return what is told of a text that is no day."""
    if form is None:
        return f"{NO_DAY}; if days are written in another way, say how with day in the mapping"
    return f"is no day written as {A_DAY.strftime(form)}, which the mapping says: day = {form!r}"


def _named(mapped: Mapped, name: str) -> Named:
    return Named(mapped.dataset, plain_name(name))
