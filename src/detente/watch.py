"""The verbs ``detente watch …``: the pairs of states that ``detente update`` reports on.

``detente watch add A B`` is `add`, and so on; ``detente watch`` alone is `pairs`::

    import detente

    detente.watch.add("Japan", "Russia")
    detente.watch.pairs().frame()
    detente.update()
"""

from __future__ import annotations

from detente.dates import today
from detente.errors import UsageError
from detente.identity.dyads import Undirected, resolve_dyad
from detente.store import Store
from detente.updates.watchlist import WatchAnswer, read_pairs, write_pairs

__all__ = ["WatchAnswer", "add", "pairs", "remove"]


def add(first: str, second: str, *, scheme: str | None = None, store: Store | None = None) -> WatchAnswer:
    """Add a pair of states to the watch list.

    Parameters
    ----------
    first, second : str
        Names or codes of two states.
    scheme : str, optional
        How states are written; by default names and codes are recognised. See `detente.resolve`.
    store : Store, optional
        By default the user's.

    Returns
    -------
    WatchAnswer
        The list; `WatchAnswer.added` is empty if the pair was on it.

    Raises
    ------
    UsageError
        If a name means no state, or both mean the same.
    StoreError
        If the list can't be read or written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     add("Russia", "Japan", store=Store.open(home=Path(folder))).pairs
    (Undirected(a='JPN', b='RUS'),)
    """
    store = store or Store.open()
    pair, known = _pair(first, second, scheme), read_pairs(store)
    if pair in known:
        return WatchAnswer(known)
    write_pairs(store, (*known, pair))
    return WatchAnswer((*known, pair), added=(pair,))


def remove(first: str, second: str, *, scheme: str | None = None, store: Store | None = None) -> WatchAnswer:
    """Remove a pair of states from the watch list.

    Parameters
    ----------
    first, second, scheme, store : optional
        See `add`.

    Returns
    -------
    WatchAnswer

    Raises
    ------
    UsageError
        If the pair is not on the list, or a name means no state.
    StoreError
        If the list can't be read or written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store.open(home=Path(folder))
    ...     _ = add("Russia", "Japan", store=store)
    ...     remove("Japan", "Russia", store=store).pairs
    ()
    """
    store = store or Store.open()
    pair, known = _pair(first, second, scheme), read_pairs(store)
    if pair not in known:
        raise UsageError(f"{pair} is not on the watch list; `detente watch` shows it", value=str(pair))
    left = tuple(one for one in known if one != pair)
    write_pairs(store, left)
    return WatchAnswer(left, removed=(pair,))


def pairs(*, store: Store | None = None) -> WatchAnswer:
    """Return the watch list.

    Parameters
    ----------
    store : Store, optional
        By default the user's.

    Returns
    -------
    WatchAnswer

    Raises
    ------
    StoreError
        If the list can't be read.

    Examples
    --------
    >>> from pathlib import Path
    >>> pairs(store=Store.open(home=Path("nowhere"))).pairs
    ()
    """
    return WatchAnswer(read_pairs(store or Store.open()))


def _pair(first: str, second: str, scheme: str | None) -> Undirected:
    return Undirected(*resolve_dyad(first, second, today(), scheme))
