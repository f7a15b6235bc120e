"""Files of every kind: told from their columns, mixed in a folder, of Stata and of R."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_sample import Detente
from detente.sources.readers.layouts import Layout, read_layout
from detente.store import Store
from event_samples import ICEWS_HEADER, gdelt, icews, write_zip

VOTES = "rcid,session,date,unres,ccode,vote\n5309,68,2014-03-27,R/68/262,740,1\n5309,68,2014-03-27,R/68/262,365,3\n"
MAPPING = 'dataset = "mine"\n{}[columns]\ndate = "day"\nsource = "a"\ntarget = "b"\ncameo = "code"\n'


def write_stata(path: Path, columns: dict[str, list[object]], **options: object) -> Path:
    """Write a Stata file."""
    pyreadstat.write_dta(pl.DataFrame(columns), str(path), **options)
    return path


def message(text: str) -> str:
    return " ".join(text.split())


# Which source


def test_a_file_of_a_source_needs_no_name(detente: Detente, tmp_path: Path) -> None:
    (tmp_path / "UNVotes.csv").write_text(VOTES, encoding="utf-8")
    answer = detente("ingest", tmp_path / "UNVotes.csv")
    assert answer.code == 0
    assert answer.out.startswith("Ingested United Nations General Assembly Voting Data: 2 rows kept, 0")
    assert Store.open().read("votes", dataset="unga_votes")["state"].sort().to_list() == ["JPN", "RUS"]
    (batch,) = detente("ingest", tmp_path / "UNVotes.csv", "--json").data["records"]
    assert (batch["dataset"], batch["already"]) == ("unga_votes", True)


def test_a_file_with_the_columns_of_several_sources_names_them(detente: Detente, tmp_path: Path) -> None:
    names = {"ccode": 2, "year": 2000, "v2x_polyarchy": 0.8, "euds": 1.0, "aeuds": 1.0, "polity2": 10}
    pl.DataFrame({name: [value] for name, value in names.items()}).write_parquet(tmp_path / "mine.parquet")
    answer = detente("ingest", tmp_path / "mine.parquet")
    assert answer.code == 3
    for name in ("euds", "polity", "vdem"):
        assert f"detente ingest {name} " in message(answer.out)


def test_a_folder_may_be_mixed(detente: Detente, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "UNVotes.csv").write_text(VOTES, encoding="utf-8")
    write_zip(folder, "20190121220000.export.CSV", [gdelt(1)])
    (folder / "20181002-icews-events.tab").write_text(f"{ICEWS_HEADER}\n{icews(1)}\n", encoding="utf-8")
    (folder / "notes.txt").write_text("colour,size\nred,2\n", encoding="utf-8")
    (folder / "votes.rds").write_bytes(b"\x1f\x8b\x08\0")
    answer = detente("ingest", folder, "--no-cube", "--json")
    assert answer.code == 3
    assert (answer.data["datasets"], answer.data["files"]) == ({"gdelt2": 1, "icews": 1}, 3)
    assert [one["dataset"] for one in answer.data["records"]] == ["unga_votes"]
    why = {Path(one["file"]).name: one["why"] for one in answer.data["failures"]}
    assert sorted(why) == ["notes.txt", "votes.rds"]
    assert "colour,size" in why["notes.txt"]
    assert "readRDS" in why["votes.rds"]
    assert "2 files could not be used" in message(detente("ingest", folder, "--no-cube").out)


def test_a_file_that_lies_beside_another_is_read_with_it(detente: Detente, tmp_path: Path) -> None:
    folder = tmp_path / "unvotes"
    folder.mkdir()
    call = {"rcid": 5309, "session": 68.0, "date": "2014-03-27", "unres": "R/68/262", "amend": None, "para": None}
    vote = {"rcid": 5309, "country_code": "JP", "country": "Japan", "vote": "yes"}
    pl.DataFrame([call]).write_parquet(folder / "un_roll_calls.parquet")
    pl.DataFrame([vote]).write_parquet(folder / "un_votes_1946_2019.parquet")
    answer = detente("ingest", folder, "--json")
    assert (answer.code, answer.data["failures"]) == (0, [])


# Stata


def test_a_file_of_stata_is_read_by_a_mapping(detente: Detente, tmp_path: Path) -> None:
    days = [dt.date(2014, 3, 18), dt.date(1914, 6, 28), dt.date(2014, 3, 20)]
    columns = {"day": days, "a": ["Japan", "Serbia", ""], "b": ["Russia"] * 3, "code": [14.0, 42.0, None]}
    file = write_stata(tmp_path / "x.dta", columns)
    (tmp_path / "m.toml").write_text(MAPPING.format(""), encoding="utf-8")
    assert detente("ingest", file, "--map", tmp_path / "m.toml", "--no-cube").code == 0
    rows = Store.open().read("events").sort("date").select("date", "source", "cameo").rows()
    assert rows == [(days[1], "SRB", "042"), (days[0], "JPN", "014"), (days[2], None, None)]


def test_labels_of_stata_are_names_and_numbers_codes(detente: Detente, tmp_path: Path) -> None:
    columns = {"day": [dt.date(2014, 3, 18)], "a": [740], "b": [365], "code": [190]}
    labels = {"a": {740: "Japan"}, "b": {365: "Russia"}, "code": {190: "Use force"}}
    file = write_stata(tmp_path / "x.dta", columns, variable_value_labels=labels)
    for scheme in ("", 'scheme = "cow"\n'):
        (tmp_path / "m.toml").write_text(MAPPING.format(scheme), encoding="utf-8")
        assert detente("ingest", file, "--map", tmp_path / "m.toml", "--no-cube").code == 0
        rows = Store.open().read("events").select("source", "target", "cameo").unique().rows()
        assert rows == [("JPN", "RUS", "190")]


def test_months_of_stata_are_no_days(detente: Detente, tmp_path: Path) -> None:
    file = write_stata(
        tmp_path / "x.dta",
        {"day": [650], "a": ["Japan"], "b": ["Russia"], "code": [190]},
        variable_format={"day": "%tm"},
    )
    (tmp_path / "m.toml").write_text(MAPPING.format(""), encoding="utf-8")
    answer = detente("ingest", file, "--map", tmp_path / "m.toml", "--no-cube")
    assert (answer.code, "dofm(day)" in message(answer.out)) == (3, True)


def test_a_file_of_stata_is_added_and_a_source_is_read_from_one(detente: Detente, tmp_path: Path) -> None:
    columns = {
        "date": [dt.date(2014, 3, 18)] * 2,
        "source": ["Japan", ""],
        "target": ["Russia"] * 2,
        "cameo": ["163"] * 2,
    }
    answer = detente("ingest", write_stata(tmp_path / "own.dta", columns), "--json")
    assert (answer.data["rows_ok"], answer.data["rows_rejected"]) == (1, 1)
    assert Store.open().rejects()["line"].to_list() == [2]
    nmc = {"ccode": [2, 740], "year": [1990, 1990], "milex": [1.0, -9.0], "milper": [1.0, 2.0], "irst": [1.0, 2.0]}
    nmc |= {"pec": [1.0, 2.0], "tpop": [1.0, 2.0], "upop": [1.0, 2.0], "cinc": [0.1, None]}
    answer = detente("ingest", write_stata(tmp_path / "NMC.dta", nmc), "--json")
    (batch,) = answer.data["records"]
    assert (batch["dataset"], batch["rows_ok"]) == ("cow_nmc", 2)
    figures = Store.open().read("indicators", dataset="cow_nmc")
    assert set(figures["state"]) == {"USA", "JPN"}


def test_a_damaged_file_of_stata_is_reported(detente: Detente, tmp_path: Path) -> None:
    (tmp_path / "x.dta").write_bytes(b"no table")
    for words in (("ingest",), ("ingest", "cow_nmc")):
        answer = detente(*words, tmp_path / "x.dta")
        assert (answer.code, "can't be read as a Stata file" in message(answer.out + answer.err)) == (3, True)


@pytest.mark.parametrize("name", ["votes.rds", "votes.RData"])
def test_files_of_r_are_refused_with_what_to_do(detente: Detente, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"RDX3\nX\n")
    for words in (("ingest",), ("ingest", "unga_votes")):
        answer = detente(*words, tmp_path / name)
        assert answer.code == 3
        assert "write_parquet" in message(answer.out + answer.err)


# Lines


def test_rejects_of_a_source_name_the_line_of_the_file(detente: Detente, tmp_path: Path) -> None:
    header = "rcid,session,date,unres,ccode,vote,descr\n"
    row = '5309,68,2014-03-27,R/68/262,{},1,"Territorial integrity\nof ""Ukraine"""\n'
    text = header + row.format(740) + row.format(999) + "\n" + "5309,68\n" + row.format(365) + row.format(998)
    (tmp_path / "UNVotes.csv").write_text(text, encoding="utf-8")
    assert detente("ingest", tmp_path / "UNVotes.csv").code == 3  # three of five rows
    expected = {n: text.split("\n").index(start) + 1 for n, start in (("999", ROW_999), ("998", ROW_998))}
    rejects = Store.open().rejects().sort("line").select("line", "value").rows()
    assert rejects == [(expected["999"], "999"), (7, rejects[1][1]), (expected["998"], "998")]
    assert text.split("\n")[7 - 1] == "5309,68"


ROW_999, ROW_998 = (f'5309,68,2014-03-27,R/68/262,{n},1,"Territorial integrity' for n in (999, 998))
CELLS = st.sampled_from(["1990", '"two\nlines"', '"a ""word"""', '5" gun', "", '"\n\n"', "x,"])
LAYOUT = Layout("a form", {"a": "a", "b": "b"})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, st.booleans()), min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_every_record_has_its_line(records: list[tuple[str, bool]], end: str) -> None:
    text, begins = f"a,b{end}", []
    for cell, blank in records:
        text += end if blank else ""
        begins.append(text.count("\n") + 1)
        text += f"{cell.replace(chr(10), end)},1{end}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.csv"
        file.write_bytes(text.encode())
        found = read_layout(file, [LAYOUT])
    assert sorted([*found.rows["line"], *found.rejects["line"]]) == begins


def test_a_source_that_was_mostly_rejected_is_reported_before_all_else(detente: Detente, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "UNVotes.csv").write_text(VOTES + VOTES.split("\n")[1].replace("740", "999").join("\n" * 4))
    write_zip(folder, "20190121220000.export.CSV", [gdelt(1)])
    (folder / "notes.txt").write_text("nothing\n", encoding="utf-8")
    answer = detente("ingest", folder, "--no-cube")
    assert (answer.code, answer.out.startswith("Warning: 3 of 5 rows of UNVotes.csv ")) == (3, True)
    titles = [answer.out.index(text) for text in ("Ingested 1 file", "Ingested United", "1 file could not be used")]
    assert titles == sorted(titles)


def test_lines_that_end_as_on_old_macs_are_refused(detente: Detente, tmp_path: Path) -> None:
    votes = tmp_path / "UNVotes.csv"
    votes.write_text(VOTES.replace("\n", "\r"), encoding="utf-8", newline="")
    acts = tmp_path / "acts.csv"
    acts.write_text("date,source,target,cameo\r2014-03-18,JPN,RUS,163\r", encoding="utf-8", newline="")
    answers = [detente("ingest", "unga_votes", votes), detente("ingest", votes), detente("ingest", acts)]
    assert [answer.code for answer in answers] == [3, 3, 3]
    assert all("carriage returns" in message(answer.out + answer.err) for answer in answers)


def test_columns_that_stata_can_not_name_are_found(detente: Detente, tmp_path: Path) -> None:
    cells = {"Supplier": "Russia", "Recipient": "China", "Delivery_year": "2005", "TIVdeliveryvalues": "3"}
    file = write_stata(tmp_path / "register.dta", {name: [cell] for name, cell in cells.items()})
    assert detente("ingest", "sipri_register", file).code == 0
    arms = Store.open().read("dyad_indicators", dataset="sipri_register")
    assert arms.select("source", "target", "value").rows() == [("RUS", "CHN", 3.0)]


def test_a_roll_call_that_is_not_there_is_reported_with_the_years_that_are(detente: Detente, tmp_path: Path) -> None:
    later = "5400,71,2017-03-27,R/71/250,740,1\n"
    (tmp_path / "UNVotes.csv").write_text(VOTES + later, encoding="utf-8")
    detente("ingest", tmp_path / "UNVotes.csv")
    answer = detente("votes", "A/RES/75/192")
    assert (answer.code, "unga_votes: 2014, 2017" in message(answer.err)) == (1, True)
