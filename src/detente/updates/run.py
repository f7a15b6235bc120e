"""The verb update: fetch what is newer than the store, and say what changed for pairs of states.

The steps are news since the end of the starter pack, newer files of the sources that the store has already, and, with
`deep`, a provider's files of events. Each step can be interrupted, and the next update goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import polars as pl

from detente import pull
from detente.dates import first_day, today
from detente.documents.answer import Answer
from detente.errors import DataError, NoAnswer, UsageError, check_choice
from detente.identity import group
from detente.identity.dyads import Undirected, resolve_dyad
from detente.ingestion.pull_answers import PullAnswer, PullPlan, pullable_sources
from detente.remote import DownloadLog, is_unreachable
from detente.sources import Source
from detente.sources.datasets import datasets
from detente.store import Store
from detente.updates.changes import PairChange, pair_state
from detente.updates.watchlist import read_pairs

__all__ = ["PROVIDERS", "RECHECKED", "UpdateAnswer", "UpdateStep", "update"]

NEWS = "news"
PROVIDERS = ("gdelt", "icews", "polecat")
RECHECKED = timedelta(days=7)  # after which a source is checked again
DEEP_DAYS = timedelta(days=30)  # of events, where the store has none of the provider
MOST_PAIRS = 500


@dataclass(frozen=True)
class UpdateStep:
    """One step of an update.

    Parameters
    ----------
    source : str
        ``news``, a source, or a provider of events.
    state : str
        ``fetched``, ``current`` (nothing newer), ``declined`` or ``failed``.
    since, until : datetime.date or None
        Days that were requested, where days are.
    files, bytes, rows : int
        Files fetched, their bytes, and rows kept.
    reason : str
        Why it failed, or when it was last checked.
    """

    source: str
    state: str
    since: date | None = None
    until: date | None = None
    files: int = 0
    bytes: int = 0
    rows: int = 0
    reason: str = ""


@dataclass(frozen=True)
class UpdateAnswer(Answer):
    """What an update fetched, and what changed.

    Parameters
    ----------
    day : datetime.date
        Day of the update.
    since : datetime.date
        First day of news that was checked, and of acts that were compared.
    steps : tuple of UpdateStep
        What was fetched.
    changes : tuple of PairChange
        What changed for each pair.
    offline : bool
        Whether no provider could be reached; then nothing changed.
    """

    day: date
    since: date
    steps: tuple[UpdateStep, ...]
    changes: tuple[PairChange, ...]
    offline: bool

    @property
    def complete(self) -> bool:
        """Whether no step failed."""
        return all(step.state != "failed" for step in self.steps)

    def frame(self) -> pl.DataFrame:
        """Return a row a step."""
        schema = {
            "source": pl.String, "state": pl.String, "since": pl.Date, "until": pl.Date, "files": pl.Int64,
            "bytes": pl.Int64, "rows": pl.Int64, "reason": pl.String,
        }  # fmt: skip
        return pl.DataFrame([tuple(asdict(step).values()) for step in self.steps], schema=schema, orient="row")

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return {
            "day": self.day,
            "since": self.since,
            "offline": self.offline,
            "steps": [asdict(step) for step in self.steps],
            "pairs": [change.as_dict() for change in self.changes],
        }


def update(
    *,
    pair: Sequence[tuple[str, str]] = (),
    among: str | None = None,
    since: date | str | int | None = None,
    deep: str | None = None,
    mirror: Mapping[str, str] | None = None,
    scheme: str | None = None,
    confirm: Callable[[str, PullPlan], bool] | None = None,
    progress: Callable[[str], pull.Progress | None] | None = None,
    store: Store | None = None,
) -> UpdateAnswer:
    """Bring the store up to date, and say what changed for pairs of states.

    Parameters
    ----------
    pair : sequence of (str, str), optional
        Pairs to report on, as names or codes; by default those of the watch list (see `detente.watch`).
    among : str, optional
        Also report on all pairs of a group, such as ``quad``.
    since : datetime.date, str or int, optional
        First day of news to check; by default the day after the starter pack ends.
    deep : {'gdelt', 'icews', 'polecat'}, optional
        Also fetch this provider's files of events since `since`; by default since the last day that the store has of
        them, or of the last 30 days.
    mirror : mapping of str to str, optional
        Other addresses, by the name of the source: see `detente.pull`.
    scheme : str, optional
        How states are written; by default names and codes are recognised.
    confirm : callable, optional
        Called with the provider and the plan before files of events are fetched; they are not if it returns False.
    progress : callable, optional
        Called with the name of each step; returns what `detente.pull` calls as bytes arrive, or None.
    store : Store, optional
        By default the user's.

    Returns
    -------
    UpdateAnswer
        Where no provider can be reached, `UpdateAnswer.offline` is true and nothing changed.

    Raises
    ------
    UsageError
        If a state, the group, the provider or the day is invalid, or there are more than 500 pairs.
    StoreError
        If the store can't be written, or another pull is running.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store.open(home=Path(folder))
    ...     update(since="2030-01-01", store=store).steps[0].state
    'current'
    """
    store, day = store or Store.open(), today()
    check_choice("deep", deep, (None, *PROVIDERS))
    pairs = _pairs(pair, among, day, scheme, store)
    first = first_day(since) if since is not None else _pack_end(store) + timedelta(days=1)
    addresses = dict(mirror or {})
    run = _Run(store, first, addresses, progress or (lambda _: None))
    before = [pair_state(store, one, first) for one in pairs]
    steps = [run.news()]
    if not run.offline:
        steps += [run.slow(one) for one in _fetched_before(store, addresses)]
        if deep is not None:
            steps.append(run.events(deep, first if since is not None else None, confirm))
    fresh = Store.open(home=store.lake.home, starter=store.pack.folder)
    after = [pair_state(fresh, one, first) for one in pairs]
    changes = tuple(PairChange(old, new) for old, new in zip(before, after, strict=True))
    return UpdateAnswer(day, first, tuple(steps), changes, run.offline)


@dataclass
class _Run:
    """The steps of one update."""

    store: Store
    since: date
    mirror: Mapping[str, str]
    progress: Callable[[str], pull.Progress | None]
    offline: bool = False

    def news(self) -> UpdateStep:
        """Fetch daily pages that are newer, or were edited."""
        until = today() - timedelta(days=1)
        if self.since > until:
            return UpdateStep(NEWS, "current", reason=f"the first day, {self.since}, is not over")

        def fetch() -> PullPlan | PullAnswer:
            return pull.news(
                since=self.since, mirror=self.mirror.get(NEWS), progress=self.progress(NEWS), store=self.store
            )

        return self._step(NEWS, fetch, self.since, until)

    def slow(self, one: Source) -> UpdateStep:
        """Fetch a source's file if there is a newer one; a source that was checked a short time ago is not checked."""
        log = DownloadLog(self.store.lake.home)
        checked = log.last_checked(one.name)
        if checked is not None and datetime.now(UTC) - checked < RECHECKED:
            return UpdateStep(one.name, "current", reason=f"checked on {checked.date()}")
        listed = one.fetch is not None and bool(one.fetch.doi)

        def fetch() -> PullPlan | PullAnswer | pull.ShippedAnswer:
            mirror = self.mirror.get(one.name)
            answer = pull.source(
                one.name, again=not listed, mirror=mirror, progress=self.progress(one.name), store=self.store
            )
            log.note_checked(one.name)
            return answer

        return self._step(one.name, fetch)

    def events(self, provider: str, since: date | None, confirm: Callable[[str, PullPlan], bool] | None) -> UpdateStep:
        """Fetch a provider's files of events, once the plan is confirmed."""
        verb: Callable[..., PullPlan | PullAnswer] = getattr(pull, provider)
        first = since or self._newest(provider)
        options = {"since": first, "mirror": self.mirror.get(provider), "store": self.store}
        declined = False

        def fetch() -> PullPlan | PullAnswer:
            nonlocal declined
            plan = verb(dry_run=True, **options)
            if isinstance(plan, PullPlan) and plan.files and confirm is not None:
                declined = not confirm(provider, plan)
            return plan if declined else verb(progress=self.progress(provider), **options)

        step = self._step(provider, fetch, first, today())
        return UpdateStep(provider, "declined", first, today()) if declined else step

    def _newest(self, provider: str) -> date:
        """Return the day after the last one that the store has of the provider's events."""
        own = [one.name for one in datasets().values() if one.name.startswith(provider)]
        last = [one.last for one in self.store.days_covered(dataset=own)]
        return max(last) + timedelta(days=1) if last else today() - DEEP_DAYS

    def _step(
        self,
        name: str,
        fetch: Callable[[], PullPlan | PullAnswer | pull.ShippedAnswer],
        since: date | None = None,
        until: date | None = None,
    ) -> UpdateStep:
        try:
            answer = fetch()
        except NoAnswer as error:
            return UpdateStep(name, "current", since, until, reason=error.message)
        except DataError as error:
            self.offline = self.offline or (name == NEWS and is_unreachable(error))
            return UpdateStep(name, "failed", since, until, reason=error.message)
        if not isinstance(answer, PullAnswer):
            return UpdateStep(name, "current", since, until)
        fetched = answer.of("fetched")
        rows = answer.rows_ok + (0 if answer.batch is None else answer.batch.rows_ok)
        lost = [*(f"{one.file.place}: {one.reason}" for one in answer.lost), *(why for _, why in answer.unread)]
        if not (answer.complete or lost):
            lost = ["most rows were rejected; see: detente data rejects"]
        state = "failed" if lost else "fetched" if fetched or answer.ingested else "current"
        size = sum(one.bytes or 0 for one in fetched)
        return UpdateStep(name, state, since, until, len(fetched), size, rows if fetched else 0, "; ".join(lost[:3]))


def _pairs(
    pair: Sequence[tuple[str, str]], among: str | None, day: date, scheme: str | None, store: Store
) -> list[Undirected]:
    """Return the pairs to report on, each once."""
    found = [Undirected(*resolve_dyad(first, second, day, scheme)) for first, second in pair]
    if among is not None:
        found += [Undirected(a, b) for a, b in combinations(sorted(group(among, day)), 2)]
    if not pair and among is None:
        found = list(read_pairs(store))
    found = list(dict.fromkeys(found))
    if len(found) > MOST_PAIRS:
        raise UsageError(
            f"{len(found):,} pairs are too many for one report: at most {MOST_PAIRS}; choose a smaller group",
            value=among,
        )
    return found


def _pack_end(store: Store) -> date:
    """Return the last day on which the starter pack or the facts have a record."""
    parts = store.pack.parts()
    days = [date.fromisoformat(span["last"]) for part in parts for span in part.spans if span["last"]]
    acts: list[date] = store.facts.table("chronicle")["date"].to_list()
    return max([*days, *acts])


def _fetched_before(store: Store, mirror: Mapping[str, str]) -> list[Source]:
    """Return the sources that can be fetched and of which the store has rows."""
    own = {batch.dataset for batch in store.lake.batches()}
    known = pullable_sources()
    return [one for name, one in known.items() if name in own and (one.fetch is not None or name in mirror)]
