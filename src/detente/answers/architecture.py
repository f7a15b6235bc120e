"""The verb architecture: whether states depend on a hub or form a web, year by year, and what would change it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.answers.balance import Balance, network_balance
from detente.answers.document_answer import DocumentAnswer
from detente.answers.network_series import FIRST, NetworkSeries, network_series
from detente.answers.pair_architecture import group_around
from detente.dates import as_of_day
from detente.errors import UnknownState, UsageError
from detente.identity import resolve_during, resolve_state
from detente.store import Store

if TYPE_CHECKING:
    import polars as pl

__all__ = ["DEFAULT_GROUP", "ArchitectureAnswer", "architecture"]

DEFAULT_GROUP = "asia-pacific"
Pair = tuple[str, str]


@dataclass(frozen=True)
class ArchitectureAnswer(DocumentAnswer):
    """The architecture of a group of states: its networks year by year and, if wanted, its balance.

    Parameters
    ----------
    networks : NetworkSeries
        The networks and their indices.
    balance : Balance or None
        How far friends and foes are from two camps.
    """

    networks: NetworkSeries
    balance: Balance | None = None

    def frame(self) -> pl.DataFrame:
        """Return the indices of the networks, a row for each year and index."""
        return self.networks.indices

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        data = self.networks.as_dict()
        return data if self.balance is None else {**data, "balance": self.balance.as_dict()}


def architecture(
    *,
    group: str | Sequence[str] | None = None,
    around: str | Pair | None = None,
    of: str = "pacts",
    since: int = FIRST,
    until: int | None = None,
    scheme: str | None = None,
    as_of: date | str | None = None,
    hub: str | None = None,
    kind: Collection[str] = ("defence",),
    cut: float = 0.0,
    add_pact: Iterable[str | Pair] = (),
    drop_pact: Iterable[str | Pair] = (),
    balance: bool = False,
    signs: str = "temperature",
    foes: str | None = None,
    events: str = "conduct",
    dataset: str | None = None,
    store: Store | None = None,
) -> ArchitectureAnswer:
    """Return whether a group of states hangs on a hub or forms a web, year by year.

    Parameters
    ----------
    group : str or sequence of str, optional
        A group that `detente.group` knows, or names or codes of states (a sequence, or separated by commas); by
        default the Asia-Pacific.
    around : str or (str, str), optional
        Two states: the group around them instead.
    of : {'pacts', 'cooperation', 'visits', 'exercises'}, optional
        What counts as a tie.
    since, until : int, optional
        First and last year; by default from 1990 to the last that is known and covered.
    scheme : str, optional
        How states are written; by default names and codes are recognised. See `detente.resolve`.
    as_of : datetime.date or str, optional
        Nothing known later is used; by default today.
    hub : str, optional
        State to take as the hub; by default the one with most ties, each year.
    kind : collection of str, optional
        Obligations that count as a pact: defence, neutrality, nonaggression, consultation.
    cut : float, optional
        Temperature above which conduct is cooperation, in standard deviations.
    add_pact, drop_pact : iterable of str or (str, str), optional
        Hypothetical ties of the last year, and ties to take away from it: pairs, or text such as 'China – Russia'.
    balance : bool, optional
        Also return how far friends and foes are from two camps.
    signs : {'temperature', 'records'}, optional
        What defines friends and foes: conduct, or pacts and rivalries.
    foes : str, optional
        Dataset of rivalries or disputes in the store, for signs by records.
    events : str, optional
        Dataset of events behind the temperatures.
    dataset : str, optional
        Dataset of pacts, visits or exercises in the store.
    store : Store, optional
        By default the starter pack with the user's own records.

    Returns
    -------
    ArchitectureAnswer

    Raises
    ------
    UsageError
        No such group, state, kind or dataset; fewer than three states; a hypothetical tie of a state that is not in
        the network.
    NoAnswer
        The store covers nothing of the kind in these years.

    Examples
    --------
    >>> found = architecture(since=2000, as_of="2015-09-01")
    >>> round(found.networks.value("hub_share", 2015), 3)
    0.714
    """
    day = as_of_day(as_of)
    store = store or Store.open()
    if around is not None:
        if group is not None:
            raise UsageError("--group and --around both choose the states; give one of them", value=around)
        chosen, _ = group_around(*_pair(around, day, scheme), day, events=events, store=store)
        among = chosen if isinstance(chosen, str) else list(chosen)
    else:
        among = _states(group or DEFAULT_GROUP, (date(since, 1, 1), day), scheme)
    added, dropped = ([_pair(pair, day, scheme) for pair in pairs] for pairs in (add_pact, drop_pact))
    networks = network_series(
        of, among, since=since, until=until, as_of=day, cut=cut, add=added, drop=dropped, events=events,
        hub=None if hub is None else resolve_state(hub, day, scheme=scheme).code,
        kinds=kind or ("defence",), dataset=dataset, store=store,
    )  # fmt: skip
    if not balance:
        return ArchitectureAnswer(networks)
    return ArchitectureAnswer(
        networks,
        network_balance(
            among, year=until, as_of=day, signs=signs, foes=foes, add=added,
            drop=dropped if signs == "records" else (), events=events, store=store,
        ),
    )  # fmt: skip


def _states(group: str | Sequence[str], span: tuple[date, date], scheme: str | None) -> str | list[str]:
    """Return the name of a group, or the names or codes of states."""
    if isinstance(group, str) and "," not in group:
        return group
    names = group.split(",") if isinstance(group, str) else group
    names = [name.strip() for name in names if name.strip()]
    return names if scheme is None else [resolve_during(name, *span, scheme=scheme).code for name in names]


def _pair(pair: str | Pair, day: date, scheme: str | None) -> Pair:
    """Return the codes of two states, given as a pair or as text with a dash between; names may have hyphens too."""
    if not isinstance(pair, str):
        first, second = pair
        return _codes(first, second, pair, day, scheme)
    plain = pair.replace("–", "-").replace("—", "-").replace("/", "-")
    places = [i for i, letter in enumerate(plain) if letter == "-"]
    for i in places:
        try:
            return _codes(plain[:i].strip(), plain[i + 1 :].strip(), pair, day, scheme)
        except UnknownState:
            if len(places) == 1:
                raise
    raise UsageError(
        f"invalid pair {pair!r}: expected two states with a dash between, as in “China – Russia”", value=pair
    )


def _codes(first: str, second: str, pair: str | Pair, day: date, scheme: str | None) -> Pair:
    a, b = (resolve_state(name, day, scheme=scheme).code for name in (first, second))
    if a == b:
        raise UsageError(f"invalid pair {pair!r}: expected two different states", value=pair)
    return a, b
