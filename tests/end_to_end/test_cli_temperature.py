from __future__ import annotations

import csv
import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from cli_sample import Detente

AS_OF = ("--as-of", "2015-09-01")
STATES = ("Japan", "Russia", "China", "United States", "South Korea", "Ukraine")
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
WARM, COLD, OTHERS = (0.70, 0.20, 0.08, 0.02), (0.30, 0.05, 0.40, 0.25), (0.5, 0.1, 0.3, 0.1)


def write_acts(path: Path, acts: int, *, seed: int = 4) -> Path:
    """Write made-up acts of 2013 and 2014: Japan and Russia warm until the middle of it, cold after; others between."""
    dice = random.Random(seed)  # noqa: S311 - made-up acts
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("date", "source", "target", "quad"))
        for _ in range(acts):
            day = date(2013, 1, 1) + timedelta(days=dice.randrange(730))
            source, target = dice.sample(STATES, 2)
            chances = (
                (WARM if day.year == 2013 else COLD)
                if {source, target} == {"Japan", "Russia"}
                else (0.5, 0.1, 0.3, 0.1)
            )
            rows.writerow((day, source, target, dice.choices(QUADS, chances)[0]))
    return path


def test_both_directions_are_reported_by_year(shipped: Detente) -> None:
    answer = shipped("temperature", "Japan", "Russia", *AS_OF, "--since", "2012")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.index("Japan → Russia") < answer.out.index("Russia → Japan")
    assert [line.split()[0] for line in answer.out.splitlines() if line.strip()[:2] == "20"] == [
        "2012",
        "2013",
        "2014",
    ] * 2
    assert "As known on 2014-12-31." in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_an_older_question_has_the_older_estimate(shipped: Detente) -> None:
    requested = {
        day: shipped("temperature", "JPN", "RUS", "--as-of", day, "--json").data for day in ("2010-12-30", "2012-06-01")
    }
    assert {row["known_on"] for row in requested["2010-12-30"]} == {"2009-12-31"}
    assert max(row["period"] for row in requested["2012-06-01"]) == "2011-01-01"
    assert shipped("temperature", "JPN", "RUS", "--as-of", "2004-01-01").code == 1


@pytest.mark.parametrize("score", ["all", "words", "deeds"])
def test_json_gives_numbers_with_their_intervals(shipped: Detente, score: str) -> None:
    rows = shipped("temperature", "Japan", "Russia", *AS_OF, "--score", score, "--json").data
    assert {(r["source"], r["target"]) for r in rows} == {("JPN", "RUS"), ("RUS", "JPN")}
    for row in rows:
        assert row["lo"] < row["mean"] < row["hi"]
        assert (row["standing"] is None) == (score != "all")


def test_files_hold_the_same_numbers(shipped: Detente, tmp_path: Path) -> None:
    rows = shipped("temperature", "Japan", "Russia", *AS_OF, "--json").data
    for suffix in ("csv", "json"):
        answer = shipped("temperature", "Japan", "Russia", *AS_OF, "-o", tmp_path / f"t.{suffix}")
        assert (answer.code, answer.out) == (0, "")
        assert f"wrote {tmp_path}/t.{suffix}" in answer.err
    assert json.loads((tmp_path / "t.json").read_text(encoding="utf-8")) == rows
    with (tmp_path / "t.csv").open(encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert [float(w["mean"]) for w in written] == [r["mean"] for r in rows]
    assert list(written[0]) == list(rows[0])


@pytest.mark.parametrize(
    ("argv", "code", "message"),
    [
        (("Fiji", "Bolivia"), 1, "conduct has no temperature between Fiji and Bolivia"),
        (
            ("Japan", "Russia", *AS_OF, "--since", "2015"),
            1,
            "between Japan and Russia from 2015 on as known on 2015-09-01",
        ),
        (("Japan", "Nowhere"), 2, "No state is called 'Nowhere'"),
        (("Japan", "Japan"), 2, "JPN twice"),
        (("Japan", "Russia", "--as-of", "2999-01-01"), 2, "2999-01-01"),
        (("Japan", "Russia", "--freq", "month"), 2, "has temperatures by year alone, not by month"),
        (("Japan", "Russia", "--events", "nope"), 2, "there is no dataset 'nope'"),
        (("Japan", "Russia", "--score", "deed"), 2, "'deed' is not one of"),
        (("Japan", "Russia", *AS_OF, "-o", "x.doc"), 2, ".csv, .parquet, .json, .html, .pdf, .docx or .md"),
        (("Japan", "Russia", *AS_OF, "-o", "/nonexistent/x.csv"), 2, "/nonexistent/x.csv"),
    ],
)
def test_errors_have_one_line_and_their_code(shipped: Detente, argv: tuple[str, ...], code: int, message: str) -> None:
    answer = shipped("temperature", *argv)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err
    as_json = shipped("temperature", *argv, "--json")
    assert as_json.data["exit_code"] == code


# A dataset of one's own


def test_ones_own_events_have_temperatures_by_month(shipped: Detente, tmp_path: Path) -> None:
    assert shipped("ingest", write_acts(tmp_path / "acts.csv", 3000), "--dataset", "mine").code == 0
    mine = ("temperature", "Japan", "Russia", "--events", "mine", "--freq", "month")
    rows = shipped(*mine, "--as-of", "2015-01-01", "--json").data
    toward = [r for r in rows if r["source"] == "JPN"]
    assert [r["period"] for r in toward] == [f"{y}-{m:02}-01" for y in (2013, 2014) for m in range(1, 13)]
    early, late = (sum(r["mean"] for r in part) / 12 for part in (toward[:12], toward[12:]))
    assert early - late > 0.5


def test_ones_own_events_are_read_as_of_the_day(shipped: Detente, tmp_path: Path) -> None:
    acts = write_acts(tmp_path / "acts.csv", 1500)
    lines = acts.read_text(encoding="utf-8").splitlines()
    known = [lines[0], *(line for line in lines[1:] if line < "2014-04-01")]
    (tmp_path / "known.csv").write_text("\n".join(known) + "\n", encoding="utf-8")
    shipped("ingest", acts, "--dataset", "mine")
    shipped("ingest", tmp_path / "known.csv", "--dataset", "known")
    requested = ("--freq", "quarter", "--as-of", "2014-03-31", "--json")
    every = shipped("temperature", "Japan", "Russia", "--events", "mine", *requested).data
    alone = shipped("temperature", "Japan", "Russia", "--events", "known", *requested).data
    assert [row | {"datasets": []} for row in every] == [row | {"datasets": []} for row in alone]
    assert max(r["period"] for r in every) == "2014-01-01"


def test_a_brief_stands_on_ones_own_events(shipped: Detente, tmp_path: Path) -> None:
    shipped("ingest", write_acts(tmp_path / "acts.csv", 3000), "--dataset", "mine")
    answer = shipped("assess", "Japan", "Russia", "--events", "mine", "--as-of", "2014-12-31", "--json")
    assert answer.code == 0
    figures = {f["id"]: f for f in answer.data["figures"]}
    cold, warm = (figures[f"temperature.JPN.RUS.{y}"] for y in (2014, 2013))
    assert cold["source"] == "mine-temperature"
    assert cold["value"] < warm["value"]
    assert any(s["id"] == "mine-temperature" for s in answer.data["sources"])
    assert "the dataset ‘mine’" in " ".join(answer.data["missing"])


def test_few_events_give_wide_intervals_or_no_answer(shipped: Detente, tmp_path: Path) -> None:
    for name, acts in (("few", 60), ("three", 3)):
        shipped("ingest", write_acts(tmp_path / f"{name}.csv", acts), "--dataset", name)
        answer = shipped("temperature", "Japan", "Russia", "--events", name, "--as-of", "2015-01-01", "--json")
        assert answer.code in {0, 1}
        if answer.code == 0:
            assert all(row["hi"] - row["lo"] > 0.8 for row in answer.data)


def test_events_between_others_are_no_answer(shipped: Detente, tmp_path: Path) -> None:
    file = tmp_path / "others.csv"
    file.write_text("date,source,target,quad\n2014-03-18,China,India,verbal_conflict\n", encoding="utf-8")
    shipped("ingest", file)
    answer = shipped("temperature", "Japan", "Russia", "--events", "others", "--as-of", "2015-01-01")
    assert (answer.code, answer.out) == (1, "")
    assert "temperature" in answer.err


def test_a_malformed_file_is_reported(shipped: Detente, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("when,who\n2014,Japan\n", encoding="utf-8")
    answer = shipped("ingest", bad)
    assert answer.code == 3
    assert answer.err.startswith("detente: ")
    assert "Traceback" not in answer.err
    assert shipped("temperature", "Japan", "Russia", "--events", "bad").code == 2


def test_an_estimate_is_reported_once_and_on_a_terminal_alone(
    shipped: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped("ingest", write_acts(tmp_path / "acts.csv", 3000), "--dataset", "mine")
    mine = ("temperature", "--events", "mine", "--as-of", "2015-01-01", "Japan")
    monkeypatch.setattr("detente.cli.delayed_notice.MOMENT", 0.0)
    assert shipped(*mine, "Russia", "--freq", "quarter").err == ""
    monkeypatch.setattr("detente.cli.temperature.sys.stderr.isatty", lambda: True)
    assert shipped(*mine, "Russia", "--freq", "month", "--json").err == ""
    message = "detente: estimating 30 directed pairs in 2 years, once for all questions\n"
    assert shipped(*mine, "Russia").err == message
    assert shipped(*mine, "China").err == ""


def test_a_wide_interval_bears_no_level_here_nor_in_a_brief(shipped: Detente) -> None:
    assert "unclear" in shipped("temperature", "Mongolia", "Laos", *AS_OF).out
    rows = shipped("temperature", "Mongolia", "Laos", *AS_OF, "--json").data
    assert {row["level"] for row in rows if row["hi"] - row["lo"] > 3} == {"unclear"}
    brief = shipped("assess", "Mongolia", "Laos", *AS_OF)
    assert "Mongolia’s conduct toward Laos can’t be placed" in " ".join(brief.out.split())


def test_the_verb_and_a_brief_name_the_same_levels(shipped: Detente) -> None:
    named = set()
    for pair in (("Japan", "Russia"), ("India", "Pakistan"), ("Mongolia", "Laos"), ("Australia", "France")):
        rows = shipped("temperature", *pair, *AS_OF, "--json").data
        last = [[r for r in rows if r["source"] == source][-1]["level"] for source in {r["source"]: 0 for r in rows}]
        table = shipped("assess", *pair, *AS_OF, "--json").data
        (standing,) = (s for s in table["sections"] if s["key"] == "standing")
        text = json.dumps(standing, ensure_ascii=False)
        assert all(f'"{word}"' in text for word in last)
        named |= {*last}
    assert "unclear" in named
    assert len(named) > 2


def test_part_years_say_how_much_of_them_is_covered(detente: Detente, tmp_path: Path) -> None:
    """Acts on every day of 2018 but 25 in December, and on the first 73 days of 2019: a year has 365 days."""
    dice = random.Random(5)  # noqa: S311 - made-up acts
    file = tmp_path / "mine.csv"
    days = [date(2018, 1, 1) + timedelta(days=n) for n in (*range(340), *range(365, 438))]
    rows = [
        f"{day},{source},{target},{dice.choice(QUADS)}"
        for day in days
        for source, target in (dice.sample(STATES, 2), ("Japan", "Russia"), ("Russia", "Japan"))
    ]
    file.write_text("\n".join(["date,source,target,quad", *rows]) + "\n")
    assert detente("ingest", str(file)).code == 0
    requested = ("temperature", "Japan", "Russia", "--events", "mine")
    shares = {row["period"][:4]: row["covered"] for row in detente(*requested, "--json").data}
    assert shares == pytest.approx({"2018": 340 / 365, "2019": 0.2})
    prose = [line.split()[:2] for line in detente(*requested).out.splitlines() if line.strip().startswith("20")]
    assert prose == [["2018", "93%"], ["2019", "20%"]] * 2
    months = detente(*requested, "--freq", "month", "--json").data
    by_month = {row["period"][:7]: row["covered"] for row in months if row["source"] == "JPN"}
    assert by_month["2018-11"] == 1
    assert by_month["2018-12"] == pytest.approx(6 / 31)
    assert by_month["2019-03"] == pytest.approx(14 / 31)


def test_a_year_that_is_not_covered_has_no_temperature(detente: Detente, tmp_path: Path) -> None:
    dice = random.Random(5)  # noqa: S311 - made-up acts
    file = tmp_path / "mine.csv"
    days = [date(year, 1, 1) + timedelta(days=n) for year in (2017, 2019) for n in range(365)]
    rows = [
        f"{day},{a},{b},{dice.choice(QUADS)}" for day in days for a, b in (("Japan", "Russia"), ("Russia", "Japan"))
    ]
    file.write_text("\n".join(["date,source,target,quad", *rows]) + "\n")
    detente("ingest", str(file))
    requested = ("temperature", "Japan", "Russia", "--events", "mine")
    found = {row["period"][:4]: row for row in detente(*requested, "--json").data}
    assert [found[year]["covered"] for year in ("2017", "2018", "2019")] == [1, 0, 1]
    assert found["2018"]["mean"] is found["2018"]["level"] is None
    assert sum("not covered" in line for line in detente(*requested).out.splitlines()) == 2


def test_a_brief_marks_part_years_and_leaves_out_those_not_covered(shipped: Detente, tmp_path: Path) -> None:
    dice = random.Random(6)  # noqa: S311 - made-up acts
    days = [date(2016, 1, 1) + timedelta(days=n) for n in range(366)]
    days += [date(2018, 1, 1) + timedelta(days=n) for n in (*range(365), *range(365, 438))]
    rows = [
        f"{day},{a},{b},{dice.choice(QUADS)}" for day in days for a, b in (("Japan", "Russia"), ("Russia", "Japan"))
    ]
    file = tmp_path / "mine.csv"
    file.write_text("\n".join(["date,source,target,quad", *rows]) + "\n")
    shipped("ingest", str(file))
    requested = ("assess", "Japan", "Russia", "--events", "mine", "--as-of", "2021-01-01")
    brief = shipped(*requested, "--json").data
    figures = {figure["id"]: figure["value"] for figure in brief["figures"]}
    assert figures["covered.2019"] == pytest.approx(0.2)
    assert "covered.2018" not in figures
    assert "temperature.JPN.RUS.2019" in figures
    assert "temperature.JPN.RUS.2017" not in figures
    prose = shipped(*requested).out
    assert "cover 20% of the days of 2019" in " ".join(prose.split())
    folder = tmp_path / "brief"
    assert shipped(*requested, "-o", str(folder)).code == 0
    drawing = (folder / "charts" / "temperature.svg").read_text()
    assert "20% of 2019 covered" in drawing


def test_a_brief_names_what_weighs_too_much_first(shipped: Detente, tmp_path: Path) -> None:
    file = write_acts(tmp_path / "mine.csv", 400)
    with file.open("a") as more:
        more.write("2014-05-05,China,Ukraine,material_conflict\n")
    text = file.read_text().replace("quad\n", "quad,reports\n", 1).replace("\n", ",1\n").replace("reports,1", "reports")
    file.write_text(
        text.replace("2014-05-05,China,Ukraine,material_conflict,1", "2014-05-05,China,Ukraine,material_conflict,99999")
    )
    assert shipped("ingest", str(file)).code == 0
    brief = shipped("assess", "Japan", "Russia", "--events", "mine", "--as-of", "2016-01-01", "--json").data
    assert "China toward Ukraine in 2014" in brief["sections"][0]["blocks"][0]["text"]
