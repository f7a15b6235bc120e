"""The key that tells events from reports of them.

Two rows of a dataset report one event if they have the same day, the same two actors as the dataset writes
them, and the same code: the one-a-day filter usual with machine-coded events. The key is a number made of
these four that any machine makes alike, now and later::

    h(text)  =  first 8 bytes of BLAKE2b(text, UTF-8, digest of 8 bytes), little-endian
    key      =  m(m(m(m(day) ^ h(source actor)) ^ h(target actor)) ^ h(code))

where *day* counts days from 1 January 1970, a missing text is empty, and *m* is one step of SplitMix64 (its
increment and its finaliser), all modulo 2⁶⁴; the result is read as a signed number. Two different events share a
key about once in 10¹⁹ pairs.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
import polars as pl

__all__ = ["key_of"]

Words = np.ndarray


def key_of(day: pl.Series, source: pl.Series, target: pl.Series, code: pl.Series) -> pl.Series:
    """Return each row's key.

    Parameters
    ----------
    day : polars.Series of Date
        Without nulls.
    source, target, code : polars.Series of String
        As the dataset writes them; null is empty.

    Returns
    -------
    polars.Series of Int64

    Examples
    --------
    >>> from datetime import date
    >>> row = pl.DataFrame({"day": [date(2014, 3, 18)], "s": ["RUSGOV"], "t": ["UKR"], "c": ["190"]})
    >>> key_of(row["day"], row["s"], row["t"], row["c"]).to_list()
    [4849031602743653054]
    """
    words = _mixed(day.to_physical().cast(pl.Int64).to_numpy().astype(np.uint64))
    for texts in (source, target, code):
        words = _mixed(words ^ _hashed(texts))
    return pl.Series("key", words.view(np.int64), dtype=pl.Int64)


def _hashed(texts: pl.Series) -> Words:
    if texts.is_empty():
        return np.zeros(0, np.uint64)
    distinct = texts.unique()
    codes = pl.Series([_hash(text) for text in distinct], dtype=pl.UInt64)
    return texts.replace_strict(distinct, codes, return_dtype=pl.UInt64).to_numpy()


@lru_cache(maxsize=1 << 17)
def _hash(text: str | None) -> int:
    return int.from_bytes(hashlib.blake2b((text or "").encode(), digest_size=8).digest(), "little")


def _mixed(words: Words) -> Words:
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Words = words ^ (words >> np.uint64(31))
    return mixed
