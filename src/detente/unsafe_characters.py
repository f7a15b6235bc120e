"""Unsafe characters, made safe for terminals, documents and spreadsheets.

Text from records, file names and arguments may contain anything. Control characters (such as ESC) can drive a
terminal; direction overrides and invisible characters change how a line reads; lone surrogates can't be encoded; and
a spreadsheet runs a cell that begins like a formula. `visible` escapes the first three in text for readers,
`json_text` escapes them in JSON, and `inert` quotes formulas in CSV.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

__all__ = ["csv_text", "inert", "inert_frame", "json_text", "visible", "visible_tree"]

WITHOUT_TEXT = frozenset({type(None), bool, int, float, date})
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # Unicode categories: control, format, surrogate, separators
SUSPECT = re.compile(r"[^\x20-\x7e]")
FORMULA = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"  # OWASP's list, with the full-width forms
RISKY = re.compile(rf"'*[{FORMULA}]")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def visible(text: str) -> str:
    r"""Return text with invisible and control characters escaped.

    Parameters
    ----------
    text : str
        One line, or text whose line breaks don't matter: tabs and line breaks become spaces.

    Returns
    -------
    str
        The same text, with ``\x1b``, ``\u202e`` and similar characters escaped.

    Examples
    --------
    >>> print(visible("Ja\x1b[31mpan and\nRussia"))
    Ja\x1b[31mpan and Russia
    """
    return text if text.isprintable() else SUSPECT.sub(_escape, text)


def visible_tree(tree: Any) -> Any:
    r"""Return dataclasses, dictionaries, lists and tuples with all their text made `visible`.

    Examples
    --------
    >>> visible_tree({"label": ("a\x1b", 1)})
    {'label': ('a\\x1b', 1)}
    """
    match tree:
        case str():
            shown = visible(tree)
            return tree if shown == tree else shown
        case dict():
            before = [*tree, *tree.values()]
            after = _visible_values(before)
            half = len(tree)
            return tree if _identical(after, before) else dict(zip(after[:half], after[half:], strict=True))
        case list() | tuple():
            values = _visible_values(tree)
            return tree if _identical(values, tree) else type(tree)(values)
        case _ if hasattr(tree, "__dataclass_fields__") and not isinstance(tree, type):
            names = _fields(tree.__class__)
            before = [getattr(tree, name) for name in names]
            after = _visible_values(before)
            if _identical(after, before):
                return tree
            import dataclasses  # noqa: PLC0415 - help should not wait for it

            return dataclasses.replace(tree, **dict(zip(names, after, strict=True)))
        case _:
            return tree


def _visible_values(values: Sequence[Any]) -> list[Any]:
    """Return values with their text made `visible`; plain text and numbers without a call for each."""
    return [
        value
        if (kind := value.__class__) in WITHOUT_TEXT or (kind is str and value.isprintable())
        else visible_tree(value)
        for value in values
    ]


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """Return the names of a dataclass's fields."""
    import dataclasses  # noqa: PLC0415 - help should not wait for it

    return tuple(field.name for field in dataclasses.fields(kind))


def _identical(values: Sequence[object], others: Sequence[object]) -> bool:
    return all(map(operator.is_, values, others))


def json_text(data: object, *, default: Callable[[Any], object] | None = None, indent: int | None = 2) -> str:
    r"""Return data as JSON with invisible characters escaped; parsing it gives every character back.

    Parameters
    ----------
    data : object
        Any value that `json.dumps` accepts. NaN and infinity become null.
    default : callable, optional
        Converts values of other types, as in `json.dumps`.
    indent : int, optional
        Spaces of indentation per level; None for a single line.

    Examples
    --------
    >>> print(json_text({"name": "日\x9b"}, indent=None))
    {"name": "日\u009b"}
    """
    import json  # noqa: PLC0415 - help should not wait for it

    try:
        text = json.dumps(data, ensure_ascii=False, indent=indent, default=default, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(data), ensure_ascii=False, indent=indent, default=default, allow_nan=False)
    return SUSPECT.sub(_json_escape, text)


def _finite(data: object) -> object:
    """Return data with NaN and infinity, which JSON can't represent, replaced by None."""
    match data:
        case float():
            return data if math.isfinite(data) else None
        case dict():
            return {key: _finite(value) for key, value in data.items()}
        case list() | tuple():
            return [_finite(value) for value in data]
        case _:
            return data


def inert(cell: str) -> str:
    """Return a text cell that a spreadsheet does not run as a formula: a possible formula gets a leading apostrophe.

    Numbers in text are unchanged. To read a cell back, strip one apostrophe if the apostrophes are followed by a
    formula character.

    Examples
    --------
    >>> inert("=1+1"), inert("-0.5"), inert("'=1"), inert("Côte d'Ivoire")
    ("'=1+1", '-0.5', "''=1", "Côte d'Ivoire")
    """
    return f"'{cell}" if RISKY.match(cell) and not NUMBER.fullmatch(cell) else cell


def csv_text(frame: pl.DataFrame) -> str:
    r"""Return a table as CSV with every text cell made `inert`; other types are unchanged.

    Examples
    --------
    >>> import polars as pl
    >>> csv_text(pl.DataFrame({"text": ["=1+1", None], "value": [-1, 2]}))
    "text,value\n'=1+1,-1\n,2\n"
    """
    return inert_frame(frame).write_csv()


def inert_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table with every text cell made `inert`, ready to be written as CSV."""
    import polars as pl  # noqa: PLC0415 - not needed for plain text

    texts = pl.col(pl.String, pl.Categorical, pl.Enum).cast(pl.String)
    risky = texts.str.contains(f"^(?:{RISKY.pattern})") & ~texts.str.contains(f"^(?:{NUMBER.pattern})$")
    return frame.with_columns(pl.when(risky).then("'" + texts).otherwise(texts).name.keep())


def _is_invisible(character: str) -> bool:
    import unicodedata  # noqa: PLC0415 - help should not wait for it

    point = ord(character)
    never_assigned = 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE
    return never_assigned or unicodedata.category(character) in INVISIBLE


def _escape(match: re.Match[str]) -> str:
    character, point = match[0], ord(match[0])
    if character in "\t\n\r":
        return " "
    if not _is_invisible(character):
        return character
    if point <= 0xFF:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _json_escape(match: re.Match[str]) -> str:
    character = match[0]
    import json  # noqa: PLC0415 - help should not wait for it

    return json.dumps(character)[1:-1] if character != "\n" and _is_invisible(character) else character
