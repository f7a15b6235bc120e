"""Pi, issue areas, why agreement changed, and telling roll calls, on ballots small enough to count by hand."""

from __future__ import annotations

from datetime import date
from math import log

import numpy as np
import polars as pl
import pytest

from detente.errors import NoAnswer, TableError, UsageError
from detente.measures.votes import (
    FIGURES,
    agreement,
    agreement_between,
    agreement_by_issue,
    agreement_change,
    roll_call,
    symbol,
    telling,
)

YEAR = (date(2014, 1, 1), date(2014, 12, 31))
NEXT = (date(2015, 1, 1), date(2015, 12, 31))


def ballots(*calls: str, states: str = "AAA BBB CCC", year: int = 2014, first: int = 1) -> pl.DataFrame:
    """One roll call a text, one letter a state: y, a, n, or . for no vote."""
    cast = {"y": 1, "a": 0, "n": -1}
    rows = [
        (number, year - 1946, date(year, 3, 27), f"A/RES/{year - 1946}/{number}", "whole", state, cast[letter])
        for number, letters in enumerate(calls, start=first)
        for state, letter in zip(states.split(), letters, strict=True)
        if letter != "."
    ]
    schema = ["rcid", "session", "date", "resolution", "kind", "state", "vote"]
    return pl.DataFrame(rows, schema=schema, orient="row")


def about(**columns: list) -> pl.DataFrame:
    return pl.DataFrame(columns, schema_overrides={"same_as": pl.Int64, "important": pl.Boolean, "title": pl.String})


# Pi


def test_pi_by_hand() -> None:
    found = agreement(ballots("yyn", "yan", "nya", "yyn"), figures=["pi"], pairs=[("AAA", "BBB")])
    # AAA yyny and BBB yayy: 6/8 yes, 1/8 abstention, 1/8 no; apart 3/4 on the mean
    by_chance = 2 * (6 / 8 * 1 / 8 * 1 + 6 / 8 * 1 / 8 * 2 + 1 / 8 * 1 / 8 * 1)
    assert found["pi"][0] == pytest.approx(1 - (3 / 4) / by_chance)
    assert found.columns == ["a", "b", "period", "votes", "pi", "pi_lo", "pi_hi", "known_on"]


def test_figures_are_named_and_kept_in_order() -> None:
    votes = ballots("yyn", "yan", "nya")
    found = agreement_between(votes, *YEAR, figures=["pi", "raw"])
    assert [name for name in found.columns if name in FIGURES] == ["raw", "pi"]
    with pytest.raises(UsageError, match="tau: expected some of raw, kappa, pi"):
        agreement(votes, figures=["tau"])
    with pytest.raises(UsageError, match="expected some of"):
        agreement(votes, figures=[])


def test_the_interval_of_pi_holds_its_point() -> None:
    rng = np.random.default_rng(4)
    letters = ["".join(row) for row in rng.choice(list("yan"), p=[0.6, 0.2, 0.2], size=(80, 3))]
    found = agreement(ballots(*letters), figures=FIGURES)
    for figure in FIGURES:
        assert (found[f"{figure}_lo"] < found[figure]).all()
        assert (found[figure] < found[f"{figure}_hi"]).all()
    assert (found["pi"] <= found["kappa"] + 1e-9).all()


# Issue areas


def test_a_roll_call_counts_in_each_of_its_areas() -> None:
    votes = ballots("yyn", "yan", "nya", "yny")
    issues = about(rcid=[1, 2, 3], issues=["Colonialism", "Human rights;  Colonialism", None])
    found = agreement_by_issue(votes, issues, *YEAR, pairs=[("AAA", "BBB")])
    assert found.select("issue", "votes", "raw").rows() == [
        ("Colonialism", 2, 0.75),
        ("Human rights", 1, 0.5),
        (None, 2, 0.0),  # the third in none, the fourth not among the roll calls
    ]
    assert found["known_on"].unique().to_list() == [YEAR[1]]


def test_an_areas_figures_do_not_depend_on_the_others() -> None:
    votes = ballots("yyn", "yan", "nya", "yny", "ayy")
    alone = about(rcid=[1, 2, 3], issues=["X"] * 3)
    beside = about(rcid=[1, 2, 3, 4, 5], issues=["X"] * 3 + ["Y"] * 2)
    one, other = (agreement_by_issue(votes, issues, *YEAR).filter(pl.col("issue") == "X") for issues in (alone, beside))
    assert one.equals(other)
    with pytest.raises(TableError, match="missing column issues"):
        agreement_by_issue(votes, alone.drop("issues"), *YEAR)
    with pytest.raises(UsageError, match="swap them"):
        agreement_by_issue(votes, alone, *YEAR[::-1])


# Why agreement changed


def test_raw_falls_and_kappa_rises() -> None:
    votes = pl.concat([ballots("yyn", "yyn", "yyn", "yan"), ballots("yyn", "yan", "nny", "nay", year=2015, first=9)])
    found = agreement_change(votes, "BBB", "AAA", YEAR, NEXT)
    assert (found.a, found.b, found.parted) == ("AAA", "BBB", True)
    assert (found.before.raw, found.before.kappa, found.after.raw, found.after.kappa) == (0.875, 0.0, 0.75, 0.5)
    assert (found.before.by_chance, found.after.by_chance) == pytest.approx((0.25, 1.0))
    assert found.before.shares_a == (1.0, 0.0, 0.0)
    assert found.after.shares_b == (0.25, 0.5, 0.25)
    parts = [found.conduct, found.votes_of_a, found.votes_of_b]
    assert parts[0] == pytest.approx(-(0.5 - 0.25) * (1 / 0.25 + 1) / 2)
    assert sum(part or 0 for part in parts) == pytest.approx(0.5)
    assert min(part or 0 for part in parts[1:]) > 0
    assert found.as_dict()["after"]["votes"] == 4


def test_a_change_has_an_interval() -> None:
    rng = np.random.default_rng(4)
    letters = ["".join(row) for row in rng.choice(list("yan"), p=[0.6, 0.2, 0.2], size=(120, 3))]
    votes = pl.concat([ballots(*letters[:60]), ballots(*letters[60:], year=2015, first=100)])
    found = agreement_change(votes, "AAA", "BBB", YEAR, NEXT)
    assert set(found.change) == set(FIGURES)
    for point, low, high in found.change.values():
        assert low < point < high
    assert found == agreement_change(votes, "AAA", "BBB", YEAR, NEXT)


def test_a_change_that_chance_can_not_tell_has_no_parts() -> None:
    votes = pl.concat([ballots("yyn", "yyn"), ballots("yyn", "yan", year=2015, first=9)])
    found = agreement_change(votes, "AAA", "BBB", YEAR, NEXT)
    assert (found.before.kappa, found.conduct, found.votes_of_a, found.votes_of_b) == (None, None, None, None)
    assert set(found.change) == {"raw"}
    assert not found.parted
    with pytest.raises(NoAnswer, match="choose other days"):
        agreement_change(votes, "AAA", "BBB", (date(1950, 1, 1), date(1950, 12, 31)), NEXT)
    with pytest.raises(UsageError, match="swap them"):
        agreement_change(votes, "AAA", "BBB", YEAR, NEXT[::-1])


# Telling roll calls


def test_a_full_gap_comes_before_a_half_one_and_the_rarer_first() -> None:
    votes = ballots("ynyyyy", "ynnnny", "yayyyy", "yyyyyn", states="AAA BBB CCC DDD EEE FFF")
    found = telling(votes, "BBB", "AAA")
    assert found.select("rcid", "vote_a", "vote_b", "gap").rows() == [(1, 1, -1, 2), (2, 1, -1, 2), (3, 1, 0, 1)]
    assert found["surprise"][0] > found["surprise"][1]
    assert found.select("yes", "no", "abstain").row(1) == (2, 4, 0)
    assert telling(votes, "AAA", "BBB", limit=1)["rcid"].to_list() == [1]
    assert telling(votes, "AAA", "BBB", how="together")["rcid"].to_list() == [4]


def test_surprise_by_hand() -> None:
    votes = ballots("yny", "yya", states="AAA BBB CCC")
    found = telling(votes, "AAA", "BBB").row(0, named=True)
    whole = np.array([1.5, 1.5, 4.5])  # no, abstention, yes, each with half a vote more
    others = np.array([0.5, 0.5, 1.5]) / 2.5
    chance = []
    for own in (np.array([0.5, 0.5, 2.5]), np.array([1.5, 0.5, 1.5])):
        weights = own / own.sum() * others / (whole / whole.sum())
        chance.append(weights / weights.sum())
    assert found["surprise"] == pytest.approx(-log(chance[0][2] * chance[1][0]))


def test_chances_of_another_model() -> None:
    votes = ballots("yny", "yny", "yay")
    sure = {"p_no": 0.8, "p_abstain": 0.1, "p_yes": 0.1}
    even = {"p_no": 0.4, "p_abstain": 0.2, "p_yes": 0.4}
    rows = [{"rcid": n, "state": s, **(even if n == 2 else sure)} for n in (1, 2, 3) for s in ("AAA", "BBB")]
    found = telling(votes, "AAA", "BBB", chances=pl.DataFrame(rows))
    assert found["rcid"].to_list() == [1, 2, 3]
    assert found["surprise"].to_list() == pytest.approx([-log(0.1 * 0.8), -log(0.4 * 0.4), -log(0.1 * 0.9)])
    with pytest.raises(TableError, match="no row for BBB in roll call 3"):
        telling(votes, "AAA", "BBB", chances=pl.DataFrame(rows[:-1]))
    with pytest.raises(TableError, match="missing column p_no"):
        telling(votes, "AAA", "BBB", chances=pl.DataFrame(rows).drop("p_no"))


def test_of_one_question_the_most_telling_stands_for_all() -> None:
    votes = ballots("yny", "ynn", "yan", "yan")
    titles = ["The question", "The question, again", "the question", None]
    calls = about(rcid=[1, 2, 3, 4], title=titles, issues=["X"] * 3 + [None], same_as=[None, 1, None, None])
    found = telling(votes, "AAA", "BBB", roll_calls=calls)
    assert found.select("times", "issues").rows() == [(3, "X"), (1, None)]
    assert found["important"].to_list() == [None, None]
    assert telling(votes, "AAA", "BBB", roll_calls=calls.drop("same_as"))["times"].to_list() == [2, 1, 1]
    assert telling(votes, "AAA", "BBB", roll_calls=calls.drop("same_as", "title")).height == 4
    assert telling(votes, "AAA", "BBB").height == 4


def test_windows_and_bad_questions() -> None:
    votes = pl.concat([ballots("yny"), ballots("yny", year=2015, first=9)])
    assert telling(votes, "AAA", "BBB", start=NEXT[0])["rcid"].to_list() == [9]
    assert telling(votes, "AAA", "BBB", end=YEAR[1])["rcid"].to_list() == [1]
    assert telling(votes, "AAA", "ZZZ").is_empty()
    with pytest.raises(UsageError, match="swap them"):
        telling(votes, "AAA", "BBB", start=NEXT[0], end=YEAR[0])
    with pytest.raises(UsageError, match="'apart' or 'together'"):
        telling(votes, "AAA", "BBB", how="near")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="None for all"):
        telling(votes, "AAA", "BBB", limit=0)


# Symbols


@pytest.mark.parametrize(
    ("written", "recorded"),
    [
        ("A/RES/68/262", "A/RES/68/262"),
        ("68/262", "A/RES/68/262"),
        ("r/68/262", "A/RES/68/262"),
        ("A/RES/2758 (XXVI)", "A/RES/26/2758"),
        ("2758(xxvi)", "A/RES/26/2758"),
        ("A/RES/217 A (III)", "A/RES/3/217A"),
        ("A/RES/66/253 A", "A/RES/66/253A"),
        ("ES-11/1", "A/RES/ES-11/1"),
        ("3379 (XXX)", "A/RES/30/3379"),
        ("1514 (XV)", "A/RES/15/1514"),
        ("181 (II)", "A/RES/2/181"),
        ("A/RES/1991 (XVIII)", "A/RES/18/1991"),
        ("2029 (XX)", "A/RES/20/2029"),
        ("1904 (XIX)", "A/RES/19/1904"),
    ],
)
def test_symbols(written: str, recorded: str) -> None:
    assert symbol(written) == recorded
    assert symbol(recorded) == recorded


def test_an_early_text_is_found_with_its_letter() -> None:
    votes = ballots("yny", "yyn").with_columns(
        resolution=pl.lit("A/RES/26/2758") + pl.col("rcid").replace_strict({1: "A", 2: "B"})
    )
    with pytest.raises(UsageError, match="by its number: 1, 2"):
        roll_call(votes, "2758 (XXVI)")
    one = votes.filter(pl.col("rcid") == 1)
    titled = about(rcid=[1], title=["Representation of China"], issues=[None])
    found = roll_call(one, "A/RES/2758 (XXVI)", roll_calls=titled)
    assert (found.rcid, found.title, found.issues) == (1, "Representation of China", None)
    assert roll_call(one, 1, roll_calls=titled.filter(pl.col("rcid") == 2)).title is None
