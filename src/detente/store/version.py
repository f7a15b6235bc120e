"""The version of a store: one digest of the starter pack, the facts and the user's files."""

from __future__ import annotations

import hashlib

from detente.store.store import Store

__all__ = ["store_version"]

LENGTH = 16  # hexadecimal digits


def store_version(store: Store) -> str:
    """Return a digest of all that the store holds: the same digest, the same records.

    Parameters
    ----------
    store : Store
        The store.

    Returns
    -------
    str
        Sixteen hexadecimal digits of a SHA-256: of the pack's manifest, which names the digests of its files, of the
        files of facts, and of the digests of the user's files.

    Examples
    --------
    >>> len(store_version(Store.open()))
    16
    """
    digest = hashlib.sha256()
    for path in (store.pack.folder / "manifest.json", *sorted(store.facts.folder.glob("*.csv"))):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for part in sorted(part.sha256 for part in store.lake.parts()):
        digest.update(bytes.fromhex(part))
    return digest.hexdigest()[:LENGTH]
