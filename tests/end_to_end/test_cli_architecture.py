from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli_sample import Detente
from detente.answers import architecture

AS_OF = ("--as-of", "2015-09-01")
ANSWERS: dict[str, Any] = {}


@pytest.fixture
def measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure each network once for all the tests that print it from an empty home in several forms."""

    def once(measure: Callable[..., Any]) -> Callable[..., Any]:
        def answer(*args: object, store: object, **options: object) -> Any:
            key = f"{measure.__name__} {args} {sorted(options.items())}"
            if key not in ANSWERS:
                ANSWERS[key] = measure(*args, store=store, **options)
            return ANSWERS[key]

        return answer

    for name in ("network_balance", "network_series"):
        monkeypatch.setattr(architecture, name, once(getattr(architecture, name)))


def rows_of(data: dict[str, list[dict[str, object]]], year: int) -> dict[str, dict[str, object]]:
    return {str(row["index"]): row for row in data["indices"] if row["year"] == year}


# Pacts


def test_the_pacts_of_the_asia_pacific_hang_on_one_hub(shipped: Detente) -> None:
    data = shipped("architecture", *AS_OF, "--json").data
    for year in range(2000, 2016):
        assert rows_of(data, year)["hub_share"]["value"] == pytest.approx(5 / 7)
        assert rows_of(data, year)["web_density"]["value"] == pytest.approx(2 / 190)
    assert rows_of(data, 1990)["hub_share"]["value"] == pytest.approx(5 / 9)  # with the Soviet pacts
    assert {row["state"] for row in data["hubs"]} == {"USA"}
    assert {(row["a"], row["b"]) for row in data["ties"]} == {
        ("AUS", "NZL"), ("AUS", "USA"), ("CHN", "PRK"), ("JPN", "USA"), ("KOR", "USA"), ("PHL", "USA"), ("THA", "USA"),
    }  # fmt: skip
    assert "Timor-Leste" in data["notes"][0]
    assert "2005" in data["notes"][1]


def test_a_pact_supposed_changes_the_hub_and_the_web(shipped: Detente) -> None:
    data = shipped("architecture", *AS_OF, "--add-pact", "China-Russia", "--json").data
    supposed = {row["index"]: row for row in data["supposed"]}
    assert supposed["hub_share"]["after"] == pytest.approx(5 / 8)
    assert supposed["web_density"]["after"] == pytest.approx(3 / 190)
    assert supposed["ties"]["difference"] == 1
    lapsed = shipped("architecture", *AS_OF, "--drop-pact", "Japan – United States", "--json").data
    assert {row["index"]: row for row in lapsed["supposed"]}["hub_share"]["after"] == pytest.approx(4 / 6)


def test_the_text_names_the_hub_and_both_axes(shipped: Detente) -> None:
    answer = shipped("architecture", *AS_OF, "--add-pact", "China-Russia")
    assert (answer.code, answer.err) == (0, "")
    assert "Pacts in the Asia-Pacific, 2015" in answer.out
    assert "Hub: United States." in answer.out
    assert "1996–2015  United States" in answer.out
    assert "Supposed, 2015: China–Russia tied" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_what_was_not_known_is_not_used(shipped: Detente) -> None:
    early = shipped("architecture", "--as-of", "1995-06-30", "--json").data
    assert max(row["year"] for row in early["indices"]) == 1995
    assert early["on"] == "1995-06-30"
    assert {("MNG", "RUS"), ("PRK", "RUS")} & {(r["a"], r["b"]) for r in early["ties"]} == {("PRK", "RUS")}


def test_a_list_of_states_and_other_kinds_of_pact(shipped: Detente) -> None:
    requested = ("--group", "Japan, Australia, United States, South Korea", *AS_OF, "--since", "2006", "--json")
    defence = shipped("architecture", *requested).data
    both = shipped("architecture", *requested, "--kind", "defence", "--kind", "consultation").data
    assert rows_of(defence, 2015)["web_density"]["value"] == 0
    assert rows_of(both, 2006)["web_density"]["value"] == 0
    assert rows_of(both, 2015)["web_density"]["value"] == pytest.approx(1 / 3)  # Japan and Australia confer


def test_the_group_around_a_pair(shipped: Detente) -> None:
    around = shipped("architecture", "--around", "Japan – Russia", *AS_OF, "--json").data
    assert around["group"] == "Asia-Pacific"
    others = shipped("architecture", "--around", "France / Turkey", *AS_OF, "--since", "2014", "--json").data
    assert {"FRA", "TUR"} < set(others["states"])
    assert len(others["states"]) == 20


# Cooperation and balance


def test_cooperation_has_intervals_and_a_probable_change(shipped: Detente) -> None:
    data = shipped("architecture", "--of", "cooperation", *AS_OF, "--hub", "United States", "--json").data
    years = sorted({row["year"] for row in data["indices"]})
    assert (years[0], years[-1]) == (2002, 2014)
    for row in data["indices"]:
        assert row["value"] is None or row["unit"] != "share" or row["lo"] <= row["value"] <= row["hi"]
    change = {row["index"]: row for row in data["change"]}
    assert change["web_density"]["hi"] < 0
    assert change["web_density"]["rise"] < 0.05
    assert any("too few reports" in note for note in data["notes"])


@pytest.mark.usefixtures("measured_once")
def test_balance_names_the_ties_in_its_way(shipped: Detente) -> None:
    requested = ("architecture", "--of", "cooperation", "--until", "2014", *AS_OF, "--since", "2013", "--balance")
    balance = shipped(*requested, "--json").data["balance"]
    found = balance["frustration"]
    assert found["exact"]
    assert found["interval"][0] <= found["index"] <= found["interval"][1]
    assert sum(tie["frustrated"] for tie in balance["ties"]) == found["index"]
    text = shipped(*requested).out
    assert "The ties in the way of balance" in text
    assert "China–Vietnam" in text


# Files


@pytest.mark.usefixtures("measured_once")
@pytest.mark.parametrize("suffix", ["svg", "png", "html", "csv", "json"])
def test_every_form_can_be_written(shipped: Detente, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"a.{suffix}"
    answer = shipped("architecture", *AS_OF, "--map", "--balance", "-o", file)
    assert (answer.code, answer.out) == (0, "")
    assert f"wrote {file}" in answer.err
    content = file.read_bytes()
    if suffix == "png":
        assert content.startswith(b"\x89PNG")
        return
    text = content.decode()
    if suffix in {"svg", "html"}:
        for word in ("Washington", "United States", "Senkaku / Diaoyu / Diaoyutai Islands", "Southern Kurils"):
            assert (word in text) == (word != "Washington")
        assert "Kuril Islands, Russia" not in text
    if suffix == "csv":
        assert {row["index"] for row in csv.DictReader(text.splitlines())} >= {"hub_share", "web_density"}
    if suffix == "json":
        assert json.loads(text)["balance"]["frustration"]["exact"]


def test_the_same_question_draws_the_same_picture(shipped: Detente, tmp_path: Path) -> None:
    drawn = []
    for name in ("one", "two"):
        shipped("architecture", "--of", "cooperation", *AS_OF, "-o", tmp_path / f"{name}.svg")
        drawn.append((tmp_path / f"{name}.svg").read_bytes())
    assert drawn[0] == drawn[1]
    shipped("architecture", "--of", "cooperation", *AS_OF, "--dark", "-o", tmp_path / "dark.svg")
    assert (tmp_path / "dark.svg").read_bytes() != drawn[0]


# One's own ties


def write_ties(home: Path, rows: list[tuple[str, str, str, str]], dataset: str) -> None:
    """Put ties of a dataset into the store of `home`: kind, two states and the first day."""
    from datetime import date  # noqa: PLC0415 - only for these

    import polars as pl  # noqa: PLC0415 - likewise

    from detente.catalog import table  # noqa: PLC0415 - likewise
    from detente.store import Store  # noqa: PLC0415 - likewise

    ties = [
        {
            "dataset": dataset, "id": f"{i}", "kind": kind, "source": min(a, b), "target": max(a, b), "directed": False,
            "start": date.fromisoformat(day), "precision": "day", "end": None, "level": None, "title": None,
            "known_on": date.fromisoformat(day), "end_known_on": None,
        }
        for i, (kind, a, b, day) in enumerate(rows)
    ]  # fmt: skip
    Store.open(home).write(
        {"ties": pl.DataFrame(ties, schema=table("ties").schema)}, dataset=dataset, origin="made up for a test"
    )


def test_exercises_come_from_the_users_store(shipped: Detente, tmp_path: Path) -> None:
    everyone = [("exercise", a, b, "2005-03-01") for a, b in (("JPN", "USA"), ("KOR", "USA"), ("CHN", "RUS"))]
    write_ties(tmp_path / "home", everyone, "drills")
    requested = ("architecture", "--of", "exercises", "--since", "2005", "--until", "2005", *AS_OF, "--json")
    data = shipped(*requested).data
    assert rows_of(data, 2005)["ties"]["value"] == 3
    assert data["sources"] == ["drills"]


def test_visits_of_one_state_alone_are_no_architecture(shipped: Detente, tmp_path: Path) -> None:
    write_ties(tmp_path / "home", [("visit", "CHN", b, "2005-03-01") for b in ("JPN", "RUS", "USA")], "trips")
    answer = shipped("architecture", "--of", "visits", "--since", "2005", *AS_OF)
    assert answer.code == 1
    assert "China would be the hub whatever the others do" in answer.err


def test_rivalries_make_foes(shipped: Detente, tmp_path: Path) -> None:
    rows = [
        ("rivalry", a, b, "1990-01-01") for a, b in (("CHN", "JPN"), ("CHN", "USA"), ("PRK", "KOR"), ("CHN", "IND"))
    ]
    write_ties(tmp_path / "home", rows, "td_rivalries")
    balance = shipped("architecture", *AS_OF, "--balance", "--signs", "records", "--json").data["balance"]
    assert balance["frustration"]["index"] == 0
    assert (len(balance["ties"]), sum(tie["sign"] < 0 for tie in balance["ties"])) == (11, 4)
    camps = {row["state"]: row["camp"] for row in balance["camps"]}
    assert camps["JPN"] == camps["USA"] != camps["CHN"]


def test_disputes_make_foes_in_the_years_that_they_cover(shipped: Detente, tmp_path: Path) -> None:
    write_disputes(tmp_path / "home", [("CHN", "JPN", 2005), ("CHN", "USA", 2001), ("JPN", "KOR", 1999)])
    requested = ("architecture", "--since", "2005", *AS_OF, "--balance", "--signs", "records", "--foes", "gml_mids")
    balance = shipped(*requested, "--until", "2005", "--json").data["balance"]
    foes = {(tie["a"], tie["b"]) for tie in balance["ties"] if tie["sign"] < 0}
    assert foes == {("CHN", "JPN"), ("CHN", "USA")}  # in the five years to 2005
    late = shipped(*requested, "--until", "2010")
    assert late.code == 1
    assert "gml_mids covers 1999–2005, and not all of 2006 to 2010" in late.err


def write_disputes(home: Path, rows: list[tuple[str, str, int]]) -> None:
    """Put militarised disputes into the store of `home`: two states and a year, in both directions."""
    from datetime import date  # noqa: PLC0415 - only for these

    import polars as pl  # noqa: PLC0415 - likewise

    from detente.catalog import table  # noqa: PLC0415 - likewise
    from detente.store import Store  # noqa: PLC0415 - likewise

    schema = table("mids").schema
    mids = [
        {
            **dict.fromkeys(schema), "dataset": "gml_mids", "dispute": i, "source": source, "target": target,
            "period": date(year, 1, 1), "onset": True, "known_on": date(year, 12, 31),
        }
        for i, (a, b, year) in enumerate(rows)
        for source, target in ((a, b), (b, a))
    ]  # fmt: skip
    frame = pl.DataFrame(mids, schema=schema)
    Store.open(home).write({"mids": frame}, dataset="gml_mids", origin="made up for a test")


# Errors


@pytest.mark.parametrize(
    ("argv", "code", "message"),
    [
        (("--group", "atlantis"), 2, "'atlantis'"),
        (("--group", "Japan, Russia"), 1, "fewer than 3 of its states"),
        (("--group", "Japan, Nowhere, China"), 2, "No state is called 'Nowhere'"),
        (("--group", "nato", "--around", "Japan-Russia"), 2, "--around"),
        (("--add-pact", "China"), 2, "'China'"),
        (("--add-pact", "China-China"), 2, "'China-China'"),
        (("--add-pact", "China-France"), 2, "FRA is not in the network"),
        (("--drop-pact", "China-Russia"), 2, "no tie between CHN and RUS to drop"),
        (("--hub", "France"), 2, "France is not in the network"),
        (("--since", "2016"), 2, "2016"),
        (("--of", "exercises"), 1, "exercises"),
        (("--dataset", "atop"), 1, "detente ingest atop PATH"),
        (("--balance", "--signs", "records"), 1, "no rivalries or militarised disputes"),
        (("--of", "cooperation", "--until", "1999"), 1, "no temperatures among Asia-Pacific"),
        (("-o", "x.doc"), 2, "use .svg, .png, .html, .pdf, .docx, .md, .csv, .parquet or .json"),
    ],
)
def test_errors_say_what_is_allowed(shipped: Detente, argv: tuple[str, ...], code: int, message: str) -> None:
    answer = shipped("architecture", *AS_OF, *argv)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err
    assert shipped("architecture", *AS_OF, *argv, "--json").data["exit_code"] == code
