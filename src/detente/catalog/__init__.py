"""Tables, columns, units and code lists, declared once, as data.

`TABLES` has every table by name; `Table.validate` checks a frame before it is stored. The data dictionary is
generated from here: ``python -m detente.catalog``.

::

    code_lists    code lists, declared once
    coded         the tables of texts that users add, and of the acts that Detente coded from them
    conflict      the tables of wars, crises, participants in disputes, vetoes and peace agreements
    dictionary    the data dictionary: the tables as Markdown
    facts         the tables of facts that the project compiled manually
    frame_checks  checks that measures make on their input frames
    indices       the tables of indices that Detente computes and ships
    precision     dates at their precision: known to the day, the month or the year
    schema        tables: columns, keys, and the validation of frames
    structural    the tables of structural data: votes, ties, disputes, attributes of states
    tables        the tables that Detente computes and users add to; `TABLES`, all by name
"""

from detente.catalog.code_lists import (
    ACTS,
    BREAKS,
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
from detente.catalog.frame_checks import require_between, require_columns
from detente.catalog.precision import at_precision, dated_rows
from detente.catalog.schema import Column, Table
from detente.catalog.tables import TABLES, table

__all__ = [
    "ACTS",
    "BREAKS",
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
