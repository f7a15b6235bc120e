"""A small starter pack and small facts, for tests of the store and of the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import polars as pl

from detente.catalog import table
from detente.lake.integrity import file_digest
from detente.starter.writing import write_starter
from detente.store import Store

FACTS = {
    "assembly_votes": [
        "id,symbol,date,title,yes,no,abstain,in_favour,against,abstaining,absent,document,known_on,verified",
    ],
    "pacts": [
        "id,name,kind,signed,in_force,known_on,end,end_precision,end_known_on,document,precision,note,verified",
        "old,Old Pact,defence,1950-01-01,1950-02-01,1950-01-01,1990-01-01,day,1989-06-01,Treaty,day,,no",
        "new,New Pact,consultation,2013-01-01,,2013-01-02,,,,Treaty,day,,no",
    ],
    "pact_members": [
        "pact,state,from,from_precision,from_known_on,until,until_known_on,verified",
        "old,AAA,1950-02-01,day,1950-02-01,1990-01-01,,no",
        "old,BBB,1950-02-01,day,1950-02-01,,,no",
    ],
    "ruptures": [
        "id,a,b,level,start,precision,known_on,end,end_precision,end_known_on,text,document,document_kind,verified",
        "aaa-bbb,AAA,BBB,severed,2012-05-01,day,2012-05-01,2014-02-01,day,2014-02-02,A breaks with B,Note,ministry,no",
    ],
    "disputes": [
        "id,name,claimants,holder,since,since_precision,issue,claims,document,document_kind,verified",
        "reef,Reef,AAA;BBB,,1971-06-11,day,A reef,AAA: ours | BBB: ours,Note,ministry,no",
    ],
    "dispute_rungs": [
        "dispute,start,precision,known_on,rung,note,document,verified",
        "reef,1971-06-11,day,1971-06-12,1,,Note,no",
        "reef,2012-04-08,day,2012-04-08,3,Ships meet,Note,no",
    ],
    "sanctions": [
        "id,sender,target,start,precision,known_on,end,end_precision,end_known_on,measures,text,document,document_kind,verified",
        "eu-bbb,group:eu,BBB,2014-03-17,day,2014-03-17,,,,travel,The EU bars persons,Regulation,gazette,no",
    ],
    "chronicle": [
        "id,date,precision,end_date,known_on,kind,tone,mode,actors,targets,text,document,document_kind,dispute,verified",
        "a-visit,2014-03-18,day,,2014-03-18,visit,cooperative,words,AAA;BBB,,Leaders meet,Note,ministry,,no",
        "b-visit,2014-03-19,day,,2014-03-19,visit,cooperative,words,AAA,BBB,A leader visits,Note,ministry,reef,no",
    ],
    "coverage": [
        "table,kind,states,from,until,extent,note",
        "pacts,,AAA;BBB;JPN;RUS,2005-01-01,2022-12-31,all,",
        "disputes,,AAA;BBB;JPN;RUS,2005-01-01,2022-12-31,all,",
        "sanctions,,AAA;BBB;JPN;RUS,2005-01-01,2022-12-31,all,",
        "chronicle,,AAA;BBB;JPN;RUS,2005-01-01,2022-12-31,all,",
    ],
}

SOURCES = [
    {
        "id": "starter-temperature",
        "title": "Temperatures computed by Detente",
        "origin": "computed",
        "licence": "Apache-2.0",
        "citation": "The Detente developers",
        "covers": "2012 to 2014",
        "tables": ["temperatures"],
        "datasets": ["made-up"],
    },
    {
        "id": "facts",
        "title": "Facts compiled by hand",
        "origin": "public documents",
        "licence": "Apache-2.0",
        "citation": "The Detente developers",
        "covers": "1816 to today",
        "tables": ["pacts", "chronicle"],
    },
]


def temperatures() -> pl.DataFrame:
    """Return two vintages of two dyads' temperatures, in two scores."""
    rows = [
        (
            "made-up",
            score,
            "year",
            source,
            target,
            date(year, 1, 1),
            0.1,
            0.2,
            link,
            0.1,
            0.1,
            0.3,
            None,
            None,
            date(vintage, 12, 31),
        )
        for vintage in (2013, 2014)
        for score in ("all", "words")
        for source, target in (("AAA", "BBB"), ("BBB", "AAA"))
        for year, link in ((2012, None), (2013, 0.5), (2014, 0.5))
        if year <= vintage
    ]
    return pl.DataFrame(rows, schema=table("temperatures").schema, orient="row")


def frames() -> dict[str, pl.DataFrame]:
    """Return the frames of the pack."""
    coverage = [
        {
            "dataset": "made-up",
            "table": "temperatures",
            "scope": "All states",
            "from": date(2012, 1, 1),
            "until": date(2014, 12, 31),
            "note": "No report",
            "without": None,
            "by": "year",
            "known_on": date(2013, 1, 1),
        }
    ]
    return {
        "temperatures": temperatures(),
        "coverage": pl.DataFrame(coverage, schema=table("coverage").schema),
    }


def write_pack(folder: Path) -> Path:
    """Write a starter pack and the facts beside it; return the pack's folder."""
    write_starter(folder / "starter", frames(), {"sources": SOURCES}, level=3)
    write_facts(folder / "facts")
    return folder / "starter"


def write_facts(folder: Path) -> None:
    """Write the facts."""
    folder.mkdir(exist_ok=True)
    for name, lines in FACTS.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def open_store(folder: Path) -> Store:
    """Return a store in an empty home, on the small pack."""
    return Store.open(home=folder / "home", starter=write_pack(folder))


def as_written(store: Store, path: Path) -> None:
    """Let the manifest list a file of the lake as it is now, as if it had been written so."""
    with closing(sqlite3.connect(store.lake.manifest)) as db, db:
        values = (path.stat().st_size, file_digest(path), path.relative_to(store.lake.home).as_posix())
        db.execute("UPDATE files SET bytes = ?, sha256 = ? WHERE file = ?", values)


def write_events(path: Path, *rows: str, header: str = "date,source,target,quad") -> Path:
    """Write a CSV file of events."""
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path
