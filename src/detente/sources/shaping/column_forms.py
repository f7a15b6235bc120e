"""The format of a column, determined from all its cells.

Some cells can be read in two ways, and only the rest of the column decides:

- ``14`` is CAMEO's root 14, protest, or 014, considering a policy, without its leading zero, which spreadsheets and
  integer columns drop. A code of one digit, of two digits above 20, or of three digits above 204 that begins with 2, 3
  or 8 has certainly lost its zero: 42 is 042, 311 is 0311.
- ``05/03/2014`` is 5 March or 3 May.
- ``1,234`` has a decimal comma, or a comma between thousands.

A cell with only one reading is *certain* and does not depend on its column, so a file is read once until the first
cell that is not certain. Its columns are then scanned from the first row to the last, in bounded memory. They are read
in one format, or rejected with the option that decides.
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
    "is_ambiguous_code",
    "is_ambiguous_day",
    "numeric_day",
    "why_no_code",
]

CERTAIN = "certain"
CODE_FORMS = ("full", "roots", "without_zeros")
TWO_WAYS = "may have lost its leading zero, and its column does not show it"
LOST = "is not a CAMEO code: it has lost its leading zero, and other codes of its column have not"
LAST_ROOT, LAST_OF_THREE = 20, 204
FOUR_DIGITS = "238"  # of the roots 01 to 09, those with codes of four digits: 02, 03 and 08
NUMERIC_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T].*)?", re.ASCII | re.DOTALL)
NUMERIC_DAYS = r"^\d{1,2}/\d{1,2}/\d{4}(?:[ T]|$)"
LAST_MONTH = 12
COMMA = r"^[+-]?[\d.]*,[\d.,]*$"  # a number with a comma in it


# CAMEO codes


def is_ambiguous_code(text: str) -> bool:
    """Whether a code may have lost its leading zero, or certainly has.

    Examples
    --------
    >>> [code for code in ("014", "14", "140", "42", "311", "1", "01") if is_ambiguous_code(code)]
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
    """Return a CAMEO code in standard form, or None if the text is not a code.

    Parameters
    ----------
    text : str
        The text in the file.
    form : str
        ``full``: two to four digits with leading zeros, two digits being a root. ``roots``: roots, 1 to 20, with or
        without a zero. ``without_zeros``: codes of three and four digits that may have lost their leading zero.
        ``certain``: as full, without codes that may have lost their zero.

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
        lost = len(text) > 1 and is_ambiguous_code(text)
        code = f"0{text}" if lost else text
        code = "" if len(code) == 2 and not text.startswith("0") else code
    else:
        code = "" if form == CERTAIN and is_ambiguous_code(text) else text
    return code if quad_of_cameo(code) is not None else None


def why_no_code(text: str, form: str) -> str:
    """Return the reason why a text is not a code in a column of this form.

    Examples
    --------
    >>> why_no_code("soon", "full"), why_no_code("190", "roots")
    ('is not a CAMEO code', 'is not a CAMEO root, 1 to 20')
    """
    if form == CERTAIN and _is_root_or_lost(text):
        return TWO_WAYS
    if form == CERTAIN and has_lost_zero(text):
        return LOST
    return "is not a CAMEO root, 1 to 20" if form == "roots" else "is not a CAMEO code"


@dataclass(slots=True)
class CodesSeen:
    """Evidence on the format of a column of CAMEO codes.

    Examples
    --------
    >>> CodesSeen().see(["14", "20", "42"]).form("say how"), CodesSeen().see(["14", "042"]).form("say how")
    ('without_zeros', 'full')
    >>> CodesSeen().see(["14", "190"]).form("say how")
    Traceback (most recent call last):
    ...
    detente.errors.DataError: its CAMEO code 14 may be root 14 or 014 without its zero, and no other code ...; say how
    """

    kept_zero: bool = False
    long: bool = False
    lost: str | None = None
    one_digit: str | None = None
    either: str | None = None

    def see(self, codes: Iterable[str]) -> CodesSeen:
        """Add the evidence of more cells."""
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
            How the user can decide, for the message.

        Raises
        ------
        DataError
            If no cell decides.
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
                f"its CAMEO code {self.either} may be root {self.either} or 0{self.either} without its zero, and no "
                f"other code decides; {answer}",
                value=self.either,
            )
        return "full"


# Days


def is_ambiguous_day(column: pl.Series) -> bool:
    """Whether a text column has a date in numbers with the year last."""
    return bool(column.str.contains(NUMERIC_DAYS).any())


def numeric_day(text: str, order: str) -> date | None:
    """Return the date given by three numbers, the year last.

    Parameters
    ----------
    text : str
        Such as 18/03/2014 or 3/18/2014; a following time is ignored.
    order : str
        ``day_first`` or ``month_first``.

    Examples
    --------
    >>> str(numeric_day("05/03/2014", "day_first")), numeric_day("18/03/2014", "month_first")
    ('2014-03-05', None)
    """
    match = NUMERIC_DAY.fullmatch(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    day, month = (first, second) if order == "day_first" else (second, first)
    try:
        return datetime(year, month, day).date()  # noqa: DTZ001 - a day has no zone
    except ValueError:
        return None


@dataclass(slots=True)
class DaysSeen:
    """Evidence on whether dates in a column have the day or the month first.

    Examples
    --------
    >>> days = ["05/03/2014", "18/03/2014", "06/03/2014"]
    >>> DaysSeen().see(days).order("say how")
    'day_first'
    >>> DaysSeen().see(days[:1]).order("say how")
    Traceback (most recent call last):
    ...
    detente.errors.DataError: its dates are ambiguous, such as 05/03/2014; say how
    """

    either: str | None = None
    day_first: str | None = None
    month_first: str | None = None

    def see(self, days: Iterable[str]) -> DaysSeen:
        """Add the evidence of more cells."""
        for text in days:
            match = NUMERIC_DAY.fullmatch(text)
            if match is None:
                continue
            first, second = int(match[1]), int(match[2])
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
            How the user can decide, for the message.

        Raises
        ------
        DataError
            If no cell decides, or cells contradict each other.
        """
        if self.day_first and self.month_first:
            raise DataError(
                f"its dates are in two formats, such as {self.day_first} and {self.month_first}; {answer}",
                value=[self.day_first, self.month_first],
            )
        if self.either and not (self.day_first or self.month_first):
            raise DataError(f"its dates are ambiguous, such as {self.either}; {answer}", value=self.either)
        return "day_first" if self.day_first else "month_first"


# Numbers


def first_with_comma(column: pl.Series) -> str | None:
    """Return the first number with a comma in a text column, or None.

    Examples
    --------
    >>> first_with_comma(pl.Series(["1.5", "-2,5"])), first_with_comma(pl.Series(["1.5", "many, or few"]))
    ('-2,5', None)
    """
    if column.dtype != pl.String:
        return None
    with_comma = column.filter(column.str.contains(COMMA))
    return None if with_comma.is_empty() else str(with_comma[0])


def check_decimals(column: pl.Series) -> None:
    """Raise an error for a text column with commas in its numbers, in which a point may separate thousands.

    Raises
    ------
    DataError
        If more numbers have a comma than a point.

    Examples
    --------
    >>> check_decimals(pl.Series("milex", ["1.5", "2", "1,234"]))
    >>> check_decimals(pl.Series("milex", ["1,5", "2", "1.234"] + ["0,2"]))
    Traceback (most recent call last):
    ...
    detente.errors.DataError: column milex has numbers with commas, such as 1,5; save the file with a decimal point \
and no thousands separator
    """
    text = first_with_comma(column)
    if text is None:
        return
    commas = column.str.contains(COMMA).sum()
    if commas > column.str.contains(r"^[+-]?\d*\.\d*$").sum():
        raise DataError(
            f"column {column.name} has numbers with commas, such as {text}; save the file with a decimal point "
            "and no thousands separator",
            value=text,
        )
