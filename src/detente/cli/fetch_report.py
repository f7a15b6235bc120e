"""What ``detente pull`` says before and after, as text and as data."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from detente.amounts import number_of, size_of
from detente.cli.output import grid, heading, paragraph
from detente.sources.events.known_formats import format_of

if TYPE_CHECKING:
    from detente.cli.fetching import Tally
    from detente.remote import Gap, Outcome, Plan, RemoteFile, Start

__all__ = ["foreseen", "free_bytes", "happened", "title_of"]

FEW = 10  # lines of a list that is shown in part
Report = tuple[str, dict[str, object]]


def title_of(source: str) -> str:
    """Return the short title of a dataset of events; of any other source its name."""
    form = format_of(source)
    return source if form is None else form.datasets[source]


def foreseen(plan: Plan, start: Start, site: str, raw: Path) -> Report:
    """Return what a pull would do."""
    free = free_bytes(raw)
    head = (
        f"Would fetch {_amount(start.wanted)} from {site} into {raw}."
        if start.wanted
        else f"There is nothing to fetch: all that {site} lists for these days is in {raw}."
    )
    parts = [paragraph(head), _table(start.wanted), _were_there(start)]
    parts += [_lacking(plan.gaps), *(paragraph(note) for note in plan.notes)]
    if start.wanted:
        parts.append(paragraph(_room(start.wanted, free)))
    data: dict[str, object] = {
        "dry_run": True,
        "site": site,
        "folder": raw,
        "to_fetch": _sums(start.wanted),
        "sources": {source: _sums(files) for source, files in _by_source(start.wanted).items()},
        "held": len(start.held),
        "unlisted": [gap.name for gap in plan.gaps],
        "notes": list(plan.notes),
        "free_bytes": free,
    }
    return "\n\n".join(part for part in parts if part), data


def happened(plan: Plan, tally: Tally, site: str, raw: Path, left: Path | None = None) -> Report:
    """Return what a pull did; `left` is the folder of files that are still to be taken in."""
    fetched, missing, lost = tally.of("fetched"), tally.of("missing"), tally.of("failed", "refused")
    size = sum(one.bytes or 0 for one in fetched)
    head = (
        f"Fetched {number_of(len(fetched), 'file')}, {size_of(size)}, in {_time(tally.seconds)} from {site} into {raw}."
        if fetched
        else f"Nothing new was fetched from {site}."
    )
    parts = [paragraph(head), _were_there(tally.start), _taken_in(tally)]
    if left is not None:
        parts.append(paragraph(f"They are not in the lake yet. Take them in with: detente ingest {left}"))
    if missing:
        parts.append(_list(f"Missing at {site}, and recorded as missing", missing))
    parts.append(_lacking(plan.gaps))
    parts += [paragraph(note) for note in plan.notes]
    if lost:
        parts.append(_list("Not fetched", lost))
    if tally.unread:
        rows = [(place, why) for place, why in tally.unread[:FEW]]
        parts.append(
            f"{heading('Fetched, but not readable')}{_more(tally.unread)}\n{grid(('file', 'why'), rows, 'll')}"
        )
    data: dict[str, object] = {
        "dry_run": False,
        "site": site,
        "folder": raw,
        "fetched": {"files": len(fetched), "bytes": size},
        "held": len(tally.start.held),
        "missing": [one.file.place for one in missing],
        "unlisted": [gap.name for gap in plan.gaps],
        "refused": [_told(one) for one in tally.of("refused")],
        "failed": [_told(one) for one in tally.of("failed")],
        "notes": list(plan.notes),
        "ingested": {"files": tally.taken_in, "rows_ok": tally.rows_ok, "rows_rejected": tally.rows_rejected},
        "unread": [{"file": place, "reason": why} for place, why in tally.unread],
    }
    return "\n\n".join(part for part in parts if part), data


def free_bytes(folder: Path) -> int:
    """Return the room on the disk of a folder, which need not be there yet."""
    place = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    return shutil.disk_usage(place).free


def _amount(files: Sequence[RemoteFile]) -> str:
    unknown = sum(file.bytes is None for file in files)
    size = size_of(sum(file.bytes or 0 for file in files))
    if unknown == len(files):
        return f"{number_of(len(files), 'file')} of unknown size"
    return f"{number_of(len(files), 'file')}, {size}" + (
        f" and {number_of(unknown, 'file')} of unknown size" if unknown else ""
    )


def _room(wanted: Sequence[RemoteFile], free: int) -> str:
    if sum(file.bytes or 0 for file in wanted) > free:
        return (
            f"The disk has room for {size_of(free)} only. Ask for fewer days with --from and --to, or name a folder on "
            "a larger disk in DETENTE_HOME. Nothing was fetched."
        )
    return f"The disk has room for {size_of(free)}. Nothing was fetched; to begin, leave out --dry-run."


def _table(files: Sequence[RemoteFile]) -> str:
    rows = [
        (title_of(source), len(own), size_of(sum(file.bytes or 0 for file in own)), *_span(own))
        for source, own in _by_source(files).items()
    ]
    return grid(("what", "files", "size", "from", "until"), rows, "lrrll") if rows else ""


def _by_source(files: Iterable[RemoteFile]) -> dict[str, list[RemoteFile]]:
    found: dict[str, list[RemoteFile]] = {}
    for file in files:
        found.setdefault(file.source, []).append(file)
    return found


def _span(files: Sequence[RemoteFile]) -> tuple[date | None, date | None]:
    first = min((file.first for file in files if file.first), default=None)
    return first, max((file.last for file in files if file.last), default=None)


def _sums(files: Sequence[RemoteFile]) -> dict[str, object]:
    first, last = _span(files)
    size = sum(file.bytes or 0 for file in files)
    return {"files": len(files), "bytes": size, "from": first, "until": last}


def _were_there(start: Start) -> str:
    if not start.held:
        return ""
    size = size_of(sum(one.bytes or 0 for one in start.held))
    was = "was" if len(start.held) == 1 else "were"
    return paragraph(f"{number_of(len(start.held), 'file')}, {size}, {was} there before and {was} not fetched again.")


def _taken_in(tally: Tally) -> str:
    if not tally.taken_in:
        return ""
    more = number_of(tally.rows_ok, "more row")
    aside = f"; {tally.rows_rejected:,} set aside, see: detente data rejects" if tally.rows_rejected else ""
    return paragraph(f"The lake has {more} from {number_of(tally.taken_in, 'file')}{aside}.")


def _lacking(gaps: Sequence[Gap]) -> str:
    """Say what the provider's list lacks, by source, in runs of days."""
    parts = []
    for source in dict.fromkeys(gap.source for gap in gaps):
        own = [gap.day for gap in gaps if gap.source == source]
        unit = "day" if source == "gdelt1" else "quarter hour"
        runs = _runs(own)
        shown = ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in runs[:FEW])
        more = f" and {len(runs) - FEW:,} more stretches" if len(runs) > FEW else ""
        parts.append(
            paragraph(f"{title_of(source)}: {len(own):,} {unit}{'s'[: len(own) - 1]} not in the list: {shown}{more}.")
        )
    return "\n".join(parts)


def _runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Return days as stretches without a break."""
    runs: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _list(title: str, ended: Sequence[Outcome]) -> str:
    rows = [(one.file.name, f"it {one.reason}") for one in ended[:FEW]]
    return f"{heading(title)}{_more(ended)}\n{grid(('file', 'why'), rows, 'll')}"


def _more(entries: Sequence[object]) -> str:
    return f" (the first {FEW} of {len(entries):,})" if len(entries) > FEW else ""


def _told(one: Outcome) -> dict[str, object]:
    return {"file": one.file.place, "reason": one.reason}


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
