"""The class of an act: by its code, and by what else its row says of it."""

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
BETWEEN = 9  # the root that some count as cooperation and some as conflict: investigate, demand an inquiry
LISTED = {"quad": (pl.Enum(QUADS), str.lower), "plover": (pl.Enum(PLOVER), str.upper)}

Write = Callable[[str], str]


def classify(part: RowChecks, form: str, quads: Sequence[str], *, signed: bool) -> None:
    """Read code and class; a code that says 'no class fits' is kept, a text that is no code is rejected.

    Parameters
    ----------
    part : RowChecks
        The rows.
    form : str
        How codes are written: see `detente.sources.shaping.column_forms.code_of`.
    quads : sequence of str
        The quad classes, as the file writes them.
    signed : bool
        Whether conflict always has a negative intensity.
    """
    codes = part.rows["cameo"].drop_nulls().unique().to_list() if part.rows["cameo"].dtype != pl.Null else []
    meant = {code: code_of(code, form) for code in codes}
    wrong = [code for code in codes if meant[code] is None and code not in UNCLASSIFIABLE]
    if wrong:
        why = {code: why_no_code(code, form) for code in wrong}
        part.reject("cameo", pl.col("cameo").replace_strict(why, default=None, return_dtype=pl.String))
    _check_listed(part, "quad", f"is not one of {', '.join(quads)}")
    _check_listed(part, "plover", "is no event type of PLOVER")
    written = [code for code in codes if meant[code] is not None]
    known = [code for code in meant.values() if code is not None]
    _check_beside(part, written, known, signed=signed)
    rows = part.rows
    code = _places(rows["cameo"], written)
    by_code = {"quad": [quad_of_cameo(text) for text in known], "plover": [plover_of_cameo(text) for text in known]}
    part.rows = rows.with_columns(
        pl.Series("cameo", known, dtype=pl.String).gather(code),
        *(
            _listed(rows[name], listed, write).fill_null(pl.Series(by_code[name], dtype=listed).gather(code))
            for name, (listed, write) in LISTED.items()
        ),
    )


def _check_beside(part: RowChecks, written: list[str], known: list[str], *, signed: bool) -> None:
    """Reject rows whose code disagrees with what else they say of the class."""
    if not written:
        return
    rows = part.rows
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
    said = [
        pl.when(pl.lit(bad)).then(pl.format(BESIDE, pl.lit(part.columns.get(name, name)), pl.col(name).cast(pl.String)))
        for name, bad in wrong.items()
        if bad.any()
    ]
    if said:
        part.reject("cameo", pl.coalesce(said))


def _check_listed(part: RowChecks, name: str, why: str) -> None:
    """Reject rows with a text that is not in a list."""
    listed, write = LISTED[name]
    texts = part.rows[name].cast(pl.String).drop_nulls().unique().to_list()
    if wrong := [text for text in texts if write(text) not in listed.categories]:
        part.reject(name, pl.when(pl.col(name).cast(pl.String).is_in(wrong)).then(pl.lit(why)))


def _listed(column: pl.Series, listed: pl.Enum, write: Write) -> pl.Series:
    """Return texts as texts of a list."""
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
