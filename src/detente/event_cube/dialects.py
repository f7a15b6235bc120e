"""The cube's SQL in other engines' words, by sqlglot. The texts themselves are in DuckDB's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from detente.errors import UsageError
from detente.event_cube.engine import sql_text, ticks_text
from detente.identity import translate
from detente.sources.events.cameo import RULES

__all__ = ["DIALECTS", "HOSTED", "cube_query", "hosted_gdelt", "render"]

DIALECTS = ("duckdb", "spark", "bigquery")
HOSTED = "`gdelt-bq.gdeltv2.events`"
HOSTED_FROM = date(2015, 2, 18)  # first day of GDELT 2.0


def render(text: str, dialect: str) -> str:
    """Return an SQL text as an engine writes it.

    Parameters
    ----------
    text : str
        One query in DuckDB's SQL.
    dialect : {'duckdb', 'spark', 'bigquery'}
        Whose.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        If there is no such dialect.

    Examples
    --------
    >>> print(render("SELECT CAST(sum(reports) AS BIGINT) AS reports FROM cube", "spark"))
    SELECT
      CAST(SUM(reports) AS BIGINT) AS reports
    FROM cube
    """
    if dialect not in DIALECTS:
        raise UsageError(f"dialect is {dialect!r}, and must be one of {', '.join(DIALECTS)}", value=dialect)
    import sqlglot  # noqa: PLC0415 - only where another engine is asked for

    (rendered,) = sqlglot.transpile(text, read="duckdb", write=dialect, pretty=True, comments=False)
    return rendered


def cube_query(dialect: str) -> str:
    """Return one query that makes the cube of a table or view ``events``, as an engine writes it."""
    return render(_whole(), dialect)


def hosted_gdelt(dialect: str = "bigquery", hosted: str = HOSTED) -> str:
    """Return one query that makes the cube of GDELT's hosted table of 2.0 events.

    Parameters
    ----------
    dialect : str, optional
        Whose words.
    hosted : str, optional
        The table, as that engine writes it.

    Returns
    -------
    str
        Columns as in the cube's files; the dataset is ``gdelt2``.
    """
    before = {
        "states": _values("place, state", _places()),
        "plovers": _values("begins, plover", RULES.items()),
        "events": sql_text("cube_hosted_gdelt"),
    }
    text = f"SELECT 'gdelt2' AS dataset, * FROM ({_whole(before)}) AS made"  # noqa: S608 - texts of ours
    return render(text, dialect).replace("FROM hosted", f"FROM {hosted}")


def _whole(before: dict[str, str] | None = None) -> str:
    """Return the cube's text with what it reads put in front: ticks of ``events``, and nothing earlier."""
    parts = {**(before or {}), "told": ticks_text("events"), "earlier": "SELECT * FROM told WHERE 1 = 0"}
    front = ",\n".join(f"{name} AS (\n{text}\n)" for name, text in parts.items())
    own = sql_text("cube").partition("WITH ")[2]
    return f"WITH {front},\n{own}"


def _places() -> list[tuple[str, str]]:
    """Return the CAMEO country codes that mean a state while GDELT 2.0 runs."""
    from detente.identity.records import code_index  # noqa: PLC0415 - a table of all codes

    codes = pl.Series("place", sorted(code_index()["cameo"]), dtype=pl.String)
    meant = translate(codes, "cameo", pl.Series([HOSTED_FROM] * len(codes), dtype=pl.Date))
    pairs = zip(codes, meant["code"], strict=True)
    return [(place, state) for place, state in pairs if state is not None]


def _values(columns: str, rows: Iterable[tuple[str, str]]) -> str:
    listed = ", ".join(f"('{one}', '{other}')" for one, other in rows)
    return f"SELECT * FROM (VALUES {listed}) AS t ({columns})"  # noqa: S608 - codes of ours
