"""The class of an event, from its code and the other columns of its row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from detente.catalog import PLOVER, QUADS, quad_of_cameo
from detente.sources.events.cameo import UNCLASSIFIABLE, plover_of_cameo
from detente.sources.shaping.column_forms import code_of, why_no_code
from detente.sources.shaping.row_checks import RowChecks

__all__ = ["classify"]

BESIDE = "disagrees with the row's {}, {}"
FIRST_CONFLICT, LAST_ROOT = 10, 20
BETWEEN = 9  # a root that some count as cooperation and some as conflict: investigate, demand an inquiry
LISTED = {"quad": (pl.Enum(QUADS), str.lower), "plover": (pl.Enum(PLOVER), str.upper)}

Write = Callable[[str], str]


def classify(checks: RowChecks, form: str, quads: Sequence[str], *, signed: bool) -> None:
    """Parse code and class; a code that means 'no class applies' is kept, an invalid code is rejected.

    Parameters
    ----------
    checks : RowChecks
        The rows.
    form : str
        Form of the codes: see `detente.sources.shaping.column_forms.code_of`.
    quads : sequence of str
        The quad classes, as the file writes them.
    signed : bool
        Whether conflict always has a negative intensity.
    """
    codes = checks.rows["cameo"].drop_nulls().unique().to_list() if checks.rows["cameo"].dtype != pl.Null else []
    meant = {code: code_of(code, form) for code in codes}
    wrong = [code for code in codes if meant[code] is None and code not in UNCLASSIFIABLE]
    if wrong:
        why = {code: why_no_code(code, form) for code in wrong}
        checks.reject("cameo", pl.col("cameo").replace_strict(why, default=None, return_dtype=pl.String))
    _check_listed(checks, "quad", f"is not one of {', '.join(quads)}")
    _check_listed(checks, "plover", "is not a PLOVER event type")
    written = [code for code in codes if meant[code] is not None]
    known = [code for code in meant.values() if code is not None]
    _check_beside(checks, written, known, signed=signed)
    rows = checks.rows
    code = _places(rows["cameo"], written)
    by_code = {"quad": [quad_of_cameo(text) for text in known], "plover": [plover_of_cameo(text) for text in known]}
    checks.rows = rows.with_columns(
        pl.Series("cameo", known, dtype=pl.String).gather(code),
        *(
            _listed(rows[name], listed, write).fill_null(pl.Series(by_code[name], dtype=listed).gather(code))
            for name, (listed, write) in LISTED.items()
        ),
    )


def _check_beside(checks: RowChecks, written: list[str], known: list[str], *, signed: bool) -> None:
    """Reject rows whose code contradicts another column."""
    if not written:
        return
    rows = checks.rows
    root = pl.Series([int(code[:2]) for code in known], dtype=pl.Int8).gather(_places(rows["cameo"], written))
    conflict = root >= FIRST_CONFLICT
    wrong: dict[str, pl.Series] = {}
    if rows["root"].null_count() < len(rows):
        given = rows["root"].cast(pl.Int8, strict=False)
        wrong["root"] = given.is_between(1, LAST_ROOT) & (given != root)
    if rows["quad_class"].null_count() < len(rows):
        given = rows["quad_class"]
        wrong["quad_class"] = given.is_between(1, len(QUADS)) & ((given > 2) != conflict) & (root != BETWEEN)
    if rows["quad"].null_count() < len(rows):
        sides = {quad: quad.endswith("conflict") for quad in QUADS}
        side = rows["quad"].cast(pl.String).str.to_lowercase().replace_strict(sides, return_dtype=pl.Boolean)
        wrong["quad"] = (side != conflict) & (root != BETWEEN)
    if signed:
        wrong["intensity"] = (rows["intensity"] > 0) & conflict
    reasons = [
        pl.when(pl.lit(bad)).then(
            pl.format(BESIDE, pl.lit(checks.columns.get(name, name)), pl.col(name).cast(pl.String))
        )
        for name, bad in wrong.items()
        if bad.any()
    ]
    if reasons:
        checks.reject("cameo", pl.coalesce(reasons))


def _check_listed(checks: RowChecks, name: str, why: str) -> None:
    """Reject rows with a value that is not in a list."""
    listed, write = LISTED[name]
    texts = checks.rows[name].cast(pl.String).drop_nulls().unique().to_list()
    if wrong := [text for text in texts if write(text) not in listed.categories]:
        checks.reject(name, pl.when(pl.col(name).cast(pl.String).is_in(wrong)).then(pl.lit(why)))


def _listed(column: pl.Series, listed: pl.Enum, write: Write) -> pl.Series:
    """Return texts as values of an Enum."""
    if column.null_count() == len(column):
        return pl.repeat(None, len(column), dtype=listed, eager=True).alias(column.name)
    given = column.cast(pl.String)
    texts = given.drop_nulls().unique().to_list()
    return pl.Series(column.name, [write(text) for text in texts], dtype=listed).gather(_places(given, texts))


def _places(column: pl.Series, texts: list[str]) -> pl.Series:
    """Return each cell's place among some texts; null for any other."""
    if not texts:
        return pl.repeat(None, len(column), dtype=pl.UInt32, eager=True)
    places = pl.Series(range(len(texts)), dtype=pl.UInt32)
    return column.replace_strict(texts, places, default=None, return_dtype=pl.UInt32)
