"""Events from a user's CSV file: parsed, checked row by row, and kept or rejected with a reason.

Columns, in any order (others are ignored)::

    date      required   day of the act, YYYY-MM-DD
    source    required   the state that acts: name, code or number, read at the row's date
    target    required   the state acted toward
    quad      this or    verbal_cooperation, material_cooperation, verbal_conflict, material_conflict
    cameo     this       CAMEO code; its root gives the quad class. The column tells whether leading zeros were lost
    plover               PLOVER event type
    id                   unique in the dataset; by default the batch and the line
    known_on             day it could first be known, not before date; by default the date
    reports              whole number of at least 1; by default 1
    intensity            number, as the dataset gives it
    text                 what happened

A row with several faults is rejected for the first, in this order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from detente.catalog import PLOVER, QUADS, quad_of_cameo, table
from detente.dates import today
from detente.errors import DataError, NotAStateThen, UnknownState, UsageError
from detente.identity import resolve
from detente.ingestion.names import check_own
from detente.ingestion.own_csv import Parsed, Reject, parse_table
from detente.lake.disk import recorded_path
from detente.lake.integrity import damaged_files
from detente.lake.lake import SCHEMA_VERSION, Batch
from detente.sources.events.keys import key_of
from detente.sources.readers.literal_paths import scan_parquet
from detente.sources.shaping.column_forms import CODE_FORMS, CodesSeen, code_of, why_no_code
from detente.sources.shaping.states import emptied
from detente.store.store import Store

__all__ = ["add_events", "check_name", "dataset_name"]

REQUIRED = ("date", "source", "target")
CLASSES = ("quad", "cameo")
LABELLED = ("source", "target", "text")
OPTIONAL = ("plover", "id", "known_on", "reports", "intensity", "text")
ISO_DAY = r"^\d{4}-\d{2}-\d{2}$"
NAME_RULE = "small letters a to z, digits, '-', '_' and '.', and begins with a letter or digit"
SHOWN = 3  # rejects quoted in an error
NO_CODE = "is not a CAMEO code: two to four digits, root 01 to 20, leading zero kept"
SAY_CODES = "say with --codes how codes are written: full (14), roots (14) or without_zeros (014)"


def add_events(
    store: Store,
    path: Path,
    *,
    dataset: str | None = None,
    scheme: str | None = None,
    codes: str | None = None,
    as_of: date | None = None,
) -> Batch:
    r"""Add a CSV file of events to the user's lake.

    The file's rows become one batch. The same file again changes nothing; a changed file from the same path
    replaces its earlier batch. Every row is either kept or in the table ``rejects`` with line, column, value
    and reason.

    Parameters
    ----------
    store : Store
        Where to.
    path : pathlib.Path
        The file: UTF-8, a header, cells between commas, tabs or semicolons; or of Stata.
    dataset : str, optional
        Name of the dataset: small letters, digits, ``-``, ``_`` and ``.``. By default the file's name.
    scheme : str, optional
        The scheme that ``source`` and ``target`` are written in (see `detente.identity.resolve`); by default
        names and codes are recognised.
    codes : str, optional
        How the column ``cameo`` is written, ``full``, ``roots`` or ``without_zeros`` (see
        `detente.sources.shaping.column_forms.code_of`); by default told from the whole column.
    as_of : datetime.date, optional
        Rows dated later are rejected; by default today.

    Returns
    -------
    Batch
        What was kept and rejected; ``already`` if the same file was there before.

    Raises
    ------
    DataError
        If the file can't be read, lacks a column, has no rows, or not one row can be kept; or if its codes can be
        read in two ways and nothing tells which.
    UsageError
        If the name of the dataset is none, or one of a provider, a source or the starter pack, or if there is no
        such form of codes.
    StoreError
        If the lake can't be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.csv"
    ...     rows = "2014-03-18,Russia,Ukraine,190\n2014-03-18,Atlantis,Japan,010\n"
    ...     _ = file.write_text("date,source,target,cameo\n" + rows)
    ...     batch = add_events(Store.open(home=Path(folder) / "home"), file)
    >>> batch.dataset, batch.rows_in, batch.rows_ok, batch.rows_rejected
    ('mine', 2, 1, 1)
    """
    path = Path(path)
    name = check_own(dataset_name(path) if dataset is None else check_name(dataset), mapped=True)
    if codes not in (None, *CODE_FORMS):
        raise UsageError(f"codes is {codes!r}, and must be one of {', '.join(CODE_FORMS)}", value=codes)
    parsed = parse_table(path, REQUIRED, CLASSES, LABELLED if scheme in (None, "name") else ())
    new_id = store.lake.free_id(name, "events", parsed.digest)
    if found := store.lake.find(name, "events", parsed.digest):
        return replace(found, already=True)
    if not parsed.rows_in:
        raise DataError(f"{path} has a header and no rows; nothing was added", value=path)
    origin = recorded_path(path)
    checked = _check_rows(parsed, scheme, codes or _codes_of(parsed), as_of or today())
    checked = _check_ids(checked, _ids_elsewhere(store, name, origin))
    batch = Batch(
        batch=new_id,
        dataset=name,
        table="events",
        origin=origin,
        digest=parsed.digest,
        bytes=parsed.size,
        rows_in=parsed.rows_in,
        rows_ok=checked.rows.height,
        rows_rejected=len(checked.rejects),
        schema_version=SCHEMA_VERSION,
        retrieved=today(),
    )
    if not batch.rows_ok:
        raise DataError(_none_kept(path, checked.rejects), value=checked.rejects)
    events = _events(checked, batch)
    frames = {"events": events, "rejects": _rejects(checked, batch)}
    return store.lake.commit(batch, frames)


def dataset_name(path: Path) -> str:
    """Return the name of the dataset that a file makes: its own, in small letters without accents.

    Raises
    ------
    UsageError
        If the file's name has letters of another script, or none.

    Examples
    --------
    >>> dataset_name(Path("My Événements (2014).csv"))
    'my-evenements-2014'
    """
    letters = "".join(c for c in unicodedata.normalize("NFKD", path.stem) if not unicodedata.combining(c))
    name = re.sub(r"[^a-z0-9._]+", "-", letters.lower()).strip("-._")
    if not name or any(c.isalnum() and not c.isascii() for c in letters):
        raise UsageError(
            f"the name of the file, {path.name!r}, can't name a dataset, which has {NAME_RULE}. Name one with "
            "--dataset, as in: --dataset mine",
            value=path.name,
        )
    return name


def check_name(name: str) -> str:
    """Return a dataset's name, or say what such a name is.

    Raises
    ------
    UsageError
        If it is none.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):
        raise UsageError(f"{name!r} can't name a dataset, which has {NAME_RULE}", value=name)
    return name


# Rows: what is right with them, and what is wrong


@dataclass(frozen=True, slots=True)
class _Checked:
    """The rows found right so far, typed, and all rejects so far."""

    rows: pl.DataFrame
    rejects: list[Reject]
    line: str
    given: pl.DataFrame  # all rows, as the file has them


def _codes_of(parsed: Parsed) -> str:
    """Return how the codes are written, told from all of them."""
    if "cameo" not in parsed.rows.columns:
        return "full"
    return CodesSeen().see(parsed.rows["cameo"].drop_nulls().unique().sort()).form(f"nothing was added; {SAY_CODES}")


def _check_rows(parsed: Parsed, scheme: str | None, codes: str, day: date) -> _Checked:
    rows = parsed.rows
    absent = [name for name in (*CLASSES, *OPTIONAL) if name not in rows.columns]
    rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
    given = rows
    texts = [name for name in rows.columns if rows.schema[name] == pl.String]
    rows = rows.with_columns(emptied(texts, ("source", "target") if scheme == "iso2" else ()))
    checked = _Checked(rows, parsed.rejects, parsed.line, given)
    checked = _check_days(checked, day)
    checked = _check_states(checked, scheme)
    checked = _check_class(checked, codes)
    return _check_numbers(checked)


def _split(checked: _Checked, rows: pl.DataFrame, column: str, reason: pl.Expr) -> _Checked:
    """Set aside the rows for which `reason` is not null, with the value as the file has it."""
    told = rows.with_columns(reason.alias("reason"))
    bad = told.filter(pl.col("reason").is_not_null())
    values = bad.join(
        checked.given.select(checked.line, pl.col(column).alias("as given")),
        on=checked.line,
        how="left",
        maintain_order="left",
    )
    rejects = [
        Reject(line, column, value, why)
        for line, value, why in values.select(checked.line, "as given", "reason").iter_rows()
    ]
    kept = told.filter(pl.col("reason").is_null()).drop("reason")
    return replace(checked, rows=kept, rejects=[*checked.rejects, *rejects])


def _check_days(checked: _Checked, day: date) -> _Checked:
    for name in ("date", "known_on"):
        given = pl.col(name)
        parsed = pl.when(given.str.contains(ISO_DAY)).then(given.str.to_date("%Y-%m-%d", strict=False))
        default = pl.lit(None, pl.Date) if name == "date" else pl.col("date")
        days = pl.when(given.is_null()).then(default).otherwise(parsed)
        reason = (
            pl.when(pl.col(name).is_null())
            .then(pl.lit("is not a date written YYYY-MM-DD"))
            .when(pl.col(name) > day)
            .then(pl.lit(f"lies after {day}"))
        )
        if name == "known_on":
            reason = reason.when(pl.col(name) < pl.col("date")).then(pl.lit("lies before the date of the act"))
        checked = _split(checked, checked.rows.with_columns(days.alias(name)), name, reason)
    return checked


def _check_states(checked: _Checked, scheme: str | None) -> _Checked:
    for name in ("source", "target"):
        rows = checked.rows.with_columns(pl.col(name).alias(f"{name}_actor"))
        meant = _meanings(rows.select(pl.col(name).alias("name"), "date"), scheme)
        rows = rows.join(
            meant,
            left_on=[name, "date"],
            right_on=["name", "date"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        rows = rows.with_columns(pl.col("code").alias(name)).drop("code").rename({"why": "reason "})
        checked = _split(checked, rows, name, pl.col("reason "))
        checked = replace(checked, rows=checked.rows.drop("reason "))
    same = pl.when(pl.col("source") == pl.col("target")).then(pl.lit("is the same state as the source"))
    return _split(checked, checked.rows, "target", same)


def _meanings(asked: pl.DataFrame, scheme: str | None) -> pl.DataFrame:
    """Return ``code`` or ``why`` not, for each distinct ``name`` and ``date``.

    A name that means the same state on a year's first and last day in the data means it all year; only where
    the two differ is it read day by day.
    """
    distinct = asked.unique().with_columns(pl.col("date").dt.year().alias("year"))
    ends = distinct.group_by("name", "year").agg(
        pl.col("date").min().alias("first"), pl.col("date").max().alias("last")
    )
    unknown: dict[str, str] = {}

    def read(name: str | None, day: date) -> tuple[str | None, str | None]:
        if name is None:
            return None, "is missing"
        if name in unknown:
            return None, unknown[name]
        try:
            state = resolve(name, day, scheme=scheme)
        except (UnknownState, NotAStateThen) as error:
            if type(error) is UnknownState:
                unknown[name] = error.message
            return None, error.message
        if state.kind == "organisation":
            return None, f"{state.name} is an organisation, not a state"
        return state.code, None

    stable: dict[tuple[str | None, int], tuple[str | None, str | None]] = {}
    for name, year, first, last in ends.iter_rows():
        if (meant := read(name, first))[0] == read(name, last)[0] and meant[0] is not None:
            stable[name, year] = meant
    rows = [
        (name, day, *(stable.get((name, year)) or read(name, day)))
        for name, day, year in distinct.select("name", "date", "year").iter_rows()
    ]
    schema = {"name": pl.String, "date": pl.Date, "code": pl.String, "why": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _check_class(checked: _Checked, form: str) -> _Checked:
    rows = checked.rows.with_columns(pl.col("quad").str.to_lowercase(), pl.col("plover").str.to_uppercase())
    given = rows["cameo"].drop_nulls().unique().to_list()
    codes = {text: code for text in given if (code := code_of(text, form))}
    why = {text: why_no_code(text, form) for text in given if text not in codes}
    why = {text: NO_CODE if reason == "is not a CAMEO code" else reason for text, reason in why.items()}
    no_cameo = pl.col("cameo").replace_strict(why, default=None, return_dtype=pl.String)
    checked = _split(checked, rows, "cameo", no_cameo)
    rows = checked.rows.with_columns(pl.col("cameo").replace_strict(codes, default=None, return_dtype=pl.String))
    quads = {code: quad_of_cameo(code) for code in codes.values()}
    rows = rows.with_columns(
        pl.col("cameo").replace_strict(quads, default=None, return_dtype=pl.String).alias("by cameo")
    )
    checked = replace(checked, rows=rows)
    no_quad = (
        pl.when(pl.coalesce("quad", "by cameo").is_null())
        .then(pl.lit("is missing, and there is no cameo code either"))
        .when(~pl.col("quad").is_in(QUADS))
        .then(pl.lit(f"is not one of {', '.join(QUADS)}"))
        .when(pl.col("quad") != pl.col("by cameo"))
        .then(pl.format("contradicts the cameo code {}, which is {}", "cameo", "by cameo"))
    )
    checked = _split(checked, checked.rows, "quad", no_quad)
    no_plover = pl.when(~pl.col("plover").is_in(PLOVER)).then(pl.lit(f"is not one of {', '.join(PLOVER)}"))
    checked = _split(checked, checked.rows, "plover", no_plover)
    return replace(checked, rows=checked.rows.with_columns(pl.coalesce("quad", "by cameo").alias("quad")))


def _check_numbers(checked: _Checked) -> _Checked:
    given, declared = pl.col("reports"), table("events").column("reports")
    number = given.fill_null("1").str.to_integer(strict=False, dtype=pl.Int64)
    reason = pl.when(~declared.holds(number).fill_null(value=False)).then(pl.lit(f"is not {declared.allowed}"))
    checked = _split(checked, checked.rows, "reports", reason)
    checked = replace(checked, rows=checked.rows.with_columns(number.cast(pl.Int32)))
    number, declared = pl.col("intensity").cast(pl.Float64, strict=False), table("events").column("intensity")
    wrong = pl.col("intensity").is_not_null() & ~declared.holds(number).fill_null(value=False)
    reason = pl.when(wrong).then(pl.lit(f"is not {declared.allowed}"))
    checked = _split(checked, checked.rows, "intensity", reason)
    return replace(checked, rows=checked.rows.with_columns(number))


def _check_ids(checked: _Checked, elsewhere: pl.DataFrame) -> _Checked:
    """Reject a repeated id: the first row in the file keeps it, and a batch that has it already does."""
    rows = checked.rows.sort(checked.line).join(elsewhere, on="id", how="left", maintain_order="left")
    first = pl.col(checked.line).first().over("id")
    reason = (
        pl.when(pl.col("id").is_null())
        .then(None)
        .when(pl.col("other").is_not_null())
        .then(pl.format("is already in the dataset, from batch {}", "other"))
        .when(pl.col(checked.line) != first)
        .then(pl.format("is already that of line {}", first))
    )
    checked = _split(checked, rows, "id", reason)
    return replace(checked, rejects=sorted(checked.rejects, key=lambda reject: reject.line))


def _ids_elsewhere(store: Store, dataset: str, origin: str) -> pl.DataFrame:
    """Return the ids that the dataset has from other files, and their batches.

    Damaged files are left out, so that each can be added again; their ids are compared then.
    """
    records = store.lake.records
    old = store.lake.from_origin(dataset, "events", origin)
    listed = [stored.file for stored in records.files('"table" = ? AND dataset = ?', ("events", dataset))]
    whole = sorted({*listed} - {*damaged_files(records, listed)})
    ids = [scan_parquet(store.lake.home / file).select("id", pl.col("batch").alias("other")) for file in whole]
    none = pl.LazyFrame(schema={"id": pl.String, "other": pl.String})
    past = [batch for (batch,) in records.ask("SELECT batch FROM batches WHERE superseded_on IS NOT NULL")]
    mine = [] if old is None else [old.batch]
    return pl.concat([none, *ids]).filter(~pl.col("other").is_in([*past, *mine])).collect()


# Frames


def _events(checked: _Checked, batch: Batch) -> pl.DataFrame:
    made = pl.format("{}-{}", pl.lit(batch.batch), pl.col(checked.line))
    rows, code = checked.rows, pl.coalesce("cameo", "plover", "quad")
    return rows.with_columns(
        pl.coalesce("id", made).alias("id"),
        pl.lit(batch.dataset).alias("dataset"),
        pl.lit(batch.batch).alias("batch"),
        pl.lit(0, pl.Int32).alias("flags"),
        key_of(rows["date"], rows["source_actor"], rows["target_actor"], rows.select(code).to_series()),
    ).select(table("events").names)


def _rejects(checked: _Checked, batch: Batch) -> pl.DataFrame:
    rows = [(batch.batch, r.line, r.column, r.value, r.reason) for r in checked.rejects]
    return pl.DataFrame(rows, schema=table("rejects").schema, orient="row")


def _none_kept(path: Path, rejects: list[Reject]) -> str:
    shown = "; ".join(_in_words(rejects[:SHOWN]))
    more = f"; and {len(rejects) - SHOWN} more" if len(rejects) > SHOWN else ""
    return f"{path}: not one of its {len(rejects)} rows can be kept, and nothing was added. {shown}{more}"


def _in_words(rejects: Iterable[Reject]) -> Iterator[str]:
    for r in rejects:
        what = f"{r.column} {r.value!r} " if r.column else ""
        yield f"Line {r.line}: {what}{r.reason}"
