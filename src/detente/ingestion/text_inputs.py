"""The inputs of an ingest of texts: files and pages, and which of them the store does not have."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from detente.coding.texts import CODER, REJECTS, TEXTS, numbered
from detente.errors import UsageError
from detente.lake.batches import Batch
from detente.lake.integrity import damaged_batches
from detente.lake.lake import SCHEMA_VERSION, Lake, batch_id

__all__ = ["FORMAT", "TextInput", "TextPlan", "plans_for", "text_inputs"]

FORMAT = "texts"  # of the batches
CONTENT = [name for name in TEXTS if name != "line"]
TABLES = ("texts", "events")  # an input makes a batch of each


@dataclass(frozen=True, slots=True)
class TextInput:
    """One file or page.

    Parameters
    ----------
    unit : str
        Its name.
    rows : polars.DataFrame
        As `detente.coding.texts.numbered` returns them.
    unread : polars.DataFrame
        Lines of it that are no text: see `detente.coding.texts.REJECTS`.
    """

    unit: str
    rows: pl.DataFrame
    unread: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REJECTS))

    def digest(self, sentences: int) -> str:
        """Return the SHA-256 of all that decides what the input makes."""
        content = hashlib.sha256(f"{CODER} {sentences} {self.unit}\n".encode())
        for frame in (self.rows.select(CONTENT), self.unread):
            content.update(frame.write_csv(quote_style="non_numeric").encode())
        return content.hexdigest()

    def known_from(self) -> date:
        """Return the first day on which all its texts could be known."""
        days = self.rows.select(pl.coalesce(pl.col("known_on", "date").cast(pl.Date)))
        return days.to_series().max()  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class TextPlan:
    """An input that is to be written.

    Parameters
    ----------
    input : TextInput
        The input.
    texts, acts : Batch
        The two batches that it makes, not yet counted.
    replaces : tuple of Batch
        Those of the version before.
    removes : tuple of Batch
        Its own of before, of which rows are lost.
    since : datetime.date or None
        The day from which a version that follows another is known, and the other no longer current.
    """

    input: TextInput
    texts: Batch
    acts: Batch
    replaces: tuple[Batch, ...] = ()
    removes: tuple[Batch, ...] = ()
    since: date | None = None


def text_inputs(
    texts: pl.DataFrame, origin: str, *, by_page: bool, unread: pl.DataFrame | None = None
) -> Iterator[TextInput]:
    """Yield the inputs that a frame of texts holds: itself, or its pages.

    Raises
    ------
    UsageError
        If two texts of an input have one line.
    """
    rows = numbered(texts)
    repeated = rows.filter(rows.select("page" if by_page else pl.lit(0), "line").is_duplicated())
    if repeated.height:
        line = repeated["line"][0]
        raise UsageError(f"line {line} occurs more than once in one input: number the texts", value=line)
    if not by_page:
        yield TextInput(origin, rows) if unread is None else TextInput(origin, rows, unread)
        return
    for (page,), part in rows.group_by("page", maintain_order=True):
        yield TextInput(origin if page is None else str(page), part)


def plans_for(
    lake: Lake, dataset: str, inputs: Sequence[TextInput], day: date, sentences: int, *, dated: bool = False
) -> list[TextPlan]:
    """Return what is to be written of inputs: those that the lake does not have, whole.

    A version is current from the day of its ingest or, if versions are dated, from the one on which its texts could be
    known. Then a version that comes again is the same one, even if another followed it.
    """
    mine = lake.records.batches("b.dataset = ? AND b.format = ?", (dataset, FORMAT))
    lost = damaged_batches(lake.records, trusting=True)
    of_unit: dict[str, list[Batch]] = {}
    for batch in mine:
        of_unit.setdefault(batch.unit, []).append(batch)
    digests = {batch.digest for batch in mine}
    plans = []
    for one in inputs:
        digest = one.digest(sentences)
        versions = of_unit.get(one.unit, [])
        same = [batch for batch in versions if batch.digest == digest]
        before = tuple(batch for batch in versions if batch.superseded_on is None)
        damaged = [batch for batch in same if batch.batch in lost]
        if not damaged and same and (dated or all(batch in same for batch in before)):
            continue
        new = [_batch(lake, (dataset, name, digest), one, day, again=digest in digests) for name in TABLES]
        if damaged:
            old = {batch.table: batch for batch in same if batch.superseded_on == damaged[0].superseded_on}
            texts, acts = (_rewritten(batch, old.get(batch.table)) for batch in new)
            follows = versions[0].digest != digest
            came = one.known_from() if dated else damaged[0].retrieved
            since = came if follows else None
            plans.append(TextPlan(one, texts, acts, removes=tuple(old.values()), since=since))
        else:
            since = (one.known_from() if dated else day) if before else None
            plans.append(TextPlan(one, new[0], new[1], replaces=before, since=since))
    return plans


def _batch(lake: Lake, named: tuple[str, str, str], one: TextInput, day: date, *, again: bool) -> Batch:
    dataset, name, digest = named
    make = lake.free_id if again else batch_id
    return Batch(
        batch=make(*named),
        dataset=dataset,
        table=name,
        origin=one.unit,
        unit=one.unit,
        digest=digest,
        bytes=int(one.rows["text"].str.len_bytes().sum()),
        rows_in=0,
        rows_ok=0,
        rows_rejected=0,
        schema_version=SCHEMA_VERSION,
        retrieved=day,
        format=FORMAT,
    )


def _rewritten(new: Batch, old: Batch | None) -> Batch:
    """Return a batch in the place of one whose rows are lost."""
    if old is None:
        return new
    return replace(new, batch=old.batch, retrieved=old.retrieved, superseded_on=old.superseded_on)
