"""Characters that no terminal, document or spreadsheet should take from a record as they are.

Text comes from records, file names and arguments, and may hold anything. Control characters (ESC among them) steer a
terminal, overrides of direction and invisible characters make a line read as what it isn't, lone surrogates can't be
encoded at all, and a cell that begins like a formula is run by a spreadsheet. `visible` shows the first three as
escapes, in text for readers; `json_text` keeps them, escaped, in JSON; `inert` takes the formula out of a cell of CSV.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

__all__ = ["csv_text", "inert", "inert_frame", "json_text", "visible", "visible_tree"]

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # categories of Unicode: control, format, surrogate, separators
SUSPECT = re.compile(r"[^\x20-\x7e]")
FORMULA = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"  # as OWASP lists them, full-width ones among them
RISKY = re.compile(rf"'*[{FORMULA}]")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def visible(text: str) -> str:
    r"""Return text in which characters that can't be seen, or that steer a terminal, stand as escapes.

    Parameters
    ----------
    text : str
        One line, or text whose line breaks don't matter: tabs and line breaks become blanks.

    Returns
    -------
    str
        The same text, with ``\x1b``, ``\u202e`` and the like written out.

    Examples
    --------
    >>> print(visible("Ja\x1b[31mpan and\nRussia"))
    Ja\x1b[31mpan and Russia
    """
    return text if text.isascii() and text.isprintable() else SUSPECT.sub(_escape, text)


def visible_tree(tree: Any) -> Any:
    r"""Return dataclasses, dictionaries, lists and tuples with every text in them made `visible`.

    Examples
    --------
    >>> visible_tree({"label": ("a\x1b", 1)})
    {'label': ('a\\x1b', 1)}
    """
    match tree:
        case str():
            return visible(tree)
        case dict():
            return {visible_tree(key): visible_tree(held) for key, held in tree.items()}
        case list() | tuple():
            return type(tree)(visible_tree(held) for held in tree)
        case _ if dataclasses.is_dataclass(tree) and not isinstance(tree, type):
            held = {field.name: visible_tree(getattr(tree, field.name)) for field in dataclasses.fields(tree)}
            return dataclasses.replace(tree, **held)
        case _:
            return tree


def json_text(data: object, *, default: Callable[[Any], object] | None = None, indent: int | None = 2) -> str:
    r"""Return data as JSON, whose reader gets every character back and whose text holds none that can't be seen.

    Parameters
    ----------
    data : object
        What `json.dumps` takes. What is not a finite number becomes null.
    default : callable, optional
        Turns what JSON has no form for into what it has.
    indent : int, optional
        Blanks by which each level is moved in; None for a single line.

    Examples
    --------
    >>> print(json_text({"name": "日\x9b"}, indent=None))
    {"name": "日\u009b"}
    """
    try:
        text = json.dumps(data, ensure_ascii=False, indent=indent, default=default, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(data), ensure_ascii=False, indent=indent, default=default, allow_nan=False)
    return SUSPECT.sub(_json_escape, text)


def _finite(data: object) -> object:
    """Return data in which what is not a finite number, for which JSON has no form, is None."""
    match data:
        case float():
            return data if math.isfinite(data) else None
        case dict():
            return {key: _finite(held) for key, held in data.items()}
        case list() | tuple():
            return [_finite(held) for held in data]
        case _:
            return data


def inert(cell: str) -> str:
    """Return a cell of text that no spreadsheet takes for a formula: an apostrophe stands before what might be one.

    A number in text stays as it is. To read a cell back, take one apostrophe off where apostrophes are followed by
    one of the characters of a formula.

    Examples
    --------
    >>> inert("=1+1"), inert("-0.5"), inert("'=1"), inert("Côte d'Ivoire")
    ("'=1+1", '-0.5', "''=1", "Côte d'Ivoire")
    """
    return f"'{cell}" if RISKY.match(cell) and not NUMBER.fullmatch(cell) else cell


def csv_text(frame: pl.DataFrame) -> str:
    r"""Return a table as CSV, every cell of text made `inert`; what is no text stays as it is.

    Examples
    --------
    >>> import polars as pl
    >>> csv_text(pl.DataFrame({"text": ["=1+1", None], "value": [-1, 2]}))
    "text,value\n'=1+1,-1\n,2\n"
    """
    return inert_frame(frame).write_csv()


def inert_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table in which every cell of text is `inert`, to be written as CSV."""
    import polars as pl  # noqa: PLC0415 - text alone needs no tables

    texts = pl.col(pl.String, pl.Categorical, pl.Enum).cast(pl.String)
    risky = texts.str.contains(f"^(?:{RISKY.pattern})") & ~texts.str.contains(f"^(?:{NUMBER.pattern})$")
    return frame.with_columns(pl.when(risky).then("'" + texts).otherwise(texts).name.keep())


def _is_unseen(character: str) -> bool:
    point = ord(character)
    never_assigned = 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE
    return never_assigned or unicodedata.category(character) in UNSEEN


def _escape(found: re.Match[str]) -> str:
    character, point = found[0], ord(found[0])
    if character in "\t\n\r":
        return " "
    if not _is_unseen(character):
        return character
    if point <= 0xFF:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def _json_escape(found: re.Match[str]) -> str:
    character = found[0]
    return json.dumps(character)[1:-1] if character != "\n" and _is_unseen(character) else character
