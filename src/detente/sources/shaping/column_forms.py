"""How a column is written, told from all its cells.

Some cells can be read in two ways, and only their column says which:

- ``14`` is CAMEO's root 14, protest, or 014, considering a policy, without its leading zero, which spreadsheets and
  columns of integers lose. A code of one digit, of two above 20, or of three that begins with 2, 3 or 8 and is above
  204 has certainly lost its zero: 42 is 042, 311 is 0311.
- ``05/03/2014`` is 5 March or 3 May.
- ``1,234`` is a number with a decimal comma, or with a comma between thousands.

A cell that can be read in one way only is *certain*, and means the same whatever its column holds; so a file is read
once, until the first cell that is not certain. Then its columns are looked at from the first row to the last, in
bounded memory, and are read one way, or refused with the question to answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from detente.catalog import quad_of_cameo
from detente.errors import DataError

__all__ = [
    "CERTAIN",
    "CODE_FORMS",
    "LOST",
    "NUMERIC_DAY",
    "TWO_WAYS",
    "CodesSeen",
    "DaysSeen",
    "check_decimals",
    "code_of",
    "first_with_comma",
    "has_lost_zero",
    "is_doubtful_code",
    "is_doubtful_day",
    "numeric_day",
    "why_no_code",
]

CERTAIN = "certain"
CODE_FORMS = ("full", "roots", "without_zeros")
TWO_WAYS = "may have lost its leading zero, and its column does not say so"
LOST = "is no CAMEO code: it has lost its leading zero, and other codes of its column have not"
LAST_ROOT, LAST_OF_THREE = 20, 204
FOUR_DIGITS = "238"  # of the roots 01 to 09, those with codes of four digits: 02, 03 and 08
NUMERIC_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T].*)?", re.ASCII | re.DOTALL)
NUMERIC_DAYS = r"^\d{1,2}/\d{1,2}/\d{4}(?:[ T]|$)"
LAST_MONTH = 12
COMMA = r"^[+-]?[\d.]*,[\d.,]*$"  # a number with a comma in it


# CAMEO codes


def is_doubtful_code(text: str) -> bool:
    """Whether a code may have lost its leading zero, or certainly has.

    Examples
    --------
    >>> [code for code in ("014", "14", "140", "42", "311", "1", "01") if is_doubtful_code(code)]
    ['14', '42', '311', '1']
    """
    return has_lost_zero(text) or _is_root_or_lost(text)


def has_lost_zero(text: str) -> bool:
    """Whether a code has certainly lost its leading zero.

    Examples
    --------
    >>> [code for code in ("14", "42", "311", "190", "999", "0311") if has_lost_zero(code)]
    ['42', '311']
    """
    if not (text.isascii() and text.isdigit()) or text.startswith("0"):
        return False
    if len(text) == 3:
        return text[0] in FOUR_DIGITS and int(text) > LAST_OF_THREE
    return len(text) == 1 or (len(text) == 2 and int(text) > LAST_ROOT)


def _is_root_or_lost(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isdigit() and 10 <= int(text) <= LAST_ROOT


def code_of(text: str, form: str) -> str | None:
    """Return a CAMEO code as CAMEO writes it; None where the text is none.

    Parameters
    ----------
    text : str
        What the file has.
    form : str
        ``full``: two to four digits, leading zero kept, two digits being a root. ``roots``: roots, 1 to 20, with or
        without a zero. ``without_zeros``: codes of three and four digits, whose leading zero may be lost.
        ``certain``: as full, but for codes that may have lost their zero.

    Examples
    --------
    >>> [code_of("14", form) for form in ("full", "roots", "without_zeros", "certain")]
    ['14', '14', '014', None]
    >>> code_of("311", "without_zeros"), code_of("190", "without_zeros"), code_of("3", "roots")
    ('0311', '190', '03')
    """
    if not (text.isascii() and text.isdigit()):
        return None
    if form == "roots":
        code = text.zfill(2) if len(text) <= 2 else ""
    elif form == "without_zeros":
        lost = len(text) > 1 and is_doubtful_code(text)
        code = f"0{text}" if lost else text
        code = "" if len(code) == 2 and not text.startswith("0") else code
    else:
        code = "" if form == CERTAIN and is_doubtful_code(text) else text
    return code if quad_of_cameo(code) is not None else None


def why_no_code(text: str, form: str) -> str:
    """Return why a text is no code of a column.

    Examples
    --------
    >>> why_no_code("soon", "full"), why_no_code("190", "roots")
    ('is no CAMEO code', 'is no root of CAMEO, 1 to 20')
    """
    if form == CERTAIN and _is_root_or_lost(text):
        return TWO_WAYS
    if form == CERTAIN and has_lost_zero(text):
        return LOST
    return "is no root of CAMEO, 1 to 20" if form == "roots" else "is no CAMEO code"


@dataclass(slots=True)
class CodesSeen:
    """What a column of CAMEO codes shows of how it is written.

    Examples
    --------
    >>> CodesSeen().see(["14", "20", "42"]).form("say how"), CodesSeen().see(["14", "042"]).form("say how")
    ('without_zeros', 'full')
    >>> CodesSeen().see(["14", "190"]).form("say how")
    Traceback (most recent call last):
    ...
    detente.errors.DataError: its CAMEO code 14 is root 14, or 014 without its zero, and no other code tells; say how
    """

    kept_zero: bool = False
    long: bool = False
    lost: str | None = None
    one_digit: str | None = None
    either: str | None = None

    def see(self, codes: Iterable[str]) -> CodesSeen:
        """Look at more cells."""
        for code in codes:
            if not (code.isascii() and code.isdigit()):
                continue
            self.long = self.long or len(code) > 2
            if code.startswith("0"):
                self.kept_zero = self.kept_zero or quad_of_cameo(code) is not None
            elif len(code) == 1:
                self.one_digit = self.one_digit or code
            elif has_lost_zero(code):
                self.lost = self.lost or code
            elif _is_root_or_lost(code):
                self.either = self.either or code
        return self

    def form(self, answer: str) -> str:
        """Return the form of the column: see `code_of`.

        Parameters
        ----------
        answer : str
            How the user says what the column does not show, for the message.

        Raises
        ------
        DataError
            If nothing tells it.
        """
        lost = self.lost or self.one_digit
        if self.kept_zero:
            return CERTAIN if lost else "full"
        if self.lost and not self.one_digit:
            return "without_zeros"
        if self.one_digit and not self.lost and not self.long:
            return "roots"
        if self.one_digit:
            raise DataError(
                f"its CAMEO codes have lost their leading zeros: {self.one_digit} is a root, and others are not; "
                f"{answer}",
                value=self.one_digit,
            )
        if self.either:
            raise DataError(
                f"its CAMEO code {self.either} is root {self.either}, or 0{self.either} without its zero, and no other "
                f"code tells; {answer}",
                value=self.either,
            )
        return "full"


# Days


def is_doubtful_day(column: pl.Series) -> bool:
    """Whether a column of texts has a day written in numbers, the year last."""
    return bool(column.str.contains(NUMERIC_DAYS).any())


def numeric_day(text: str, order: str) -> date | None:
    """Return the day that numbers name, the year last.

    Parameters
    ----------
    text : str
        Such as 18/03/2014 or 3/18/2014; a time after it is left out.
    order : str
        ``day_first`` or ``month_first``.

    Examples
    --------
    >>> str(numeric_day("05/03/2014", "day_first")), numeric_day("18/03/2014", "month_first")
    ('2014-03-05', None)
    """
    found = NUMERIC_DAY.fullmatch(text)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    day, month = (first, second) if order == "day_first" else (second, first)
    try:
        return datetime(year, month, day).date()  # noqa: DTZ001 - a day has no zone
    except ValueError:
        return None


@dataclass(slots=True)
class DaysSeen:
    """What columns of days show of whether the day or the month stands first.

    Examples
    --------
    >>> days = ["05/03/2014", "18/03/2014", "06/03/2014"]
    >>> DaysSeen().see(days).order("say how")
    'day_first'
    >>> DaysSeen().see(days[:1]).order("say how")
    Traceback (most recent call last):
    ...
    detente.errors.DataError: its days can be read in two ways, such as 05/03/2014; say how
    """

    either: str | None = None
    day_first: str | None = None
    month_first: str | None = None

    def see(self, days: Iterable[str]) -> DaysSeen:
        """Look at more cells."""
        for text in days:
            found = NUMERIC_DAY.fullmatch(text)
            if found is None:
                continue
            first, second = int(found[1]), int(found[2])
            if first > LAST_MONTH >= second:
                self.day_first = self.day_first or text
            elif second > LAST_MONTH >= first:
                self.month_first = self.month_first or text
            elif first != second:
                self.either = self.either or text
        return self

    def order(self, answer: str) -> str:
        """Return ``day_first`` or ``month_first``.

        Parameters
        ----------
        answer : str
            How the user says what the column does not show, for the message.

        Raises
        ------
        DataError
            If nothing tells it, or some cells say one and some the other.
        """
        if self.day_first and self.month_first:
            raise DataError(
                f"its days are written in two ways, such as {self.day_first} and {self.month_first}; {answer}",
                value=[self.day_first, self.month_first],
            )
        if self.either and not (self.day_first or self.month_first):
            raise DataError(f"its days can be read in two ways, such as {self.either}; {answer}", value=self.either)
        return "day_first" if self.day_first else "month_first"


# Numbers


def first_with_comma(column: pl.Series) -> str | None:
    """Return the first number of a column of texts that has a comma in it; None where none has.

    Examples
    --------
    >>> first_with_comma(pl.Series(["1.5", "-2,5"])), first_with_comma(pl.Series(["1.5", "many, or few"]))
    ('-2,5', None)
    """
    if column.dtype != pl.String:
        return None
    found = column.filter(column.str.contains(COMMA))
    return None if found.is_empty() else str(found[0])


def check_decimals(column: pl.Series) -> None:
    """Refuse a column of texts that writes its numbers with commas: a point in it may stand for thousands.

    Raises
    ------
    DataError
        If more of its numbers have a comma than a point.

    Examples
    --------
    >>> check_decimals(pl.Series("milex", ["1.5", "2", "1,234"]))
    >>> check_decimals(pl.Series("milex", ["1,5", "2", "1.234"] + ["0,2"]))
    Traceback (most recent call last):
    ...
    detente.errors.DataError: its column milex has commas in its numbers, as in 1,5; save the file with a point as the \
decimal mark and nothing between thousands
    """
    text = first_with_comma(column)
    if text is None:
        return
    commas = column.str.contains(COMMA).sum()
    if commas > column.str.contains(r"^[+-]?\d*\.\d*$").sum():
        raise DataError(
            f"its column {column.name} has commas in its numbers, as in {text}; save the file with a point as the "
            "decimal mark and nothing between thousands",
            value=text,
        )
