"""The slow record on the command line: what sources there are, and one file of one source into the lake."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.amounts import most_rejected
from detente.cli.output import emit, emit_json, paragraph
from detente.errors import DataError, StoreError, UsageError, mostly_rejected
from detente.ingestion.datasets import ingest_source
from detente.ingestion.pull_answers import pullable_sources
from detente.sources import source
from detente.sources.recognition import recognise
from detente.store import Store

if TYPE_CHECKING:
    from detente.ingestion.ingested import Ingested
    from detente.lake.lake import Batch
    from detente.sources import Source

__all__ = ["ingest_one", "ingest_recognised", "names_source", "taken_in"]

BY_NAME = "detente ingest SOURCE FILE (detente pull lists the sources)"
ASIDE = "See what was set aside with: detente data rejects {}"


def names_source(words: Sequence[Path]) -> bool:
    """Whether the first of the words names a source and not a file.

    Examples
    --------
    >>> names_source([Path("unga_votes"), Path("UNVotes.csv")]), names_source([Path("UNVotes.csv")])
    (True, False)
    """
    return str(words[0]) in pullable_sources() and (len(words) > 1 or not words[0].exists())


def ingest_one(name: str, paths: Sequence[Path], *, as_json: bool) -> Batch:
    """Take one file of a source into the lake, and say what became of it.

    Raises
    ------
    UsageError
        If not one file is named.
    """
    one = source(name)
    if len(paths) != 1:
        given = f"{len(paths)} were given" if paths else "none was given"
        usual = " or ".join(one.files)
        raise UsageError(
            f"{name} takes one file, or the folder it lies in, and {given}; its usual name is {usual}. "
            f"See: detente pull {name} --dry-run",
            value=len(paths),
        )
    batch = ingest_source(Store.open(), name, paths[0])
    if as_json:
        emit_json(batch.as_dict())
    else:
        emit("\n\n".join(taken_in(one, batch)))
    return batch


def ingest_recognised(store: Store, done: Ingested) -> list[tuple[Source, Batch]]:
    """Take in those of the files of no format of events that are of another source, told from their columns.

    Files that can't be used stay among the failures, with the reason. A file that lies beside another and is read
    with it is none.
    """
    taken: list[tuple[Source, Batch]] = []
    why = dict(done.failures)
    for path in done.unknown:
        try:
            found = recognise(path, pullable_sources())
            if len(found) == 1:
                taken.append((found[0], ingest_source(store, found[0].name, path)))
                del why[path]
            else:
                why[path] = _several(path, found) if found else f"{why[path]}; or name its source: {BY_NAME}"
        except StoreError:
            raise
        except DataError as error:
            why[path] = error.message
    read = {path.parent / name for one, batch in taken for path in [Path(batch.origin)] for name in one.beside}
    done.failures[:] = [(path, why[path]) for path in dict(done.failures) if path in why and path.resolve() not in read]
    return taken


def _several(path: Path, found: Sequence[Source]) -> str:
    ways = ", or ".join(f"detente ingest {one.name} {path}" for one in found)
    return f"{path} has the columns of several sources; name the one it is of: {ways}"


def taken_in(one: Source, batch: Batch) -> list[str]:
    """Return what is said of a batch, in reading order."""
    if batch.already:
        return [paragraph(f"{one.name}: the same file was there before; nothing changed.")]
    parts = [paragraph(f"Took in {one.title}.")]
    if mostly_rejected(batch.rows_in, batch.rows_rejected):
        parts.insert(0, paragraph(most_rejected(Path(batch.origin).name, batch.rows_in, batch.rows_rejected)))
    aside = f" and {batch.rows_rejected:,} set aside" if batch.rows_rejected else ""
    parts.append(paragraph(f"Of {batch.rows_in:,} rows {batch.rows_ok:,} were kept{aside}.{_cover(one, batch)}"))
    if batch.parts_rejected:
        parts.append(paragraph(f"Of those kept, {batch.parts_rejected:,} lost a part, which was rejected."))
    if batch.replaced:
        parts.append(
            paragraph(
                f"It is a new version: from {batch.retrieved} on it holds in the place of batch {batch.replaced}, "
                "which still answers for the time before."
            )
        )
    if batch.rows_rejected or batch.parts_rejected:
        parts.append(paragraph(ASIDE.format(batch.batch)))
    parts.append(paragraph(f"To cite: {one.citation}"))
    return parts


def _cover(one: Source, batch: Batch) -> str:
    """Return which years a batch covers, with the gaps between them; nothing where it has no days."""
    from detente.answers.records import covered_days, in_years  # noqa: PLC0415 - only used here
    from detente.store import Store  # noqa: PLC0415 - likewise

    if batch.covers_from is None or batch.covers_until is None:
        return ""
    days = covered_days(Store.open(), [one.name], batch.covers_until, table=one.table).get(one.name, [])
    if len(days) > 1:
        return f" They cover {in_years(days)}."
    first, last = batch.covers_from.year, batch.covers_until.year
    return f" They cover {first if first == last else f'{first} to {last}'}."
