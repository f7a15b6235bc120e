"""The verb pacts: treaties compiled by hand, spells in datasets of alliances, how alike two states' ties are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from detente.answers.dataset_coverage import Days, covered_days
from detente.answers.document_answer import DocumentAnswer
from detente.answers.facts_coverage import reach
from detente.answers.organisations import NOT_ANSWERED, organisation_in, organisation_pacts, resolve_parties
from detente.answers.rows_of_states import between
from detente.catalog import PACT_KINDS, at_precision, dated_rows
from detente.dates import as_of_day
from detente.errors import NoAnswer, check_choice
from detente.identity import display_name
from detente.measures.obligations import in_force, obligations
from detente.measures.portfolios import portfolio_similarity
from detente.store import Store

__all__ = ["KINDS", "PactAnswer", "mutual_spells", "pacts", "read_pacts"]

KINDS = ("defence", "offence", "neutrality", "nonaggression", "consultation", "entente")
FACTS = "facts"
PORTFOLIOS = "atop"  # the dataset that similarity is of
COLUMNS = (
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
SCHEMA = dict.fromkeys(COLUMNS, pl.String) | {"start": pl.Date, "end": pl.Date}


@dataclass(frozen=True)
class PactAnswer(DocumentAnswer):
    """The pacts of a state with all others, or between two states.

    Parameters
    ----------
    states : tuple of str
        One or two codes.
    as_of : datetime.date
        Nothing known later was used.
    ties : polars.DataFrame
        ``dataset`` (``facts`` for the treaties compiled by hand), ``kind``, ``source``, ``target``, ``bound``
        (``both``, or the code of the state that owes), ``start``, ``precision``, ``end``, ``end_precision`` (of the
        treaties), ``title``, ``document``; those that have ended too.
    covered : dict of str to list of (datetime.date, datetime.date)
        The spans of days that each dataset of alliances covers, up to `as_of`.
    similarity : dict or None
        How alike the two states' ties are.
    reach : str or None
        Where the treaties compiled by hand end or begin, or whom they leave out; None within their coverage.
    """

    states: tuple[str, ...]
    as_of: date
    ties: pl.DataFrame = field(repr=False)
    covered: dict[str, Days]
    similarity: dict[str, Any] | None
    reach: str | None = None

    def of(self, dataset: str) -> pl.DataFrame:
        """Return the ties of one dataset."""
        return self.ties.filter(pl.col("dataset") == dataset)

    def in_force(self, dataset: str) -> pl.DataFrame:
        """Return the ties of a dataset in force on the day, or on the last day before it that the dataset covers."""
        return in_force(self.of(dataset), self.covered[dataset][-1][1] if dataset in self.covered else self.as_of)

    def texts(self) -> list[dict[str, Any]]:
        """Return the treaties in force: each once, with its kinds and partners, the strongest obligations first."""
        return _texts(self.in_force(FACTS), self.states[0], self.as_of)

    def ended(self) -> list[dict[str, Any]]:
        """Return the treaties that have ended."""
        over = self.of(FACTS).filter(pl.col("end") < self.as_of)
        return _texts(over, self.states[0], self.as_of)

    def _spells(self) -> list[dict[str, Any]]:
        rows = self.ties.filter(pl.col("dataset") != FACTS).drop("title", "document", "end_precision")
        return dated_rows(rows.to_dicts(), {"start": "precision", "end": "precision"})

    def frame(self) -> pl.DataFrame:
        """Return the ties, a row for each kind of obligation, pair and dataset."""
        return self.ties

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "states": self.states,
            "as_of": self.as_of,
            "texts": self.texts(),
            "texts_reach": self.reach,
            "ended": self.ended(),
            "spells": self._spells(),
            "covered_until": {name: days[-1][1] for name, days in self.covered.items()},
            "covered": self.covered,
            "similarity": self.similarity,
        }


def pacts(
    first: str,
    second: str | None = None,
    *,
    kind: str | None = None,
    scheme: str | None = None,
    as_of: date | str | None = None,
    store: Store | None = None,
) -> PactAnswer:
    """Return the pacts of one state with all others, or between two states.

    Parameters
    ----------
    first : str
        Name or code of a state.
    second : str, optional
        Name or code of the other state.
    kind : {'defence', 'offence', 'neutrality', 'nonaggression', 'consultation', 'entente'}, optional
        Only obligations of this kind.
    scheme : str, optional
        How states are written; by default names and codes are recognised. See `detente.resolve`.
    as_of : datetime.date or str, optional
        Nothing known later is used; by default today.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    PactAnswer

    Raises
    ------
    UsageError
        A name that means no state, several, or none on the day; no such kind; the same state twice.
    NoAnswer
        No pact is on record.

    Examples
    --------
    >>> pacts("USA", "Japan", as_of="2015-09-01").texts()[0]["kinds"]
    ['defence', 'consultation']
    """
    day = as_of_day(as_of)
    if kind is not None:
        check_choice("kind", kind, KINDS)
    states = resolve_parties((first,) if second is None else (first, second), day, scheme)
    store = store or Store.open()
    answer = read_pacts(store, states, day, kind)
    if answer.ties.is_empty() and answer.similarity is None:
        if organisation_in(states) is not None:
            names = " and ".join(display_name(code, day) for code in states)
            raise NoAnswer(
                f"no treaty that binds all members of {names} was on record by {day}; "
                f"{NOT_ANSWERED}. Its members have pacts of their own: name one",
                value=states,
            )
        raise NoAnswer(
            f"no pact of {' and '.join(states)} was on record by {day}{f'; {answer.reach}' if answer.reach else ''}. "
            "Add a dataset of alliances with: detente ingest "
            "atop FILE",
            value=states,
        )
    return answer


def read_pacts(store: Store, states: tuple[str, ...], day: date, kind: str | None = None) -> PactAnswer:
    """Return the pacts of one code with all others, or between two; empty where none is on record."""
    if organisation_in(states) is not None:
        treaties = organisation_pacts(store, states, day)
    else:
        treaties = obligations(store.read("pacts", as_of=day), store.read("pact_members", as_of=day))
        treaties = treaties.filter(between(states), pl.col("start") <= day)
    compiled = treaties.with_columns(dataset=pl.lit(FACTS), bound=pl.lit("both")).select(COLUMNS)
    ties = store.read("ties", as_of=day, kind=KINDS)
    every = pl.concat([compiled.cast(SCHEMA), mutual_spells(ties.filter(between(states)))])  # type: ignore[arg-type]
    if kind is not None:
        every = every.filter(pl.col("kind") == kind)
    covered = covered_days(store, set(ties["dataset"]), day, table="ties")
    similarity = _similarity(store, states, ties, covered, day) if len(states) == 2 else None
    limits = reach(store, "pacts", states, day)
    return PactAnswer(states, day, every, covered, similarity, None if limits is None else limits.text)


def mutual_spells(ties: pl.DataFrame) -> pl.DataFrame:
    """Return one row a pair, the code that comes first in the alphabet as source, with which of the two is bound."""
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
    return named.select(COLUMNS).cast(SCHEMA).sort("dataset", "source", "target", "start", "kind")  # type: ignore[arg-type]


def _texts(ties: pl.DataFrame, state: str, day: date) -> list[dict[str, Any]]:
    """Return each treaty once, with its kinds, and since when it binds each partner."""
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
    """Return how alike the two states' ties with all states are, in the last year that is known in full."""
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
