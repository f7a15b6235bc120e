"""Votes that the user ingests take the place of the pack's, roll call by roll call; nothing counts twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.answers.votes import votes as vote_answer
from detente.catalog import table
from detente.starter.writing import write_starter
from detente.store import Store
from detente.store.vote_series import vote_table

Call = tuple[int, date, str | None, str, str]  # number, day, symbol, kind, votes of JPN, RUS and USA
STATES = ("JPN", "RUS", "USA")
CAST = {"y": 1, "a": 0, "n": -1}
UNGA: list[Call] = [
    (1, date(2013, 12, 5), "A/RES/68/1", "whole", "yny"),
    (2, date(2014, 3, 27), "A/RES/68/262", "whole", "yny"),
    (3, date(2014, 12, 2), None, "amendment", "nyn"),
    (4, date(2014, 12, 2), "A/RES/69/2", "whole", "yyn"),
    (5, date(2014, 12, 3), None, "whole", "a.y"),
    (6, date(2020, 12, 7), "A/RES/75/1", "whole", "ynn"),
]
UNDL: list[Call] = [(4076672, date(2025, 2, 24), "A/RES/ES-11/7", "whole", "ynn")]
CORRECTED = [*UNGA[:1], (2, date(2014, 3, 27), "A/RES/68/262", "whole", "yna"), *UNGA[2:5]]
LIBRARY: list[Call] = [(767565, date(2014, 3, 27), "A/RES/68/262", "whole", "yny"), *UNDL]


def frames(dataset: str, calls: list[Call], *, absences: bool = True) -> dict[str, pl.DataFrame]:
    heads = [(dataset, n, day.year - 1945, day, "day", symbol, kind) for n, day, symbol, kind, _ in calls]
    pairs = list(zip(heads, calls, strict=True))
    rows = {
        "votes": [(*h, s, CAST[v], h[3]) for h, c in pairs for s, v in zip(STATES, c[4], strict=True) if v in CAST],
        "roll_calls": [(*h, f"{dataset} on {h[5]}", None, None, None, h[3]) for h in heads],
    }
    if absences:
        rows["absences"] = [(h[0], h[1], h[3], "FRA", h[3]) for h in heads]
    return {name: pl.DataFrame(found, schema=table(name).schema, orient="row") for name, found in rows.items()}


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    unga, undl = frames("unga_votes", UNGA), frames("undl_votes", UNDL, absences=False)
    shipped = {name: pl.concat([frame, undl[name]]) if name in undl else frame for name, frame in unga.items()}
    write_starter(tmp_path / "pack", shipped, {"sources": []}, level=1)
    write_starter(tmp_path / "empty", {}, {"sources": []})
    return tmp_path


def opened(folder: Path, pack: str, *files: tuple[str, list[Call]], absences: bool = True) -> Store:
    store = Store.open(home=folder / f"home of {pack} {len(files)}", starter=folder / pack)
    store = replace(store, facts=Store.open().facts)
    for dataset, calls in files:
        store.write(frames(dataset, calls, absences=absences), dataset=dataset, origin="a test")
    return store


def test_a_pack_gives_back_its_rows(packed: Path) -> None:
    store = opened(packed, "pack")
    for name, frame in frames("unga_votes", UNGA).items():
        assert store.read(name, dataset="unga_votes").equals(table(name).sort(frame)), name
    assert store.read("votes", as_of=date(2014, 3, 27))["rcid"].unique().sort().to_list() == [1, 2]
    assert store.contents().filter(pl.col("table") == "absences")["rows"].to_list() == [6]


def test_the_users_roll_call_takes_the_place_of_the_packs(packed: Path) -> None:
    store = opened(packed, "pack", ("unga_votes", CORRECTED))
    rows = store.read("votes", dataset="unga_votes")
    assert not rows.select("rcid", "state").is_duplicated().any()
    assert rows.filter(pl.col("rcid") == 2)["vote"].to_list() == [1, -1, 0]
    assert rows["rcid"].unique().sort().to_list() == [1, 2, 3, 4, 5, 6]  # the last is the pack's


def test_figures_are_those_of_the_files_alone(packed: Path) -> None:
    files = (("unga_votes", CORRECTED), ("undl_votes", LIBRARY))
    over, alone = opened(packed, "pack", *files), opened(packed, "empty", *files)
    for name, when in (("agreements", "period"), ("vote_gaps", "date")):
        theirs = pl.col(when).dt.year() != 2020  # which the files do not have
        assert over.read(name, a="JPN").filter(theirs).equals(alone.read(name, a="JPN")), name
    mine, found = vote_table(alone, date(2030, 1, 1)), vote_table(over, date(2030, 1, 1))
    shared = found.calls["rcid"].is_in(mine.calls["rcid"].implode()).to_numpy()
    assert (found.only(shared).of_states(STATES).cast == mine.of_states(STATES).cast).all()
    assert found.calls.height == mine.calls.height + 1
    year = vote_answer("JPN", "RUS", since=2014, until=2014, store=over).frame()
    assert year["votes"].to_list() == [2]  # A/RES/68/262 stands in three records


def test_a_file_without_absences_leaves_them_unknown(packed: Path) -> None:
    store = opened(packed, "pack", ("unga_votes", CORRECTED[:2]), absences=False)
    assert vote_answer("A/RES/68/262", store=store).states["absent"] is None
    assert vote_answer("A/RES/69/2", store=store).states["absent"] == ["FRA"]
