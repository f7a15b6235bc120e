"""The cube's SQL in each engine's dialect. The texts are written in DuckDB's; Spark's are translated by sqlglot."""

from __future__ import annotations

from detente.errors import StoreError, UsageError
from detente.event_cube.duckdb_engine import sql_text, ticks_text

__all__ = ["DIALECTS", "cube_query", "render"]

DIALECTS = ("duckdb", "spark")


def render(text: str, dialect: str) -> str:
    """Return an SQL query in the dialect of an engine.

    Parameters
    ----------
    text : str
        One query in DuckDB's dialect.
    dialect : {'duckdb', 'spark'}
        The engine.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        If there is no such dialect.
    StoreError
        If the dialect is Spark's and sqlglot, a part of the extra ``detente[spark]``, is not installed.

    Examples
    --------
    >>> render("SELECT 7 // 2 AS halves", "duckdb")
    'SELECT 7 // 2 AS halves'
    """
    if dialect not in DIALECTS:
        raise UsageError(f"invalid dialect {dialect!r}: expected one of {', '.join(DIALECTS)}", value=dialect)
    if dialect == "duckdb":
        return text
    try:
        import sqlglot  # noqa: PLC0415 - an extra
    except ImportError:
        raise StoreError(
            "sqlglot, which translates SQL for Spark, is not installed; install it with: pip install 'detente[spark]'",
            value="sqlglot",
        ) from None
    (rendered,) = sqlglot.transpile(text, read="duckdb", write=dialect, pretty=True, comments=False)
    return rendered


def cube_query(dialect: str) -> str:
    """Return one query that builds the cube from a table or view ``events``, in the dialect of an engine."""
    parts = {"new_ticks": ticks_text("events"), "counted_ticks": "SELECT * FROM new_ticks WHERE 1 = 0"}
    front = ",\n".join(f"{name} AS (\n{text}\n)" for name, text in parts.items())
    own = sql_text("cube").partition("WITH ")[2]
    return render(f"WITH {front},\n{own}", dialect)
