"""Maintain the lake: count what it holds, compact it, remove batches.

Everything here reads the manifest first and opens only the files that it lists.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

import polars as pl

from detente.catalog import table
from detente.dates import today
from detente.documents.answer import Answer
from detente.errors import StoreError, UsageError
from detente.event_cube.cube import compact_cube, forget_cube
from detente.event_cube.cube_files import CubeChanged
from detente.ingestion.ingest_unit import Written, discard
from detente.ingestion.text_inputs import FORMAT
from detente.ingestion.verification import VerifyAnswer, content, verify
from detente.lake.disk import is_of_the_disk, unwritable
from detente.lake.estimate_cache import prune
from detente.lake.integrity import check_files
from detente.lake.lake import SHARED, TRIES, Batch, Conflict, Lake, LakeChange, LakeFile
from detente.lake.manifest import HOLDS
from detente.sources.readers.literal_paths import duckdb_parquet
from detente.store.store import Store

__all__ = ["CompactAnswer", "VerifyAnswer", "compact", "content", "remove", "status", "verify"]

MEMORY = "512MB"  # what DuckDB may use while it sorts; the rest goes to the disk
ROW_GROUP = 50_000
LEVEL = 6
EVENTS = "events"
ORDER = ("source", "target", "date", "id", "batch")  # of rows in a merged file, as far as the table has them


# Contents


def status(store: Store) -> list[dict[str, Any]]:
    """Return what the lake holds, by dataset and table: inputs, rows, actors without a state, and files.

    Rows are those of the versions current today; ``superseded`` counts the others, which are among the files, too.
    """
    lake = store.lake
    files = {
        (dataset, name): (count, size)
        for dataset, name, count, size in lake.records.ask(
            'SELECT dataset, "table", count(*), sum(bytes) FROM files GROUP BY 1, 2'
        )
    }
    day = {"day": today().isoformat()}
    rows = lake.records.ask(
        'SELECT dataset, "table", max(format), sum(holds), sum(NOT holds), sum(rows_in * holds), '  # noqa: S608 - HOLDS is ours
        "sum(rows_ok * holds), sum(rows_rejected * holds), min(iif(holds, covers_from, NULL)), "
        "max(iif(holds, covers_until, NULL)), "
        f"max(retrieved) FROM (SELECT b.*, {HOLDS} AS holds FROM batches b) GROUP BY 1, 2 ORDER BY 1, 2",
        day,
    )
    names = (
        "dataset", "table", "format", "inputs", "superseded", "rows_in", "rows_ok", "rows_rejected", "first", "last",
        "retrieved",
    )  # fmt: skip
    found = []
    for row in rows:
        count, size = files.get((row[0], row[1]), (0, 0))
        tally = lake.records.ask(
            "SELECT j.key, sum(j.value) FROM batches b, json_each(b.tally) j WHERE b.dataset = :dataset "  # noqa: S608 - HOLDS is ours
            f'AND b."table" = :table AND {HOLDS} GROUP BY 1 ORDER BY 1',
            {"dataset": row[0], "table": row[1], **day},
        )
        found.append({**dict(zip(names, row, strict=True)), "files": count, "bytes": size, "unplaced": dict(tally)})
    return found


# Compaction


@dataclass
class CompactAnswer(Answer):
    """What a compaction did.

    Parameters
    ----------
    months : int
        Months of a dataset that were rewritten.
    files_before, files_after : int
        Their files.
    bytes_before, bytes_after : int
        Their bytes.
    skipped : list of str
        Datasets and months that another process was changing.
    """

    months: int = 0
    files_before: int = 0
    files_after: int = 0
    bytes_before: int = 0
    bytes_after: int = 0
    skipped: list[str] = field(default_factory=list)

    def frame(self) -> pl.DataFrame:
        """Return one row: months, and files and bytes before and after."""
        return pl.DataFrame([{key: value for key, value in self.as_dict().items() if key != "skipped"}])

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return asdict(self)


def compact(store: Store, dataset: str | None = None) -> CompactAnswer:
    """Merge each month's files of events into one, sorted by dyad and day; and the cube's files likewise.

    The files of texts, and of acts coded from them, are merged by dataset. One dyad's series is then together, and
    reading it is several times faster. What can be read does not change; the old files are kept for ten minutes for
    their readers.

    Parameters
    ----------
    store : Store
        The lake.
    dataset : str, optional
        Only this one.

    Raises
    ------
    StoreError
        If the lake can't be written; nothing is lost then.
    """
    lake, done = store.lake, CompactAnswer()
    where = f'"table" IN {SHARED} AND ("table" <> ? OR month IS NOT NULL) AND (?2 IS NULL OR dataset = ?2)'
    files = sorted(lake.records.files(where, (EVENTS, dataset)), key=_merged_with)
    with lake.writing("nothing was changed"):
        for (kind, name, month), group in groupby(files, key=_merged_with):
            mine = list(group)
            if len(mine) == 1 and (kind != EVENTS or mine[0].profile.get("sorted")):
                continue
            new = _merge(lake, kind, name, month, mine)
            if new is None:
                done.skipped.append(f"{name} {month or kind}")
                continue
            done.months += kind == EVENTS
            done.files_before += len(mine)
            done.files_after += 1
            done.bytes_before += sum(stored.bytes for stored in mine)
            done.bytes_after += new.bytes
        if lake.manifest.exists():
            lake.sweep()
    for name in store.lake.records.datasets_with("events"):
        if dataset in (None, name):
            with contextlib.suppress(CubeChanged):  # the process that changes it merges
                compact_cube(store.lake, name)
    return done


def _merged_with(stored: LakeFile) -> tuple[str, str, str]:
    """Return what files have in common that become one: table, dataset and month of knowledge."""
    return stored.table, stored.dataset or "", stored.month or ""


def _merge(lake: Lake, kind: str, dataset: str, month: str, old: Sequence[LakeFile]) -> LakeFile | None:
    """Merge files into one that replaces them; None if another process changed them meanwhile."""
    import duckdb  # noqa: PLC0415 - only here

    place = f"{dataset}/{month}/month" if month else f"{dataset}/merged"
    file = f"lake/{kind}/{place}-{secrets.token_hex(6)}.parquet"
    check_files(lake.records, old)
    paths = [lake.home / stored.file for stored in old]
    columns = ", ".join(f'"{name}"' for name in table(kind).names)
    order = ", ".join(dict.fromkeys(name for name in ORDER if name in table(kind).names))
    with lake.placing(file) as temporary, duckdb.connect() as db:
        try:
            db.execute("SET memory_limit = ?", [MEMORY])
            db.execute("SET temp_directory = ?", [str(temporary.with_suffix(".spill"))])
            db.execute("SET preserve_insertion_order = true")
            rows = duckdb_parquet(db, paths)
            rows.create_view("rows")
            ordered = db.sql(f"SELECT {columns} FROM rows ORDER BY {order}")  # noqa: S608
            ordered.write_parquet(str(temporary), compression="zstd", row_group_size=ROW_GROUP)
        except duckdb.Error as error:
            if is_of_the_disk(error):
                raise unwritable(lake.home, error, "nothing was changed") from error
            raise StoreError(
                f"{dataset} of {month or kind} can't be compacted: {error}. Nothing was changed; see "
                "`detente data verify`",
                value=paths,
            ) from None
    spans = _spans([stored.profile for stored in old], dataset)
    stored = lake.stored(
        file, kind, sum(s.rows for s in old), {**spans, "sorted": True}, dataset=dataset, month=month or None
    )
    held = {batch for s in old for batch in lake.records.holders(s.file)}
    change = LakeChange(
        files=[stored], holdings=[(batch, file) for batch in sorted(held)], drop_files=[s.file for s in old]
    )
    try:
        lake.records.publish(change)
    except Conflict:
        lake.discard([file])
        return None
    except BaseException:
        lake.discard([file])
        raise
    return stored


def _spans(profiles: Sequence[Any], dataset: str) -> dict[str, Any]:
    spans = [span for one in profiles for span in one["spans"]]
    rows = sum(span["rows"] for span in spans)
    first = min((span["first"] for span in spans if span["first"]), default=None)
    last = max((span["last"] for span in spans if span["last"]), default=None)
    return {"rows": rows, "spans": [{"dataset": dataset, "rows": rows, "first": first, "last": last}], "vintages": []}


# Removal


def remove(store: Store, batch: str) -> tuple[Batch, ...]:
    """Remove a batch from the lake: its rows, its rejects, and its coverage.

    If it was the newest version of its input, the version before it is current again. With a dataset's last batch of
    events its cube is removed too. Texts and the acts coded from them are two batches, and go together.

    Parameters
    ----------
    store : Store
        The lake.
    batch : str
        Its id, or the beginning of it.

    Returns
    -------
    tuple of Batch
        What was removed, the one named first.

    Raises
    ------
    UsageError
        If no batch, or more than one, has an id that begins so.
    StoreError
        If the lake can't be written.
    """
    lake = store.lake
    for _ in range(TRIES):
        gone = _named(lake, batch)
        both = (gone, *_coded_with(lake, gone))
        names = [one.batch for one in both]
        with lake.writing("nothing was removed"), contextlib.suppress(Conflict):
            written: list[Written] = []
            held = sorted({file for files in lake.records.held(names).values() for file in files})
            try:
                for stored in lake.records.files():
                    if stored.file in held:
                        written += lake.without(stored, names)
                lake.records.publish(
                    LakeChange(
                        files=[stored for stored, _ in written],
                        holdings=[(name, stored.file) for stored, names in written for name in sorted(names)],
                        drop_files=held,
                        drop_batches=names,
                        supersede={name: day for one in both for name, day in _restored(lake, one).items()},
                    )
                )
            except BaseException:
                discard(lake, written)
                raise
            if gone.dataset not in store.lake.records.datasets_with("events"):
                forget_cube(lake, gone.dataset)
            prune(lake)  # estimates from it
            return both
    raise StoreError(
        f"the store in {lake.home} is constantly being changed by other processes; try again", value=lake.home
    )


def _coded_with(lake: Lake, gone: Batch) -> list[Batch]:
    """Return the batch of acts coded from a batch of texts, or the texts of a batch of acts."""
    if gone.format != FORMAT:
        return []
    same = lake.records.batches(
        "(b.dataset, b.format, b.unit, b.digest) = (?, ?, ?, ?)", (gone.dataset, FORMAT, gone.unit, gone.digest)
    )
    return [one for one in same if one.table != gone.table and one.superseded_on == gone.superseded_on]


def _named(lake: Lake, batch: str) -> Batch:
    found = lake.records.batches("substr(b.batch, 1, ?) = ?", (len(batch), batch)) if batch else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"there is no batch {batch!r}; `detente data batches` lists them", value=batch)
    names = ", ".join(b.batch for b in found[:5])
    raise UsageError(f"{len(found)} batches begin with {batch!r}: {names}; give more of the id", value=batch)


def _restored(lake: Lake, gone: Batch) -> dict[str, date | None]:
    """Return the versions that are current again, or longer, when a batch is removed, and until when."""
    versions = lake.records.batches('(b.dataset, b."table", b.unit) = (?, ?, ?)', (gone.dataset, gone.table, gone.unit))
    if gone.format == FORMAT:  # versions of texts may be dated by their source, and not by the day of their ingest
        at = [version.batch for version in versions].index(gone.batch)
        return {versions[at - 1].batch: gone.superseded_on} if at else {}
    left = [version for version in versions if version.batch != gone.batch]
    until: dict[str, date | None] = {}
    for n, version in enumerate(left):
        day = min((later.retrieved for later in left[n + 1 :]), default=None)
        if day != version.superseded_on:
            until[version.batch] = day
    return until
