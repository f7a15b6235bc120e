"""Agreement in the real votes of the General Assembly.

The expected figures were computed beforehand by a separate script on the same votes: roll calls on whole texts
(no paragraphs, no amendments) that were not unanimous. Points must agree within 0.002, which leaves room for
their rounding to three digits only; the ends of the intervals within 0.006, since they come from other
resamples (standard error of an end about 0.001 to 0.002 at 500 resamples).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.measures.votes import agreement, agreement_between, agreement_change, roll_call, telling
from detente.sources import ParsedFile, source

pytestmark = pytest.mark.reference

POINT, END = 0.002, 0.006
BEFORE = (date(2005, 9, 1), date(2014, 3, 26))
AFTER = (date(2014, 3, 27), date(2019, 12, 31))
PAIRS = [("CHN", "RUS"), ("JPN", "USA"), ("JPN", "RUS"), ("RUS", "UKR"), ("KAZ", "RUS")]


@pytest.fixture(scope="module")
def parsed(reference: Path) -> ParsedFile:
    return source("unga_votes").read(reference / "votes")


@pytest.fixture(scope="module")
def votes(parsed: ParsedFile) -> pl.DataFrame:
    return parsed.frame


@pytest.fixture(scope="module")
def windows(votes: pl.DataFrame) -> dict[tuple[date, date], pl.DataFrame]:
    return {window: agreement_between(votes, *window, pairs=PAIRS) for window in (BEFORE, AFTER)}


@pytest.mark.parametrize(
    ("pair", "figure", "before", "after"),
    [
        (("CHN", "RUS"), "raw", 0.877, 0.845),
        (("CHN", "RUS"), "kappa", 0.484, 0.540),
        (("JPN", "USA"), "raw", 0.460, 0.514),
        (("JPN", "USA"), "kappa", 0.146, 0.189),
        (("JPN", "RUS"), "raw", 0.724, 0.643),
        (("JPN", "RUS"), "kappa", 0.121, 0.029),
        (("RUS", "UKR"), "raw", 0.720, 0.643),
        (("KAZ", "RUS"), "raw", 0.866, 0.760),
    ],
)
def test_before_and_after_march_2014(
    windows: dict[tuple[date, date], pl.DataFrame], pair: tuple[str, str], figure: str, before: float, after: float
) -> None:
    for window, expected in ((BEFORE, before), (AFTER, after)):
        row = windows[window].filter(pl.col("a") == pair[0], pl.col("b") == pair[1])
        assert row[figure].item() == pytest.approx(expected, abs=POINT)


def test_intervals_of_russia_and_china(windows: dict[tuple[date, date], pl.DataFrame]) -> None:
    for window, expected in ((BEFORE, (0.861, 0.891)), (AFTER, (0.825, 0.866))):
        row = windows[window].filter(pl.col("a") == "CHN")
        assert row.select("raw_lo", "raw_hi").row(0) == pytest.approx(expected, abs=END)


def test_russia_and_japan_part_before_2014(votes: pl.DataFrame) -> None:
    found = agreement(votes, by="session", pairs=[("JPN", "RUS")])
    by_session = dict(found.select(pl.col("period").dt.year() - 1945, "raw").iter_rows())
    for session, expected in ((60, 0.79), (66, 0.71), (68, 0.67)):
        assert by_session[session] == pytest.approx(expected, abs=0.005)  # the record has two digits


def test_territorial_integrity_of_ukraine(votes: pl.DataFrame) -> None:
    vote = roll_call(votes, "A/RES/68/262")
    assert (vote.yes, vote.no, vote.abstain) == (100, 11, 58)
    assert (vote.votes["CHN"], vote.votes["JPN"], vote.votes["RUS"]) == (0, 1, -1)
    assert (vote.rcid, vote.on) == (5309, date(2014, 3, 27))


def test_why_raw_agreement_of_russia_and_china_fell_while_kappa_rose(votes: pl.DataFrame) -> None:
    """Both came to say yes less often, Russia more so: chance alone would have parted them further."""
    found = agreement_change(votes, "RUS", "CHN", BEFORE, AFTER)
    assert found.parted
    assert found.change["raw"][0] == pytest.approx(0.845 - 0.877, abs=POINT)
    assert found.change["kappa"][0] == pytest.approx(0.540 - 0.484, abs=POINT)
    assert found.change["raw"][2] < 0  # a clear fall
    assert found.change["kappa"][1] < 0 < found.change["kappa"][2]  # no clear rise
    assert found.after.by_chance > found.before.by_chance
    assert found.after.shares_b[0] < found.before.shares_b[0]
    parts = {"conduct": found.conduct, "CHN": found.votes_of_a, "RUS": found.votes_of_b}
    assert {name: round(part or 0, 2) for name, part in parts.items()} == {"conduct": -0.11, "CHN": 0.04, "RUS": 0.13}


def test_ukraine_is_among_the_telling_votes_of_japan_and_russia(votes: pl.DataFrame) -> None:
    found = telling(votes, "JPN", "RUS", start=date(2014, 1, 1), end=date(2014, 12, 31), limit=None)
    assert found["gap"].to_list() == sorted(found["gap"], key=lambda gap: -abs(gap))
    ukraine = found.with_row_index().filter(pl.col("rcid") == 5309)
    assert ukraine.select("vote_a", "vote_b", "yes", "no", "abstain").row(0) == (1, -1, 100, 11, 58)
    assert ukraine["index"][0] < 5  # of the nineteen in which one said yes and the other no


def test_no_vote_is_lost(parsed: ParsedFile) -> None:
    assert parsed.rows_in == 869_937
    assert parsed.rejects.select("value", "reason").unique().rows() == [("Fiji", "was not a state then")]
    assert parsed.rejects.height == 2


def test_icews_keeps_every_dyad_year(reference: Path) -> None:
    found = source("icews-yearly").read(reference / "events")
    assert (found.rows_in, found.rejects.height) == (298_376, 0)
    reports = found.frame.filter(pl.col("source") == "JPN", pl.col("target") == "RUS").select(
        pl.col("period").dt.year(), "cls", "reports"
    )
    by = {(year, cls): count for year, cls, count in reports.iter_rows()}
    measured = {2010: (115, 71), 2013: (22, 5), 2014: (113, 276)}
    for year, (verbal, material) in measured.items():
        assert (by[year, "verbal_conflict"], by[year, "material_conflict"]) == (verbal, material)
