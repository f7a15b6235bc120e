"""What briefs about real pairs say, from the pack that Detente ships."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from detente import publish
from detente.brief import Assessment, assess
from detente.brief.evidence import Evidence
from detente.brief.sections.profiles import profiles
from detente.documents.document import Chart, Grid, Paragraph, RecordList
from detente.documents.probability_words import ICD_203
from detente.documents.register import Register
from detente.measures.temperature import level
from detente.store import Store

SINCE_2015 = date(2015, 9, 1)
BRIEFS = (
    ("JPN", "RUS", SINCE_2015), ("CHN", "JPN", SINCE_2015), ("KOR", "JPN", SINCE_2015), ("AUS", "CHN", SINCE_2015),
    ("IND", "PAK", SINCE_2015), ("RUS", "UKR", date(2013, 12, 31)), ("RUS", "UKR", date(2014, 12, 31)),
    ("USA", "PHL", SINCE_2015), ("USA", "RUS", date(2019, 12, 31)), ("MNG", "LAO", SINCE_2015),
    ("TWN", "CHN", SINCE_2015), ("BLR", "NLD", date(2012, 5, 5)), ("NOR", "RUS", date(2015, 1, 1)),
)  # fmt: skip


@cache
def brief(a: str, b: str, day: date) -> Assessment:
    """Return a brief, made once."""
    return assess(a, b, as_of=day)


def prose(made: Assessment, *keys: str) -> str:
    """Return the paragraphs of sections, or of all but the retrospect."""
    sections = [made.section(key) for key in keys] or [s for s in made.sections if not s.after_the_fact]
    return "\n".join(b.sentence.text for s in sections for b in s.blocks if isinstance(b, Paragraph))


# Japan and Russia, as of 1 September 2015


def test_the_thaw_and_the_fall_are_reported_and_the_fall_is_larger_on_japans_side() -> None:
    made = brief("JPN", "RUS", SINCE_2015)
    value = {key: f.value for key, f in made.figures.items()}
    toward = {d: [value[f"temperature.{d}.{y}"] for y in (2012, 2013, 2014)] for d in ("JPN.RUS", "RUS.JPN")}
    before, thaw, fall = toward["JPN.RUS"]
    assert thaw - before > 0.5
    assert fall - thaw < -1
    assert thaw - fall > toward["RUS.JPN"][1] - toward["RUS.JPN"][2]
    assert value["change.JPN.RUS.2013-2014"] == pytest.approx(fall - thaw)
    assert value["turning-point.JPN.RUS.2013"] >= 0.25
    assert value["turning-point.JPN.RUS.2014"] >= 0.5
    (chart,) = (block for block in made.section("path").blocks if isinstance(block, Chart))
    assert chart.title == "Japan’s conduct toward Russia turned from close to frosty"
    assert {2013, 2014} <= {int(str(mark["date"])[:4]) for mark in chart.marks}
    assert "The fall was larger on Japan’s side: −" in prose(made, "standing")
    assert "Japan’s conduct toward Russia fell from" in prose(made, "bottom-line")


def test_the_neighbours_of_japan_and_russia() -> None:
    made = brief("JPN", "RUS", SINCE_2015)
    steadiest, _, changes = (b for b in made.section("neighbours").blocks)
    assert isinstance(steadiest, Paragraph)
    assert isinstance(changes, Paragraph)
    lowest = [made.figures[key] for key in steadiest.sentence.figures]
    assert {figure.id.rsplit(".", 1)[0] for figure in lowest} == {"temperature.JPN.USA", "temperature.RUS.CHN"}
    assert [level(figure.value) for figure in lowest] == ["cool", "cordial"]
    assert "temperature.USA.RUS.2014" in changes.sentence.figures


def test_votes_fell_and_began_before_2014() -> None:
    made = brief("JPN", "RUS", SINCE_2015)
    shown = prose(made, "votes")
    assert "Agreement has fallen from 0.80 in 2005 to 0.63 in 2014" in shown
    assert "The fall began before 2014: without that year the line still moves by −0.07" in shown
    early, late = (made.figures[f"agreement-trend.JPN.RUS.2005-{y}"] for y in (2013, 2014))
    assert early.value < 0
    assert late.hi is not None
    assert late.hi < 0


def test_the_vote_on_crimea_is_reported() -> None:
    shown = prose(brief("JPN", "RUS", SINCE_2015), "votes")
    assert "A/RES/68/262 of 27 March 2014" in shown
    assert "Japan voted in favour, Russia voted against" in shown
    made = brief("JPN", "RUS", SINCE_2015)
    table = next(b for b in made.section("votes").blocks if isinstance(b, Grid) and b.caption.startswith("Landmark"))
    cast = {row[0].text: row[-1].text for row in table.rows}
    assert cast == {
        "Voted on": "27 March 2014", "Yes–no–abstained": "100–11–58", "Japan": "yes", "Russia": "no",
        "United States": "yes", "Ukraine": "yes", "China": "abstained",
    }  # fmt: skip


def test_whether_china_and_russia_vote_closer_depends_on_the_measure() -> None:
    made = brief("JPN", "RUS", SINCE_2015)
    value = {key: f.value for key, f in made.figures.items()}
    assert value["agreement.CHN.RUS.2012-2014"] < value["agreement.CHN.RUS.2002-2004"]
    assert value["kappa.CHN.RUS.2012-2014"] > value["kappa.CHN.RUS.2002-2004"]
    parts = [b.sentence for b in made.section("votes").blocks if isinstance(b, Paragraph)]
    explained = next(part for part in parts if "kappa.CHN.RUS.2012-2014" in part.figures)
    assert "chance-agreement.CHN.RUS.2012-2014" in explained.figures


def test_ideal_points_keep_their_distance_and_their_limit_is_stated() -> None:
    made = brief("JPN", "RUS", SINCE_2015)
    then, now = (made.figures[f"ideal-distance.JPN.RUS.{session}"] for session in (59, 69))
    assert then.hi is not None
    assert then.lo is not None
    assert abs(now.value - then.value) < 0.5
    assert made.figures["ideal-point.USA.69"].value > 2
    shown = prose(made, "votes")
    assert "Japan and Russia have kept their distance" in shown
    assert "one crisis hardly moves an ideal point" in prose(made, "method")


def test_chinas_capabilities_are_compared_with_russias() -> None:
    made = brief("JPN", "RUS", SINCE_2015)
    then, now = (made.figures[f"capability-ratio.CHN.RUS.{year}"] for year in (1992, 2014))
    assert then.value < 2
    assert now.value > 5
    assert "China’s capabilities were 1.8 times those of Russia in 1992 and 5.8 times in 2014" in prose(
        made, "profiles"
    )


def test_attention_to_the_south_china_sea_is_measured_and_what_is_not_covered_is_stated() -> None:
    made = brief("JPN", "RUS", SINCE_2015)
    table = next(b for b in made.section("profiles").blocks if isinstance(b, Grid) and "disputes nearby" in b.caption)
    row = next(row for row in table.rows if "Spratly" in row[0].text)
    assert "Taiwan (not covered)" in row[1].text
    japan, russia = (float(cell.text.rstrip("%")) for cell in row[2:])
    assert russia < japan < 10


def test_the_pull_on_central_asia_is_reported() -> None:
    made = brief("JPN", "RUS", SINCE_2015)
    china, russia = (made.figures[f"pull.trade.central-asia.{power}.2014"].value for power in ("CHN", "RUS"))
    assert china > russia
    stated = [
        key for b in made.section("third-states").blocks if isinstance(b, Paragraph) for key in b.sentence.figures
    ]
    assert "pull.trade.central-asia.CHN.2014" in stated


def test_pacts_not_compiled_are_not_told_as_none(tmp_path: Path) -> None:
    evidence = Evidence(Store.open(home=tmp_path), ("USA", "CUB"), SINCE_2015, None, 3, "conduct")
    section = profiles(evidence, Register())
    shown = " ".join(b.sentence.text for b in section.blocks if isinstance(b, Paragraph))
    assert "The pacts of Cuba are not compiled." in shown
    assert "No defence pact binds Cuba" not in shown


def test_no_figure_is_known_later_than_its_time() -> None:
    made = brief("JPN", "RUS", SINCE_2015)
    temperatures = [
        f.known_on for key, f in made.figures.items() if f.source == "conduct-temperature" and "later." not in key
    ]
    assert max(temperatures) == date(2014, 12, 31)


def test_hub_and_web_around_japan_and_russia_are_reported() -> None:
    made = brief("JPN", "RUS", SINCE_2015)
    value = {key: f.value for key, f in made.figures.items()}
    assert (
        value["architecture.pacts.asia-pacific.hub_share.2015"]
        > value["architecture.pacts.asia-pacific.hub_share.1990"]
    )
    shown = prose(made, "architecture")
    assert "By defence pacts the United States is the hub" in shown
    assert "it has not given way to a web" in shown
    assert "A defence pact between China and Russia would change much" in shown
    conduct = made.figures["architecture.cooperation.asia-pacific.web_density.2014"]
    assert conduct.lo is not None
    assert conduct.lo < conduct.value


def test_the_islands_and_the_sanctions_are_reported() -> None:
    made = brief("JPN", "RUS", SINCE_2015)
    shown = prose(made, "ties")
    assert "The dispute over the Southern Kurils / Northern Territories has stood open since 5 September 1945." in shown
    rung = next(
        figure for key, figure in made.figures.items() if key.startswith("rung.") and key.endswith("2015-08-22")
    )
    assert rung.value == 2
    assert "It stands at rung 2 of five, an active contest of protests, laws and visits" in shown
    assert "Its highest rung of the last ten years was 3, from 12 August 2014." in shown
    assert "Sanctions stand between Japan and Russia." in shown
    assert "No defence pact binds Japan and Russia." in shown
    listed = next(
        b for b in made.section("ties").blocks if isinstance(b, RecordList) and b.caption.startswith("Sanctions")
    )
    assert listed.records[0].when == "18 March 2014"
    assert {r.document for r in listed.records} - {""}


# Every brief


@pytest.mark.parametrize(("a", "b", "day"), BRIEFS)
def test_judgements_are_few_worded_and_ranged(a: str, b: str, day: date) -> None:
    made = brief(a, b, day)
    assert (2 if (a, b) == ("TWN", "CHN") else 3) <= len(made.judgements) <= 5
    for judgement in made.judgements:
        term = next(t for t in ICD_203 if t.word == judgement.term)
        assert term.lo <= min(max(judgement.probability.value, 0.01), 0.99) <= term.hi
        percent = f"({term.lo * 100:.0f}–{term.hi * 100:.0f}%)"
        assert judgement.sentence.text.count(f"{term.word} {percent}") == 1
        assert "confidence" not in judgement.sentence.text
        assert judgement.question.text.endswith(".")


@pytest.mark.parametrize(("a", "b", "day"), BRIEFS)
def test_the_prose_reads_as_english(a: str, b: str, day: date) -> None:
    made = brief(a, b, day)
    text = publish.terminal(made)
    assert max(map(len, text.splitlines())) <= 80
    names = r"(United States|Philippines|Netherlands|United Kingdom)"
    wrong = (
        r"None|nan\b|\bthe the\b|\ba armed|\(\)|;;|\.\.| [.,;]",
        rf"[a-z,] The {names}",
        rf"(toward|between|and) {names}",
        r"\bthe (Belarus|Laos|Russia|China|Japan|India|Ukraine)\b(?![-–’])",
        r"\b1 (steps|ends|settlements|ones)",
        r"[a-z]s’s (?<!Belarus’s )(?<!Laos’s )",
        rf"{names}’s (?<!Kingdom’s )",
    )
    for paragraph in prose(made).splitlines():
        assert paragraph[-1] in ".:"
        for pattern in wrong:
            found = re.search(pattern, paragraph)
            assert found is None, f"{found} in {paragraph}"


@pytest.mark.parametrize(("a", "b", "day"), BRIEFS)
def test_no_paragraph_occurs_twice(a: str, b: str, day: date) -> None:
    made = brief(a, b, day)
    paragraphs = prose(made).splitlines() + [s.silence.text for s in made.sections if s.silence is not None]
    assert len(paragraphs) == len(set(paragraphs))
    assert all(len(b.records) <= 10 for s in made.sections for b in s.blocks if isinstance(b, RecordList) if b.records)


@pytest.mark.parametrize(("a", "b", "day"), BRIEFS)
def test_words_agree_with_numbers(a: str, b: str, day: date) -> None:
    shown = prose(brief(a, b, day))
    number = r"([+−]?\d\.\d\d)"
    for verb, one, two in re.findall(
        rf"(rose|fell) from (?:\w+ \()?{number}[^.]*?\) (?:in \d+ )?to (?:\w+ \()?{number}", shown
    ):
        early, late = (float(v.replace("−", "-")) for v in (one, two))
        assert (late > early) == (verb == "rose"), (verb, one, two)
    for value, word in re.findall(rf"{number} \((hostile|frosty|cool|cordial|close)\)", shown):
        exact = float(value.replace("−", "-"))
        assert word in {level(exact - 0.006), level(exact + 0.006)}


def test_the_dispute_told_first_is_the_one_the_pair_acts_on() -> None:
    first = {
        ("RUS", "UKR", date(2014, 12, 31)): "donbas", ("TWN", "CHN", SINCE_2015): "taiwan-strait",
        ("CHN", "JPN", SINCE_2015): "senkaku", ("IND", "PAK", SINCE_2015): "kashmir",
    }  # fmt: skip
    for (a, b, day), wanted in first.items():
        requested = [j.key for j in brief(a, b, day).judgements if j.key.startswith("outlook.dispute.")]
        assert requested[0].split(".")[2] == wanted
    shown = prose(brief("RUS", "UKR", date(2014, 12, 31)), "ties")
    assert shown.index("Donetsk and Luhansk") < shown.index("Crimea and Sevastopol") < shown.index("Kerch Strait")


def test_a_long_list_of_sanctions_shows_the_latest_and_says_how_many_more() -> None:
    made = brief("USA", "RUS", date(2019, 12, 31))
    listed = next(
        b for b in made.section("ties").blocks if isinstance(b, RecordList) and b.caption.startswith("Sanctions")
    )
    left = made.figures["sanctions.in-force.left-out"]
    assert len(listed.records) == 6
    assert f"The list shows the latest; {left} earlier ones are left out." in prose(made, "ties")
    assert listed.caption == "Sanctions between the United States and Russia, in force"


def test_what_is_too_vague_to_place_is_not_placed() -> None:
    shown = prose(brief("MNG", "LAO", SINCE_2015), "bottom-line", "standing", "path")
    assert "Mongolia’s conduct toward Laos can’t be placed" in shown
    assert "was close" not in shown


def test_no_vote_is_forecast_of_a_state_that_has_none() -> None:
    keys = [judgement.key for judgement in brief("TWN", "JPN", SINCE_2015).judgements]
    assert keys
    assert not [key for key in keys if "agreement" in key]


def test_a_brief_without_judgements_has_one_bottom_line() -> None:
    made = brief("ERI", "ETH", date(1995, 6, 30))
    assert made.judgements == ()
    assert publish.terminal(made).count("BOTTOM LINE") == 1
    assert [section.key for section in (made.lead, *made.body)].count("bottom-line") == 1


def test_where_there_is_no_temperature_the_rest_is_reported() -> None:
    made = brief("TWN", "VNM", SINCE_2015)
    assert made.section("standing").silence is not None
    assert made.section("votes").silence is not None
    assert "Spratly" in prose(made, "ties")
    early = brief("JPN", "RUS", date(2003, 6, 1))
    assert early.section("standing").silence is not None
    assert "agreed on 0.82" in prose(early, "votes")


def test_the_titles_take_articles_where_english_wants_them() -> None:
    made = brief("USA", "PHL", SINCE_2015)
    assert made.title == "The United States and the Philippines"
    assert made.names == ("United States", "Philippines")
    assert publish.terminal(made).splitlines()[:2] == [made.title, "As of 1 September 2015"]


def test_since_hides_earlier_years_and_a_longer_horizon_looks_further() -> None:
    made = assess("JPN", "RUS", as_of=SINCE_2015, since=2010, horizon=5)
    years = {int(str(r["period"])) for chart in made.charts for r in chart.rows}
    assert min(years) == 2010
    assert max(years) == 2019
    assert made.judgements[0].key.endswith(".2019")
