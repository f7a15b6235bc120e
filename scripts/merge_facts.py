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

from detente.catalog import Table
from detente.ingestion.facts_rows import Row, fault_of, key_of, read_rows, table_for
from detente.store.facts import read_facts

FACTS = Path(__file__).resolve().parent.parent / "src" / "detente" / "resources" / "facts"

SHOWN = 20  # rejected rows of a batch that are printed


def main(arguments: list[str] | None = None) -> int:
    """Merge the batches named; return 1 if a row was rejected."""
    parser = argparse.ArgumentParser(description="Merge CSV batches into the facts.")
    parser.add_argument("batches", nargs="+", type=Path)
    parser.add_argument("--replace", action="store_true", help="replace rows that have the same key")
    parser.add_argument("--dry-run", action="store_true", help="check only")
    options = parser.parse_args(arguments)
    rejected = 0
    for batch in options.batches:
        rows = read_rows(batch)
        declared = table_for(rows[0])
        held = read_rows(FACTS / f"{declared.name}.csv")
        merged, faults, added = merge(declared, held, rows, replace=options.replace)
        rejected += len(faults)
        sys.stdout.writelines(f"{batch}, line {line}: {reason}\n" for line, reason in faults[:SHOWN])
        sys.stdout.write(f"{batch}: {added} rows for {declared.name}, {len(faults)} rejected\n")
        if not options.dry_run:
            write_csv(FACTS / f"{declared.name}.csv", merged)
            read_facts(FACTS, declared)
    return 1 if rejected else 0


def merge(
    declared: Table, rows: list[Row], new: list[Row], *, replace: bool = False
) -> tuple[list[Row], list[tuple[int, str]], int]:
    """Return the rows of a file with those of a batch, sorted; the faults with their lines; and how many were added."""
    known = {name: {row["id"] for row in read_rows(FACTS / f"{name}s.csv")} for name in ("pact", "dispute")}
    held = {key_of(declared, row): row for row in rows}
    acts = {act_of(row): row["id"] for row in rows} if declared.name == "chronicle" else {}
    faults, added = [], 0
    for line, row in enumerate(new, start=2):
        key = key_of(declared, row)
        fault = fault_of(declared, row, known)
        reason = None if fault is None else " ".join(filter(None, fault))
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


def act_of(row: Row) -> tuple[object, ...]:
    """Return what makes two acts the same: day, kind and parties."""
    return (row.get("date"), row.get("kind"), *(frozenset(row.get(n, "").split(";")) for n in ("actors", "targets")))


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
