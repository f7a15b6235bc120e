"""Tables, columns, units and code lists, declared once, as data.

`TABLES` holds every table by name; `Table.validate` is the one check between a frame and the store. The data
dictionary is printed from here: ``python -m detente.catalog``.
"""

from detente.catalog.codes import (
    FREQS,
    PACT_KINDS,
    PLOVER,
    PRECISIONS,
    QUADS,
    SCHEMES,
    SCORES,
    TIES,
    VOTE_KINDS,
    quad_of_cameo,
)
from detente.catalog.precision import at_precision, dated_rows
from detente.catalog.schema import Column, Table, require_between, require_columns
from detente.catalog.tables import TABLES, table

__all__ = [
    "FREQS",
    "PACT_KINDS",
    "PLOVER",
    "PRECISIONS",
    "QUADS",
    "SCHEMES",
    "SCORES",
    "TABLES",
    "TIES",
    "VOTE_KINDS",
    "Column",
    "Table",
    "at_precision",
    "dated_rows",
    "quad_of_cameo",
    "require_between",
    "require_columns",
    "table",
]
