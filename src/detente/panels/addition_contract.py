"""What an addition of panels is: its name, units, table and datasets, and the function that makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from detente.panels.panel import Panel
from detente.panels.row_index import KINDS, PanelKind
from detente.panels.store_additions import AdditionInput
from detente.panels.universe import System

__all__ = ["PAIRS", "Addition"]

PAIRS: tuple[PanelKind, ...] = ("dyads", "directed-dyads")


@dataclass(frozen=True, slots=True)
class Addition:
    """An addition.

    Parameters
    ----------
    name : str
        Name in requests.
    doc : str
        What it adds.
    unit, about : str
        Units, and which state or side the columns describe.
    absent : str
        Meaning of a missing row inside the coverage.
    make : callable
        Function of a panel and the input to the panel with the new columns.
    table : str
        The table of the store that it reads; empty for facts shipped with Detente.
    datasets : tuple of str
        The datasets that can be used, the default first.
    every : bool, optional
        Whether all datasets in the store are used if none is named.
    instead : bool, optional
        Whether a later dataset is used if the store does not have the first and none is named.
    tables : mapping of str to str, optional
        Datasets in another table.
    kinds : tuple of str, optional
        The kinds of panel it can be added to.
    columns : tuple of str, optional
        Columns that it needs beside those that a panel reads of the table.
    systems : mapping of str to str or None, optional
        The list whose members a dataset covers, if it is not 'cow'.
    """

    name: str
    doc: str
    unit: str
    about: str
    absent: str
    make: Callable[[Panel, AdditionInput], Panel]
    table: str = ""
    datasets: tuple[str, ...] = ()
    every: bool = False
    instead: bool = False
    tables: dict[str, str] = field(default_factory=dict)
    kinds: tuple[PanelKind, ...] = KINDS
    columns: tuple[str, ...] = ()
    systems: dict[str, System | None] = field(default_factory=dict)
