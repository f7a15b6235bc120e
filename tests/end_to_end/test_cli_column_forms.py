"""A cell is read as its column is written, or the file is refused with the question to answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli_sample import Answer, Detente
from detente.sources.readers.archives import Member
from detente.store import Store
from event_samples import ICEWS_HEADER, gdelt, icews, write_zip

MAPPING = 'dataset = "mine"\n{}[columns]\ndate = "day"\nsource = "a"\ntarget = "b"\ncameo = "code"\nintensity = "g"\n'
LOST = ("14", "20", "10", "15", "19", "42", "40")
FULL = ("014", "020", "010", "015", "019", "042", "040")


def table(folder: Path, codes: Sequence[str], days: Sequence[str] = (), numbers: Sequence[str] = ()) -> Path:
    """Write a table of acts, and return its path."""
    days, numbers = days or ["2014-03-18"] * len(codes), numbers or ["1"] * len(codes)
    rows = [f'"{day}",Japan,Russia,{code},"{g}"' for day, code, g in zip(days, codes, numbers, strict=True)]
    (folder / "x.csv").write_text("\n".join(["day,a,b,code,g", *rows, ""]), encoding="utf-8")
    return folder / "x.csv"


def mapped(detente: Detente, folder: Path, file: Path, message: str = "") -> Answer:
    """Ingest a table by a mapping that says something more."""
    (folder / "m.toml").write_text(MAPPING.format(message), encoding="utf-8")
    return detente("ingest", file, "--map", folder / "m.toml", "--no-cube")


def column(name: str) -> list[object]:
    """Return a column of the events in the store, in the order of the file."""
    return Store.open().read("events").sort("id")[name].to_list() if Store.open().lake.parts("events") else []


def rejects() -> list[tuple[object, ...]]:
    """Return the rejects, by line."""
    return Store.open().rejects().sort("line").select("line", "column", "value").rows()


# CAMEO codes


def test_codes_that_lost_their_zeros_are_read_as_the_column_says(detente: Detente, tmp_path: Path) -> None:
    assert mapped(detente, tmp_path, table(tmp_path, [*LOST, "190", "311"])).code == 0
    assert sorted(column("cameo")) == sorted([*FULL, "190", "0311"])
    assert set(column("quad")) == {"verbal_cooperation", "material_conflict"}


def test_roots_keep_their_zeros_in_a_column_that_keeps_them(detente: Detente, tmp_path: Path) -> None:
    assert mapped(detente, tmp_path, table(tmp_path, ["14", "020", "20", "01"])).code == 0
    assert sorted(column("cameo")) == ["01", "020", "14", "20"]


def test_roots_as_integers_are_roots(detente: Detente, tmp_path: Path) -> None:
    assert mapped(detente, tmp_path, table(tmp_path, ["1", "14", "20", "3"])).code == 0
    assert sorted(column("cameo")) == ["01", "03", "14", "20"]


@pytest.mark.parametrize("codes", [["14", "190"], ["19"], ["1", "14", "190"], ["1", "42"]])
def test_codes_that_nothing_settles_are_refused_with_the_question(
    detente: Detente, tmp_path: Path, codes: list[str]
) -> None:
    answer = mapped(detente, tmp_path, table(tmp_path, codes))
    assert answer.code == 3
    for form in ('codes = "full"', '"roots"', '"without_zeros"'):
        assert form in " ".join(answer.out.split())
    assert column("cameo") == []


@pytest.mark.parametrize(("form", "code"), [("full", "14"), ("roots", "14"), ("without_zeros", "014")])
def test_the_answer_is_a_key_of_the_mapping(detente: Detente, tmp_path: Path, form: str, code: str) -> None:
    assert mapped(detente, tmp_path, table(tmp_path, ["14"]), f'codes = "{form}"\n').code == 0
    assert column("cameo") == [code]


def test_a_column_that_kept_some_zeros_and_lost_others_has_rejects(detente: Detente, tmp_path: Path) -> None:
    assert mapped(detente, tmp_path, table(tmp_path, ["042", "42", "14", "190", "010", "020"])).code == 0
    assert sorted(column("cameo")) == ["010", "020", "042", "190"]
    assert rejects() == [(3, "code", "42"), (4, "code", "14")]


def test_what_settles_a_column_may_stand_far_below(
    detente: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Member.blocks, "__defaults__", (64,))
    monkeypatch.setattr("detente.ingestion.events.ROWS", 5)
    monkeypatch.setattr("detente.ingestion.events.TOGETHER", 2)
    assert mapped(detente, tmp_path, table(tmp_path, ["190"] * 40 + ["14"] * 40 + ["42"])).code == 0
    assert (column("cameo").count("014"), column("cameo").count("14")) == (40, 0)
    assert mapped(detente, tmp_path, table(tmp_path, ["190"] * 40 + ["14"] * 40)).code == 3


def test_integers_of_parquet_are_read_as_their_column_says(detente: Detente, tmp_path: Path) -> None:
    for name, values in {"whole": [14, 42, 190], "real": [14.0, 42.0, None]}.items():
        frame = pl.DataFrame({"day": [20140318] * 3, "a": ["Japan"] * 3, "b": ["Russia"] * 3, "code": values, "g": 1})
        frame.write_parquet(tmp_path / f"{name}.parquet")
        assert mapped(detente, tmp_path, tmp_path / f"{name}.parquet").code == 0
    assert sorted(column("cameo"), key=str) == ["014", "014", "042", "042", "190", None]


def test_a_table_of_ones_own_asks_the_same_question(detente: Detente, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("date,source,target,cameo\n2014-03-18,Japan,Russia,14\n2014-03-18,Japan,Russia,190\n")
    answer = detente("ingest", file)
    assert (answer.code, "--codes" in answer.out) == (3, True)
    assert detente("ingest", file, "--codes", "without_zeros").code == 0
    assert sorted(column("cameo")) == ["014", "190"]
    file.write_text("date,source,target,cameo\n2014-03-18,Japan,Russia,14\n2014-03-18,Japan,Russia,42\n")
    assert detente("ingest", file).code == 0
    assert sorted(column("cameo")) == ["014", "042"]


def test_a_file_of_gdelt_or_icews_that_lost_its_zeros_is_refused(detente: Detente, tmp_path: Path) -> None:
    tab = tmp_path / "20181002-icews-events.tab"
    tab.write_text("\n".join([ICEWS_HEADER, *(icews(n, code=code) for n, code in enumerate((*LOST, "190")))]) + "\n")
    zipped = write_zip(tmp_path, "20190121220000.export.CSV", [gdelt(n, code=code) for n, code in enumerate(LOST)])
    for file in (tab, zipped):
        answer = detente("ingest", file, "--no-cube")
        assert (answer.code, "lost their leading zeros" in " ".join(answer.out.split())) == (3, True)
    assert column("cameo") == []


def test_a_stray_code_without_its_zero_costs_its_own_row(detente: Detente, tmp_path: Path) -> None:
    rows = [gdelt(1), gdelt(2, code="14"), gdelt(3, code="42"), gdelt(4, code="190")]
    assert detente("ingest", write_zip(tmp_path, "20190121220000.export.CSV", rows), "--no-cube").code == 0
    assert sorted(column("cameo")) == ["042", "190"]
    assert rejects() == [(2, "EventCode", "14"), (3, "EventCode", "42")]


def test_codes_that_disagree_with_their_row_are_rejects(detente: Detente, tmp_path: Path) -> None:
    def row(number: int, code: str, root: str, quad: str) -> str:
        cells = gdelt(number, code=code).split("\t")
        cells[28], cells[29] = root, quad
        return "\t".join(cells)

    rows = [row(1, "042", "04", "1"), row(2, "140", "1", "1"), row(3, "140", "14", "1"), row(4, "020", "20", "1")]
    rows += [row(5, "090", "09", "2"), row(6, "141", "14", "3"), row(7, "030", "3", "1"), row(8, "---", "--", "4")]
    assert detente("ingest", write_zip(tmp_path, "20190121220000.export.CSV", rows), "--no-cube").code == 0
    assert rejects() == [(2, "EventCode", "140"), (3, "EventCode", "140"), (4, "EventCode", "020")]
    tab = tmp_path / "20181002-icews-events.tab"
    wrong = icews(2, code="140").split("\t")
    wrong[7] = "3.4"
    tab.write_text("\n".join([ICEWS_HEADER, icews(1), "\t".join(wrong), icews(3, code="190")]) + "\n")
    assert detente("ingest", tab, "--no-cube").code == 0
    assert (3, "CAMEO Code", "140") in rejects()


# Days


DAYS = ("05/03/2014", "18/03/2014", "06/03/2014")


def test_days_are_read_one_way(detente: Detente, tmp_path: Path) -> None:
    assert mapped(detente, tmp_path, table(tmp_path, ["190"] * 3, DAYS)).code == 0
    assert sorted(str(day) for day in column("date")) == ["2014-03-05", "2014-03-06", "2014-03-18"]
    turned = ["03/05/2014", "03/18/2014 14:00", "2014-03-06"]
    assert mapped(detente, tmp_path, table(tmp_path, ["042"] * 3, turned)).code == 0
    assert "2014-03-05" in [str(day) for day in column("date")]


@pytest.mark.parametrize("days", [["05/03/2014", "06/03/2014"], ["18/03/2014", "03/18/2014"]])
def test_days_that_nothing_settles_are_refused_with_the_question(
    detente: Detente, tmp_path: Path, days: list[str]
) -> None:
    answer = mapped(detente, tmp_path, table(tmp_path, ["190"] * 2, days))
    assert (answer.code, 'day = "%d/%m/%Y"' in " ".join(answer.out.split())) == (3, True)
    assert column("date") == []
    assert mapped(detente, tmp_path, table(tmp_path, ["190"] * 2, days), 'day = "%d/%m/%Y"\n').code == 0


def test_days_of_one_reading_need_no_answer(detente: Detente, tmp_path: Path) -> None:
    assert mapped(detente, tmp_path, table(tmp_path, ["190"], ["05/05/2014"])).code == 0
    assert [str(day) for day in column("date")] == ["2014-05-05"]


def test_a_file_of_icews_saved_day_first_is_refused(detente: Detente, tmp_path: Path) -> None:
    tab = tmp_path / "20181002-icews-events.tab"
    tab.write_text("\n".join([ICEWS_HEADER, *(icews(n, day=day) for n, day in enumerate(DAYS))]) + "\n")
    answer = detente("ingest", tab, "--no-cube")
    assert (answer.code, "day first" in " ".join(answer.out.split())) == (3, True)
    assert column("date") == []


def test_years_of_two_digits_do_not_tell_their_century(detente: Detente, tmp_path: Path) -> None:
    answer = mapped(detente, tmp_path, table(tmp_path, ["190"], ["28.06.14"]), 'day = "%d.%m.%y"\n')
    assert (answer.code, "year of four digits" in answer.err) == (2, True)


# Numbers


def test_a_decimal_comma_is_requested(detente: Detente, tmp_path: Path) -> None:
    file = table(tmp_path, ["190", "042"], numbers=["-9,5", "1.234"])
    answer = mapped(detente, tmp_path, file)
    assert (answer.code, 'decimal = ","' in " ".join(answer.out.split())) == (3, True)
    assert mapped(detente, tmp_path, file, 'decimal = ","\n').code == 0
    assert column("intensity") == [-9.5]
    assert rejects() == [(3, "g", "1.234")]


# Any column


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*LOST, *FULL, "190", "1", "3", "311", "0311", "1012"]), min_size=1, max_size=8))
def test_no_code_is_read_alone(detente: Detente, tmp_path: Path, codes: list[str]) -> None:
    """A code means the same with its rows in any order, and a text of two digits is one thing in all rows."""
    outcomes = []
    for order in (codes, codes[::-1]):
        answer = mapped(detente, tmp_path, table(tmp_path, order))
        outcomes.append((answer.code, sorted(map(str, column("cameo"))), sorted(str(r[2]) for r in rejects())))
        for batch in detente("data", "batches", "--json").data:
            detente("data", "remove", batch["batch"])
    assert outcomes[0] == outcomes[1]
    code, kept, rejected = outcomes[0]
    lost = {one for one in codes if len(one) < 3}
    assert not (lost & set(rejected)) or not (lost & set(kept)) or code == 3


# Empty cells


EMPTY = ("NA", "NaN", "nan", ".", "", "  ")


def test_empty_cells_of_r_pandas_and_stata_are_empty(detente: Detente, tmp_path: Path) -> None:
    rows = [f"2014-03-18,{empty},Russia,190,{empty}" for empty in EMPTY] + ["2014-03-18,Japan,Russia,NA,NA"]
    (tmp_path / "x.csv").write_text("\n".join(["day,a,b,code,g", *rows, ""]), encoding="utf-8")
    assert mapped(detente, tmp_path, tmp_path / "x.csv").code == 0
    assert (column("source").count(None), column("source_actor").count(None), column("intensity")) == (6, 6, [None] * 7)
    assert column("cameo").count(None) == 1


def test_na_is_namibia_only_in_a_column_declared_as_iso2(detente: Detente, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("day,a,b,code,g\n2014-03-18,NA,RU,190,NA\n", encoding="utf-8")
    assert mapped(detente, tmp_path, tmp_path / "x.csv", 'scheme = "iso2"\n').code == 0
    assert column("source") == ["NAM"]
    file = tmp_path / "own.csv"
    file.write_text("date,source,target,cameo\n2014-03-18,NA,FR,190\n2014-03-18,JP,FR,190\n", encoding="utf-8")
    assert detente("ingest", file).code == 0
    assert [row for row in rejects() if row[1] == "source"] == [(2, "source", "NA")]
    iso2 = detente("ingest", file, "--dataset", "two", "--scheme", "iso2", "--json").data
    assert (iso2["rows_ok"], iso2["rows_rejected"]) == (2, 0)


# Files that were mostly rejected


def test_an_ingest_that_was_mostly_rejected_says_so_first_and_ends_with_3(detente: Detente, tmp_path: Path) -> None:
    days = ["2014-03-18", "soon", "later", "2014-03-19"]
    answer = mapped(detente, tmp_path, table(tmp_path, ["190"] * 4, days))
    assert (answer.code, answer.out.startswith("Warning:")) == (0, False)
    answer = mapped(detente, tmp_path, table(tmp_path, ["190"] * 4, [*days[:3], "2014-02-30"]))
    assert answer.code == 3
    assert answer.out.startswith("Warning: 3 of 4 rows of ")
    rows = [gdelt(1, day="20190121"), *(gdelt(n, code="abc") for n in range(5))]
    file = write_zip(tmp_path, "201901.export.CSV", rows)
    answer = detente("ingest", file, "--no-cube", "--json")
    assert answer.code == 3
    assert answer.data["mostly_rejected"] == [{"file": str(file), "rows_in": 6, "rows_rejected": 5}]
    batch = detente("data", "batches", "gdelt2", "--json").data[0]
    assert (batch["covers_from"], batch["covers_until"]) == ("2019-01-21", "2019-01-21")


# Rejects


def test_rejects_keep_the_text_of_the_file(detente: Detente, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MAPPING.format("") + 'reports = "n"\n', encoding="utf-8")
    texts = ["1.5", "0x10", "0", "007.5", "1e999", "-inf", "many"]
    rows = [
        f"2014-03-18,Japan,Russia,190,{g},{n}" for g, n in [("1", t) for t in texts] + [(t, "1") for t in texts[3:]]
    ]
    rows += ["2014-03-18,Japan,Russia,190,1,3.0"] * 12
    (tmp_path / "x.csv").write_text("\n".join(["day,a,b,code,g,n", *rows, ""]), encoding="utf-8")
    assert detente("ingest", tmp_path / "x.csv", "--map", tmp_path / "m.toml", "--no-cube").code == 0
    assert [row[2] for row in rejects() if row[1] == "n"] == texts
    assert [row[2] for row in rejects() if row[1] == "g"] == texts[4:]
    assert set(column("reports")) == {1, 3}
    wrong = [gdelt(n, mentions=text) for n, text in enumerate(["many", "0", "-3", "1.5", "0x10"])]
    rest = [gdelt(n) for n in range(10, 20)]
    detente("ingest", write_zip(tmp_path, "20190121220000.export.CSV", [*wrong, *rest]), "--no-cube")
    assert [row[2] for row in rejects() if row[1] == "NumMentions"] == ["many", "0", "-3", "1.5", "0x10"]
    cells = gdelt(1).split("\t")
    for n, text in enumerate(["1e400", "nan", "inf", "NA"]):
        cells[30] = text
        file = write_zip(tmp_path, f"2019012122{n}500.export.CSV", ["\t".join(cells), *rest])
        detente("ingest", file, "--no-cube")
    assert sorted(str(row[2]) for row in rejects() if row[1] == "GoldsteinScale") == ["1e400", "inf"]


def test_actors_that_are_written_in_another_scheme_are_reported_first(detente: Detente, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("day,a,b,code,g\n2014-03-18,JPN,RUS,190,1\n", encoding="utf-8")
    answer = mapped(detente, tmp_path, tmp_path / "x.csv")
    assert (answer.code, answer.out.startswith("Warning: 2 of 2 actors ")) == (0, True)
    answer = mapped(detente, tmp_path, tmp_path / "x.csv", 'scheme = "iso3"\n')
    assert "Warning" not in answer.out
