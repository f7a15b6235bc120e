"""What can be added to a panel, and which of its datasets a store holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from detente.documents.answer import Answer
from detente.panels.additions import ADDITIONS
from detente.sources import SOURCES
from detente.store import Store

__all__ = ["AdditionList", "panel_additions"]


@dataclass(frozen=True)
class AdditionList(Answer):
    """What can be added to a panel.

    Parameters
    ----------
    rows : tuple of dict
        For each addition ``add`` (its name), ``what``, ``unit``, ``about`` (whose it is), ``no_row`` (what a missing
        row means), ``of`` (the kinds of panels) and ``datasets``, the first of which is the default.
    """

    rows: tuple[dict[str, Any], ...]

    def frame(self) -> pl.DataFrame:
        """Return the additions, a row for each dataset that one can be made of."""
        schema = {"add": pl.String, "what": pl.String, "unit": pl.String, "dataset": pl.String} | {
            "covers_from": pl.Date, "covers_until": pl.Date, "in_store": pl.Boolean
        }  # fmt: skip
        none = {"dataset": None, "covers_from": None, "covers_until": None, "in_store": True}
        rows = [
            {**{name: row[name] for name in ("add", "what", "unit")}, **dataset}
            for row in self.rows
            for dataset in row["datasets"] or [none]
        ]
        return pl.DataFrame(rows, schema=schema)

    def as_dict(self) -> list[dict[str, Any]]:
        """Return the additions as plain data."""
        return list(self.rows)


def panel_additions(store: Store | None = None) -> AdditionList:
    """Return what can be added to a panel, and which of its datasets the store holds.

    Parameters
    ----------
    store : Store, optional
        By default the starter pack with the user's own records.

    Examples
    --------
    >>> [row["add"] for row in panel_additions().rows][:2]
    ['pacts', 'similarity']
    """
    held = set((store or Store.open()).datasets())
    return AdditionList(
        tuple(
            {
                "add": addition.name,
                "what": addition.doc,
                "unit": addition.unit,
                "about": addition.about,
                "no_row": addition.absent,
                "of": list(addition.kinds),
                "datasets": [_dataset(name, in_store=name in held) for name in addition.datasets],
            }
            for addition in ADDITIONS.values()
        )
    )


def _dataset(name: str, *, in_store: bool) -> dict[str, Any]:
    source = SOURCES.get(name)
    return {
        "dataset": name,
        "covers_from": source and source.covers_from,
        "covers_until": source and source.covers_until,
        "in_store": in_store,
    }
