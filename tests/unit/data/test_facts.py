"""The hand-compiled facts: whole, consistent, free of hindsight."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date, timedelta
from importlib.resources import files

import pytest

from detente.catalog import table as declared
from detente.errors import DetenteError
from detente.identity import groups, resolve

TABLES = ("states", "pacts", "pact_members", "disputes", "dispute_rungs", "sanctions", "ruptures")
DATES = ("signed", "in_force", "known_on", "end", "end_known_on", "from", "from_known_on", "until", "since", "start")
MEASURES = {"trade", "arms", "financial", "travel", "aviation", "energy", "diplomatic", "other"}
DOCUMENT_KINDS = {
    *("ministry", "head-of-state", "gazette", "treaty", "un", "court", "parliament", "international-organisation"),
}
NAMED_DISPUTES = {
    *("kurils", "senkaku", "takeshima", "scarborough", "spratlys", "paracels", "crimea", "donbas", "kashmir"),
    *("sino-indian-border", "korea-mdl", "taiwan-strait"),
}
REGIONS = {
    *("north-east-asia", "south-east-asia", "south-asia", "central-asia", "europe", "post-soviet", "americas"),
    *("middle-east", "oceania", "africa"),
}
NEW_YEAR = {  # the ceasefire of 1 January 1949 in Kashmir; the memorandum of 1 January 2024 with Somaliland
    ("dispute_rungs", "Karachi Agreement, 27 July 1949"),
    ("dispute_rungs", "Law of Somalia annulling the memorandum, 6 January 2024"),
    ("disputes", "Law of Somalia annulling the memorandum, 6 January 2024"),
}
MONTHS = ["January", "February", "March", "April", "May", "June"]
MONTHS += ["July", "August", "September", "October", "November", "December"]
DAY_IN_TEXT = re.compile(
    rf"(?<!resolution )(?:(\d{{1,2}}) )?(?:({'|'.join(MONTHS)}) )?\b(?<!/)((?:1[789]|20)\d\d)\b(?!/)"
)

Row = dict[str, str]


def read(table: str) -> list[Row]:
    text = (files("detente") / "resources" / "facts" / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


@pytest.fixture(scope="module")
def facts() -> dict[str, list[Row]]:
    return {table: read(table) for table in TABLES}


def is_state(code: str, day: str) -> bool:
    """Whether a code is that of a state, or an entity that data cover, on a day."""
    return resolve(code, day, scheme="code").code == code


def is_first_day(code: str, day: str) -> bool:
    """Whether a state did not exist on the day before."""
    try:
        return not is_state(code, str(date.fromisoformat(day) - timedelta(days=1)))
    except DetenteError:
        return True


def starts_after(text: str, known_on: str) -> list[str]:
    """Return the dates that a text names and that begin after a day."""
    found = []
    for day, month, year in DAY_IN_TEXT.findall(text):
        first = date(int(year), MONTHS.index(month) + 1 if month else 1, int(day) if day and month else 1)
        if first > date.fromisoformat(known_on):
            found.append(f"{day} {month} {year}".strip())
    return found


@pytest.mark.parametrize("table", TABLES)
def test_cells_are_trimmed_and_dates_are_days(facts: dict[str, list[Row]], table: str) -> None:
    for row in facts[table]:
        assert None not in row
        assert None not in row.values(), row
        assert all(cell == cell.strip() for cell in row.values()), row
        for name in DATES:
            if row.get(name):
                assert date.fromisoformat(row[name]).isoformat() == row[name]


@pytest.mark.parametrize("table", ["pacts", "disputes", "sanctions", "ruptures"])
def test_ids_are_unique(facts: dict[str, list[Row]], table: str) -> None:
    ids = [row["id"] for row in facts[table]]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("table", ["pacts", "disputes", "dispute_rungs", "sanctions", "ruptures"])
def test_every_row_names_a_document(facts: dict[str, list[Row]], table: str) -> None:
    assert all(len(row["document"].split()) > 2 for row in facts[table])


def test_states_resolve_and_have_a_region(facts: dict[str, list[Row]]) -> None:
    codes = [row["code"] for row in facts["states"]]
    assert len(set(codes)) == len(codes)
    assert all(resolve(code, "2022-12-31", scheme="code").code == code for code in codes)
    assert {row["region"] for row in facts["states"]} == REGIONS


def test_members_belong_to_pacts_while_they_run(facts: dict[str, list[Row]]) -> None:
    pacts = {row["id"]: row for row in facts["pacts"]}
    members = defaultdict(set)
    for row in facts["pact_members"]:
        pact = pacts[row["pact"]]
        assert is_state(row["state"], row["from"]), row
        assert pact["in_force"] <= row["from"] <= row["from_known_on"] or row["from"] == pact["in_force"]
        assert row["from"] >= pact["signed"], row
        begun = {pact["signed"], pact["in_force"], *([row["from"]] if is_first_day(row["state"], row["from"]) else [])}
        assert any(is_at(row["from"], row["from_precision"], row["from_known_on"], day) for day in begun), row
        if row["from"] == pact["in_force"]:
            coarser = ("day", "month", "year")  # who was a member may be known less well than the pact's day
            assert coarser.index(row["from_precision"]) >= coarser.index(pact["precision"]), row
        assert not row["until"] or row["from"] < row["until"]
        assert not pact["end"] or row["from"] < pact["end"]
        assert bool(row["until"]) == bool(row["until_known_on"])
        members[row["pact"]].add(row["state"])
    assert all(len(members[pact]) >= 2 for pact in pacts)


def test_pacts_are_known_when_signed_and_in_force(facts: dict[str, list[Row]]) -> None:
    for row in facts["pacts"]:
        assert row["known_on"] >= max(row["signed"], row["in_force"]), row["id"]
        assert row["signed"] <= row["in_force"], row["id"]
        assert is_at(row["in_force"], row["precision"], row["known_on"], row["signed"]), row["id"]
        assert bool(row["end"]) == bool(row["end_known_on"]) == bool(row["end_precision"]), row["id"]


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("pacts", ("in_force", "precision")),
        ("disputes", ("since", "since_precision")),
        ("dispute_rungs", ("start", "precision")),
        ("sanctions", ("start", "precision")),
        ("ruptures", ("start", "precision")),
    ],
)
def test_a_date_of_a_year_is_its_first_day_and_no_first_of_january_is_taken_for_a_day(
    facts: dict[str, list[Row]], table: str, columns: tuple[str, str]
) -> None:
    for row in facts[table]:
        day, precision = (row[column] for column in columns)
        assert precision in {"day", "month", "year"}, row
        assert is_at(day, precision, row["known_on"], row.get("signed", "")), row
        if precision == "day" and day.endswith("-01-01"):
            assert row["known_on"] == day or "1 January" in row["document"] or (table, row["document"]) in NEW_YEAR, row


def is_at(day: str, precision: str, known_on: str, signed: str = "") -> bool:
    """Return whether a date is the first day at its precision, or that of signature, and not known before its end."""
    if precision == "day":
        return True
    letters, first, last = (7, "-01", "-28") if precision == "month" else (4, "-01-01", "-12-31")
    begins = day[letters:] == first or day == signed
    return (
        begins
        and known_on[:letters] >= day[:letters]
        and (known_on[:letters] > day[:letters] or known_on[letters:] >= last)
    )


def test_disputes_have_parties_claims_and_a_ladder(facts: dict[str, list[Row]]) -> None:
    assert {row["id"] for row in facts["disputes"]} >= NAMED_DISPUTES
    assert len(facts["disputes"]) >= 25
    for row in facts["disputes"]:
        claimants = row["claimants"].split(";")
        assert claimants == sorted(set(claimants)), row["id"]
        assert all(is_state(code, row["known_on"]) for code in claimants), row["id"]
        assert not row["holder"] or row["holder"] in claimants, row["id"]
        assert [claim.split(":")[0] for claim in row["claims"].split(" | ")] == claimants, row["id"]
        assert row["document_kind"] in DOCUMENT_KINDS
        assert row["known_on"] >= row["since"]


def test_a_sentence_can_name_every_dispute(facts: dict[str, list[Row]]) -> None:
    nouns = ("border", "boundary", "Islands", "Sea", "Strait", "Line", "field", "triangle", "zones", "river")
    for row in facts["disputes"]:
        assert row["prose_name"] != row["name"], row["id"]
        if row["name"].split(" / ")[0].endswith(nouns):
            assert row["prose_name"].startswith("the ") or " and the " in row["name"], row["id"]


def test_rungs_run_in_order_from_the_start_of_the_dispute(facts: dict[str, list[Row]]) -> None:
    ladders = defaultdict(list)
    for row in facts["dispute_rungs"]:
        ladders[row["dispute"]].append(row)
        assert row["rung"] in {"0", "1", "2", "3", "4", "5"}
        assert row["known_on"] >= row["start"]
    disputes = {row["id"]: row for row in facts["disputes"]}
    assert ladders.keys() == disputes.keys()
    for key, rows in ladders.items():
        starts = [row["start"] for row in rows]
        assert starts == sorted(set(starts)), key
        assert starts[0] == disputes[key]["since"], key
        assert rows[0]["precision"] == disputes[key]["since_precision"], key


def test_recent_rungs_become_known_in_their_order(facts: dict[str, list[Row]]) -> None:
    last: dict[str, str] = {}
    for row in facts["dispute_rungs"]:
        if row["start"] >= "2005":
            assert row["known_on"] >= last.get(row["dispute"], ""), row
            last[row["dispute"]] = row["known_on"]


def test_the_kurils_move_on_the_ladder(facts: dict[str, list[Row]]) -> None:
    rung = {row["start"]: int(row["rung"]) for row in facts["dispute_rungs"] if row["dispute"] == "kurils"}

    def at(day: str) -> int:
        return rung[max(start for start in rung if start <= day)]

    assert [
        at(day) for day in ("2009-01-01", "2010-12-01", "2013-06-01", "2014-09-01", "2019-01-01", "2022-12-31")
    ] == [
        *(1, 2, 1, 3, 1, 3),
    ]


def test_sanctions_name_parties_and_measures(facts: dict[str, list[Row]]) -> None:
    named = {f"group:{found.key}" for found in groups()}
    for row in facts["sanctions"]:
        parties = [*row["sender"].split(";"), *row["target"].split(";")]
        assert all(code in named or is_state(code, row["start"]) for code in parties), row["id"]
        assert row["sender"] != row["target"], row["id"]
        assert set(row["measures"].split(";")) <= MEASURES, row["id"]
        assert row["document_kind"] in DOCUMENT_KINDS, row["id"]
        assert row["start"] <= row["known_on"], row["id"]
        assert bool(row["end"]) == bool(row["end_known_on"]) == bool(row["end_precision"]), row["id"]
        assert not row["end"] or row["start"] < row["end"], row["id"]
        assert not row["text"].endswith("."), row["id"]
        if row["precision"] == "year":
            assert (row["start"][4:], row["known_on"][4:]) == ("-01-01", "-12-31"), row["id"]


def test_ruptures_are_between_two_states_and_end_after_they_begin(facts: dict[str, list[Row]]) -> None:
    for row in facts["ruptures"]:
        assert row["a"] != row["b"], row["id"]
        assert is_state(row["a"], row["start"]), row["id"]
        assert is_state(row["b"], row["start"]), row["id"]
        assert row["document_kind"] in DOCUMENT_KINDS, row["id"]
        assert row["start"] <= row["known_on"], row["id"]
        assert bool(row["end"]) == bool(row["end_known_on"]) == bool(row["end_precision"]), row["id"]
        assert not row["end"] or row["start"] < row["end"], row["id"]
        assert not row["text"].endswith("."), row["id"]


@pytest.mark.parametrize("name", [name for name in TABLES if name != "states"])
def test_columns_are_those_of_the_catalog(name: str) -> None:
    header = (files("detente") / "resources" / "facts" / f"{name}.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    columns = set(declared(name).names)
    assert columns - {"known_on"} <= set(header.split(",")) <= columns


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("pacts", ("name", "document", "note")),
        ("disputes", ("name", "issue", "claims", "document")),
        ("dispute_rungs", ("note", "document")),
        ("sanctions", ("text", "document")),
        ("ruptures", ("text", "document")),
    ],
)
def test_no_row_names_a_date_after_it_was_known(
    facts: dict[str, list[Row]], table: str, columns: tuple[str, ...]
) -> None:
    late = [
        (row.get("id") or row["dispute"] + " " + row["start"], column, starts_after(row[column], row["known_on"]))
        for row in facts[table]
        for column in columns
        if starts_after(row[column], row["known_on"])
    ]
    assert late == []
