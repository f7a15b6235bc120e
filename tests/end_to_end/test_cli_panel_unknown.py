"""What a panel can't know stays unknown, and is said: from producers' files to the panel and its codebook."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cli_sample import Detente

DYADIC = "disno,statea,stateb,year,strtyr,highmcaa,highmcab,hihosta,hihostb,hihost,fatlev,recip,strtmnth"
SIDES = "dispnum,ccode1,ccode2,year,disponset,hiact1,hiact2,hostlev1,hostlev2,fatality1,fatality2"
ONE_A_YEAR = f"{SIDES.replace('disponset', 'cowmidonset')},hostlev,fatality,mindur,maxdur,recip,stmon"
CLAIMS = "claimdy,name,chal,tgt,begclaim,endclaim,icowsal"
EVENTS = (
    "micnum,eventnum,ccode1,ccode2,stmon,stday,styear,endmon,endday,endyear,sidea1,action,hostlev,"
    "fatalmin1,fatalmax1,fatalmin2,fatalmax2"
)
ACD = (
    "conflict_id,year,incompatibility,intensity_level,type_of_conflict,start_date,ep_end,ep_end_date,"
    "gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd"
)
CONTIGUITY = "state1no,state2no,conttype,begin,end"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def ingest(detente: Detente, folder: Path, source: str, head: str, *rows: str) -> str:
    file = folder / f"{source}.csv"
    file.write_text("\n".join([head, *rows, ""]))
    answer = detente("ingest", source, file)
    assert answer.code == 0, answer.err
    return answer.out


def built(detente: Detente, folder: Path, *requested: object) -> tuple[pl.DataFrame, dict[str, Any], str]:
    """Return a panel, its codebook, and what was said on standard error."""
    answer = detente("panel", *requested, "--reasons", "-o", folder / "panel.parquet")
    assert answer.code == 0, answer.err
    book = json.loads((folder / "panel.codebook.json").read_text(encoding="utf-8"))
    return pl.read_parquet(folder / "panel.parquet"), book, " ".join(answer.err.split())


JPN_RUS = ("directed-dyads", "--among", "JPN,RUS")
MANY = ("2,200,710,2013,2013,7,7,3,3,3,0,0,1",)  # so that the file's last year is not a year of the dispute
LASTING = tuple(f"1,365,740,{year},2007,16,7,4,3,4,0,1,5" for year in (2007, 2008, 2009))


def test_what_a_dispute_was_like_is_not_known_before_it_is_over(detente: Detente, folder: Path) -> None:
    ingest(detente, folder, "cow_mids", DYADIC, *LASTING, *MANY)
    requested = ("panel", *JPN_RUS, "--since", 2007, "--add", "mids")
    frame, _, _ = built(detente, folder, *requested[1:], "--as-of", "2009-12-30")
    assert frame["cow_mid_ongoing"].to_list() == [1, 1] * 2
    for name in ("hostility", "fatality", "reciprocated", "hostility_source", "action_target"):
        assert frame[f"cow_mid_{name}"].null_count() == 4, name
        assert set(frame[f"cow_mid_{name}_why"]) == {"not known yet"}, name
    assert frame["cow_mid_dispute"].to_list() == [1] * 4
    after, _, _ = built(detente, folder, *requested[1:], "--until", 2008, "--as-of", "2009-12-31")
    assert after["cow_mid_hostility"].to_list() == [4] * 4
    assert after["cow_mid_action_source"].to_list() == [7, 7, 16, 16]
    text = detente("disputes", "JPN", "RUS", "--as-of", "2009-12-30", "--json").data["militarised_disputes"]
    assert [(row["hostility"], row["target_hostility"], row["fatality"]) for row in text] == [(None, None, None)]


def test_a_length_that_reaches_beyond_a_file_says_when_the_dispute_was_over(detente: Detente, folder: Path) -> None:
    """A file cut in 2008 has a dispute from May 2007 that lasted 900 days: it was over by the end of 2009."""
    rows = [f"1,365,740,{year},{int(year == 2007)},16,7,4,3,0,0,4,0,800,900,1,5" for year in (2007, 2008)]
    ingest(detente, folder, "cow_mids", ONE_A_YEAR, *rows)
    for day, known in (("2009-12-30", False), ("2009-12-31", True)):
        frame, _, _ = built(
            detente, folder, *JPN_RUS, "--since", 2008, "--until", 2008, "--add", "mids", "--as-of", day
        )
        assert (frame["cow_mid_days_most"].to_list() == [900, 900]) is known
        assert frame["cow_mid_ongoing"].to_list() == [1, 1]


def test_the_salience_of_a_claim_is_known_when_it_ends_or_the_record_does(detente: Detente, folder: Path) -> None:
    rows = ("1,Islands,740,365,195204,201799,12", "2,Bay,740,365,196001,199012,3", "3,Cape,365,740,199001,200012,")
    ingest(detente, folder, "icow_claims", CLAIMS, *rows)
    requested = (*JPN_RUS, "--since", 1991, "--until", 1991, "--add", "claims")
    early, _, _ = built(detente, folder, *requested, "--as-of", "2010-01-01")
    assert early.select("claims", "claim_salience", "claim_salience_why").rows() == [
        (1, None, "not known yet"),
        (1, None, "missing in the source"),  # the file has none, which is not 0
    ]
    late, _, _ = built(detente, folder, *requested)
    assert late["claim_salience"].to_list() == [12, None]


def test_deaths_and_the_end_of_an_incident_are_known_when_it_is_over(detente: Detente, folder: Path) -> None:
    ingest(detente, folder, "mie", EVENTS, "1,1,365,740,4,11,2007,8,9,2008,0,17,4,600,1000,5,9")
    for day, end, deaths in (("2008-08-08", None, None), ("2008-08-09", "2008-08-09", 1000)):
        (row,) = detente("disputes", "JPN", "RUS", "--as-of", day, "--json").data["incidents"]
        assert (row["end"], row["deaths_most"], row["hostility"]) == (end, deaths, 4)


def test_rules_that_lack_their_figures_leave_the_choice_open(detente: Detente, folder: Path) -> None:
    """The file of all disputes that peacesciencer makes has nothing to tell two disputes of one year apart by."""
    rows = ("1,365,740,2007,1,16,7,4,3,0,0", "2,365,740,2007,1,7,16,3,4,0,0", "2,365,740,2008,0,7,16,3,4,0,0")
    ingest(detente, folder, "cow_mids", SIDES, *rows)
    requested = (*JPN_RUS, "--since", 2007, "--until", 2008, "--add", "mids")
    frame, book, message = built(detente, folder, *requested)
    both = frame.filter(source="RUS")
    assert both["cow_mid_disputes"].to_list() == [2, 1]
    assert both["cow_mid_onset"].to_list() == [1, 0]
    assert both["cow_mid_action_source"].to_list() == [None, 7]
    assert both["cow_mid_action_source_why"].to_list() == ["not decided", None]
    assert both["cow_mid_dispute_why"].to_list() == ["not decided", None]
    (note,) = book["notes"]
    assert "fatality" in note
    assert note.startswith("cow_mid: for 1 ")
    assert note in message
    chosen, book, _ = built(detente, folder, *requested, "--rules", "onset")
    assert (chosen["cow_mid_dispute"].to_list(), book["notes"]) == ([1, 2] * 2, [])


def test_a_file_of_one_dispute_a_year_does_not_say_how_many_there_were(detente: Detente, folder: Path) -> None:
    rows = ("1,365,740,2007,1,16,7,4,3,0,0,4,0,5,5,1,5", "3,2,200,2008,1,7,0,3,1,0,0,3,0,5,5,0,5")
    ingest(detente, folder, "cow_mids", ONE_A_YEAR, *rows)
    requested = ("--since", 2007, "--until", 2008, "--add", "mids")
    frame, book, message = built(detente, folder, *JPN_RUS, *requested)
    assert frame["cow_mid_disputes"].to_list() == [None, 0] * 2
    assert frame["cow_mid_ongoing"].to_list() == [1, 0] * 2
    assert "one dispute per pair and year" in book["notes"][0]
    assert "one dispute per pair and year" in message
    states, _, _ = built(detente, folder, "states", "--among", "JPN", *requested)
    assert states.select("cow_mid_ongoing", "cow_mid_disputes", "cow_mid_onsets").rows() == [(1, None, None), (0, 0, 0)]


def test_relevance_is_unknown_where_contiguity_is(detente: Detente, folder: Path) -> None:
    ingest(detente, folder, "cow_contiguity", CONTIGUITY, "160,155,1,188101,201612", "155,160,1,188101,201612")
    requested = ("dyads", "--among", "ARG,CHL,ECU,USA", "--since", 2016, "--until", 2017, "--relevant")
    frame, book, message = built(detente, folder, *requested)
    assert frame.select("a", "b", "year", "politically_relevant").rows() == [
        ("ARG", "CHL", 2016, 1),
        ("ARG", "CHL", 2017, None),
        ("ARG", "ECU", 2017, None),
        ("ARG", "USA", 2016, 1),
        ("ARG", "USA", 2017, 1),
        ("CHL", "ECU", 2017, None),
        ("CHL", "USA", 2016, 1),
        ("CHL", "USA", 2017, 1),
        ("ECU", "USA", 2016, 1),
        ("ECU", "USA", 2017, 1),
    ]
    assert set(frame["politically_relevant_why"]) == {None, "out of coverage"}
    (note,) = book["notes"]
    assert note.startswith("In 3 rows from 2017 on")
    assert note in message


def test_a_party_without_a_code_does_not_take_the_other_with_it(detente: Detente, folder: Path) -> None:
    out = ingest(
        detente, folder, "ucdp_acd", ACD,
        "226,1948,1,2,2,1947-09-13,0,,751,,750,", "1,1948,1,1,3,1948-01-01,0,,751,,,",
        "2,1950,1,1,3,1950-01-01,0,,750,,,", "9,1949,2,1,3,1949-01-01,0,,775,,,",
    )  # fmt: skip
    assert "3 rows kept, 1 rejected" in " ".join(out.split())
    assert "1 had a part that was rejected" in " ".join(out.split())
    rejects = detente("data", "rejects", "--json").data
    assert [(row["line"], row["value"]) for row in rejects] == [(2, "751"), (3, "751")]
    frame, _, _ = built(
        detente, folder, "states", "--among", "IND", "--since", 1948, "--until", 1950, "--add", "conflicts"
    )
    assert frame["ucdp_interstate"].to_list() == [1, 0, 0]


def test_onsets_are_of_conflicts_within_the_state(detente: Detente, folder: Path) -> None:
    rows = (
        "1,1950,1,1,2,1950-01-01,0,,750,,770,", "2,1951,1,1,2,1951-01-01,0,,750,,770,",
        "3,1951,2,1,3,1951-01-01,0,,750,,,", "3,1952,2,1,4,1951-01-01,0,,750,2,,", "3,1954,2,1,4,1951-01-01,0,,750,2,,",
        "9,1953,2,1,3,1953-01-01,0,,775,,,",
    )  # fmt: skip
    ingest(detente, folder, "ucdp_acd", ACD, *rows)
    frame, book, _ = built(
        detente, folder, "states", "--among", "IND", "--since", 1951, "--until", 1954, "--add", "conflicts"
    )
    assert frame["ucdp_onsets"].to_list() == [1, 0, 0, 1]
    about = next(column for column in book["columns"] if column["name"] == "ucdp_onsets")
    assert "within the state" in about["doc"]


def test_a_day_is_never_told_what_it_could_not_know(detente: Detente, folder: Path) -> None:
    """As of the end of each year, no dispute that went on has a figure of the whole."""
    ingest(detente, folder, "cow_mids", DYADIC, *LASTING, *MANY)
    for year in (2007, 2008):
        frame, _, _ = built(
            detente, folder, *JPN_RUS, "--since", year, "--until", year, "--add", "mids",
            "--as-of", date(year, 12, 31),
        )  # fmt: skip
        assert frame["cow_mid_onset"].to_list() == [int(year == 2007)] * 2
        assert frame["cow_mid_hostility"].to_list() == [None, None]
