"""Merge CSV batches into the hand-compiled facts.

    python scripts/merge_facts.py BATCH.csv...

The header of a batch says which table it is for. A row with a new key is added; a row with the key of an existing one
takes its place only with --replace. Rejected rows are printed with the reason and the exit status is 1; the others
are merged. The rules beyond the catalog (contested names, hindsight, documents) are those of ``tests/unit/data``: run
them afterwards.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from detente.catalog import TABLES, Table
from detente.errors import DetenteError
from detente.identity import resolve
from detente.store.facts import FACT_TABLES, read_facts, typed_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FACTS = Path(__file__).resolve().parent.parent / "src" / "detente" / "resources" / "facts"
OPTIONAL = frozenset({"known_on"})  # of disputes: those already in the file leave it out
CODES = ("actors", "targets", "sender", "target", "a", "b", "state", "claimants", "holder")

SHOWN = 20  # rejected rows of a batch that are printed
KNOWN = {"disputes": "known_on"}  # a claim may be older than the state that holds it now

Row = dict[str, str]


def main(arguments: list[str] | None = None) -> int:
    """Merge the batches named; return 1 if a row was rejected."""
    parser = argparse.ArgumentParser(description="Merge CSV batches into the facts.")
    parser.add_argument("batches", nargs="+", type=Path)
    parser.add_argument("--replace", action="store_true", help="replace rows that have the same key")
    parser.add_argument("--dry-run", action="store_true", help="check only")
    options = parser.parse_args(arguments)
    rejected = 0
    for batch in options.batches:
        rows = read_csv(batch)
        declared = table_of(rows[0].keys()) if rows else None
        if declared is None:
            rejected += 1
            sys.stdout.write(f"{batch}: no table of facts has these columns\n")
            continue
        merged, faults, added = merge(declared, read_csv(FACTS / f"{declared.name}.csv"), rows, replace=options.replace)
        rejected += len(faults)
        sys.stdout.writelines(f"{batch}, line {line}: {reason}\n" for line, reason in faults[:SHOWN])
        sys.stdout.write(f"{batch}: {added} rows for {declared.name}, {len(faults)} rejected\n")
        if not options.dry_run:
            write_csv(FACTS / f"{declared.name}.csv", merged)
            read_facts(FACTS, declared)
    return 1 if rejected else 0


def table_of(header: Iterable[str]) -> Table | None:
    """Return the table of facts whose columns are in a header."""
    found = set(header)
    for name in FACT_TABLES:
        columns = set(TABLES[name].names)
        if columns - OPTIONAL <= found <= columns:
            return TABLES[name]
    return None


def merge(
    declared: Table, rows: list[Row], new: list[Row], *, replace: bool = False
) -> tuple[list[Row], list[tuple[int, str]], int]:
    """Return the rows of a file with those of a batch, sorted; the faults with their lines; and how many were added."""
    held = {key_of(declared, row): row for row in rows}
    acts = {act_of(row): row["id"] for row in rows} if declared.name == "chronicle" else {}
    faults, added = [], 0
    for line, row in enumerate(new, start=2):
        key = key_of(declared, row)
        reason = next(faults_of(declared, row), None)
        if reason is None and key in held:
            if row == held[key]:
                continue
            reason = None if replace else f"{' '.join(key)} is in the facts already"
        if reason is None and acts.get(act_of(row), row.get("id")) != row.get("id"):
            reason = f"the same day, kind and parties as {acts[act_of(row)]}"
        if reason is not None:
            faults.append((line, reason))
            continue
        if key in held and declared.name == "chronicle":
            acts = {act: name for act, name in acts.items() if name != row["id"]}
        if declared.name == "chronicle":
            acts[act_of(row)] = row["id"]
        held[key] = {**held.get(key, {}), **row}
        added += 1
    return in_order(declared, list(held.values())), faults, added


def in_order(declared: Table, rows: list[Row]) -> list[Row]:
    """Sort the chronicle by day; rungs within their dispute; the others stay in the order in which they were added."""
    if declared.name in {"chronicle", "assembly_votes"}:
        return sorted(rows, key=lambda row: (row["date"], row["id"]))
    if declared.name == "dispute_rungs":
        order = {name: at for at, name in enumerate(dict.fromkeys(row["dispute"] for row in rows))}
        return sorted(rows, key=lambda row: (order[row["dispute"]], row["start"]))
    if declared.name == "ruptures":
        return sorted(rows, key=lambda row: (row["a"], row["b"], row["start"]))
    return rows


def key_of(declared: Table, row: Row) -> tuple[str, ...]:
    """Return the cells that identify a row."""
    return tuple(row[name] for name in declared.key)


def act_of(row: Row) -> tuple[object, ...]:
    """Return what makes two acts the same: day, kind and parties."""
    return (row.get("date"), row.get("kind"), *(frozenset(row.get(n, "").split(";")) for n in ("actors", "targets")))


def faults_of(declared: Table, row: Row) -> Iterator[str]:
    """Yield why a row can't be added."""
    if None in row or None in row.values():
        yield "it has more or fewer cells than the header"
        return
    spaced = [name for name, cell in row.items() if cell != cell.strip() or "  " in cell]
    if spaced:
        yield f"stray spaces in {', '.join(spaced)}"
    try:
        typed_rows(declared, list(row), [list(row.values())], "row", [0])
    except DetenteError as error:
        yield error.message
        return
    yield from unknown_codes(row, row[KNOWN.get(declared.name, str(declared.when))])
    for start, end in (("start", "end"), ("from", "until"), ("date", "end_date")):
        if start in row and row.get(end) and row[end] <= row[start]:
            yield f"{end} {row[end]} is not after {start} {row[start]}"


def unknown_codes(row: Row, day: str) -> Iterator[str]:
    """Yield the codes of a row that no state has on a day."""
    for name in CODES:
        for code in filter(None, row.get(name, "").split(";")):
            if code.startswith("group:"):
                continue
            try:
                found = resolve(code, day, scheme="code").code
            except DetenteError as error:
                yield f"{name} {code}: {error.message}"
                continue
            if found != code:
                yield f"{name} {code}: the code on {day} is {found}"


def read_csv(path: Path) -> list[Row]:
    """Return the rows of a CSV file."""
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    if len(set(rows.fieldnames or ())) != len(rows.fieldnames or ()):
        raise SystemExit(f"{path}: a column stands twice in the header")
    return list(rows)


def write_csv(path: Path, rows: list[Row]) -> None:
    """Write rows with the header that the file has."""
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({name: row.get(name, "") for name in header} for row in rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


if __name__ == "__main__":
    sys.exit(main())
