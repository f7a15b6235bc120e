"""What the store answers about pacts: texts compiled by hand, spells in the lake, how alike two states' ties are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from detente.answers.facts_coverage import reach
from detente.answers.records import Days, between, covered_days
from detente.catalog import PACT_KINDS, at_precision, dated_rows
from detente.identity import display_name
from detente.measures.obligations import in_force, obligations
from detente.measures.portfolios import portfolio_similarity
from detente.store import Store

__all__ = ["KINDS", "Bonds", "bonds"]

KINDS = ("defence", "offence", "neutrality", "nonaggression", "consultation", "entente")
FACTS = "facts"
PORTFOLIOS = "atop"  # the dataset that similarity is of
LISTED = (
    "dataset",
    "kind",
    "source",
    "target",
    "bound",
    "start",
    "precision",
    "end",
    "end_precision",
    "title",
    "document",
)
COLUMNS = dict.fromkeys(LISTED, pl.String) | {"start": pl.Date, "end": pl.Date}


@dataclass(frozen=True)
class Bonds:
    """The pacts of a state, or of a pair, as known on a day.

    Parameters
    ----------
    states : tuple of str
        One or two codes.
    day : datetime.date
        The day of the question.
    ties : polars.DataFrame
        ``dataset`` (``facts`` for the texts), ``kind``, ``source``, ``target``, ``bound`` (``both``, or the code of the
        one that owes), ``start``, ``precision``, ``end``, ``end_precision`` (of the texts), ``title``, ``document``;
        ended ones too.
    covered : dict of str to list of (datetime.date, datetime.date)
        The stretches of days that each dataset of the lake covers, up to the day of the question.
    similarity : dict or None
        How alike the pair's ties are.
    reach : str or None
        Where the texts end or begin, or whom they leave out; None inside their coverage.
    """

    states: tuple[str, ...]
    day: date
    ties: pl.DataFrame
    covered: dict[str, Days]
    similarity: dict[str, Any] | None
    reach: str | None = None

    def of(self, dataset: str) -> pl.DataFrame:
        """Return the ties of one dataset."""
        return self.ties.filter(pl.col("dataset") == dataset)

    def in_force(self, dataset: str) -> pl.DataFrame:
        """Return the ties of a dataset that bind on the day, or on the last day that it covers before."""
        return in_force(self.of(dataset), self.covered[dataset][-1][1] if dataset in self.covered else self.day)

    def texts(self) -> list[dict[str, Any]]:
        """Return the texts in force: each once, with its kinds and partners, the strongest obligations first."""
        return _texts(self.in_force(FACTS), self.states[0], self.day)

    def ended(self) -> list[dict[str, Any]]:
        """Return the texts that bound the states before."""
        over = self.of(FACTS).filter(pl.col("end") < self.day)
        return _texts(over, self.states[0], self.day)

    def _spells(self) -> list[dict[str, Any]]:
        rows = self.ties.filter(pl.col("dataset") != FACTS).drop("title", "document", "end_precision")
        return dated_rows(rows.to_dicts(), {"start": "precision", "end": "precision"})

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "states": self.states,
            "as_of": self.day,
            "texts": self.texts(),
            "texts_reach": self.reach,
            "ended": self.ended(),
            "spells": self._spells(),
            "covered_until": {name: days[-1][1] for name, days in self.covered.items()},
            "covered": self.covered,
            "similarity": self.similarity,
        }


def bonds(store: Store, states: tuple[str, ...], day: date, kind: str | None = None) -> Bonds:
    """Return the pacts of one state with all, or between two.

    Parameters
    ----------
    store : Store
        Where the records lie.
    states : tuple of str
        One code, or two.
    day : datetime.date
        Nothing known later is read.
    kind : str, optional
        Only this kind of obligation.
    """
    texts = obligations(store.read("pacts", as_of=day), store.read("pact_members", as_of=day))
    texts = texts.filter(between(states), pl.col("start") <= day)
    compiled = texts.with_columns(dataset=pl.lit(FACTS), bound=pl.lit("both")).select(LISTED)
    ties = store.read("ties", as_of=day, kind=KINDS)
    spells = _mutual(ties.filter(between(states)))
    every = pl.concat([compiled.cast(COLUMNS), spells])  # type: ignore[arg-type]
    if kind is not None:
        every = every.filter(pl.col("kind") == kind)
    covered = covered_days(store, set(ties["dataset"]), day, table="ties")
    likeness = _similarity(store, states, ties, covered, day) if len(states) == 2 else None
    how_far = reach(store, states, day)
    return Bonds(states, day, every, covered, likeness, None if how_far is None else how_far.text)


def _mutual(ties: pl.DataFrame) -> pl.DataFrame:
    """Return one row a pair, with the code that comes first as source: who is bound, one of the two or both."""
    first, second = pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target")
    rows = ties.select(
        "dataset",
        "kind",
        "directed",
        "start",
        "precision",
        "end",
        one=first,
        other=second,
        debtor=pl.col("source"),
    )
    grouped = rows.group_by("dataset", "kind", "one", "other", "start", "precision", "end", maintain_order=True).agg(
        bound=pl.when((pl.col("debtor").n_unique() > 1) | ~pl.col("directed").all())
        .then(pl.lit("both"))
        .otherwise(pl.col("debtor").first())
    )
    named = grouped.rename({"one": "source", "other": "target"}).with_columns(
        end_precision=pl.lit(None, pl.String), title=pl.lit(None, pl.String), document=pl.lit(None, pl.String)
    )
    return named.select(LISTED).cast(COLUMNS).sort("dataset", "source", "target", "start", "kind")  # type: ignore[arg-type]


def _texts(ties: pl.DataFrame, state: str, day: date) -> list[dict[str, Any]]:
    """Return each text once: its kinds, and since when it binds whom."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in ties.iter_rows(named=True):
        partner = row["target"] if row["source"] == state else row["source"]
        text = found.setdefault(
            (row["title"], row["document"]),
            {"title": row["title"], "document": row["document"], "kinds": set(), "partners": {}},
        )
        text["kinds"].add(row["kind"])
        text["partners"][partner] = {
            "state": partner,
            "name": display_name(partner, min(day, row["end"] or day)),
            "since": at_precision(row["start"], row["precision"]),
            "until": row["end"] and at_precision(row["end"], row["end_precision"]),
        }
    for text in found.values():
        text["kinds"] = sorted(text["kinds"], key=PACT_KINDS.index)
        text["partners"] = sorted(text["partners"].values(), key=lambda partner: (partner["since"], partner["name"]))
    return sorted(
        found.values(),
        key=lambda text: (PACT_KINDS.index(text["kinds"][0]), text["partners"][0]["since"], text["title"]),
    )


def _similarity(
    store: Store, states: tuple[str, ...], ties: pl.DataFrame, covered: dict[str, Days], day: date
) -> dict[str, Any] | None:
    """Return how alike the two states' ties with all states are, in the last year that is known whole."""
    if PORTFOLIOS in covered:
        whole = day.year if (day.month, day.day) == (12, 31) else day.year - 1
        year = min(whole, covered[PORTFOLIOS][-1][1].year)
        own = ties.filter(pl.col("dataset") == PORTFOLIOS)
        rows = portfolio_similarity(own, [year], pairs=[(states[0], states[1])])
        return _figures(rows, year)
    a, b = sorted(states)
    shipped = store.read("similarities", as_of=day, a=a, b=b).sort("period").tail(1)
    named = shipped.select("period", s_abs="s", binary_kappa="kappa")
    return _figures(named, 0)


def _figures(rows: pl.DataFrame, year: int) -> dict[str, Any] | None:
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    figures = {name: value for name, value in row.items() if name not in ("source", "target", "period")}
    return {"dataset": PORTFOLIOS, "year": year or row["period"].year, **figures}
