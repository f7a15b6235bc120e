"""What changed between two days: the reasons, and that nothing moves where nothing became known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from detente import publish
from detente.brief import assess
from detente.brief.changes import changes, known
from detente.brief.compared import Known, compare
from detente.documents.figures import Figure, Record
from detente.errors import UsageError

FIRST, LAST = date(2014, 1, 1), date(2015, 9, 1)


def figure(year: int, value: float, source: str = "conduct-temperature") -> Figure:
    return Figure(
        f"temperature.JPN.RUS.{year}", "Temperature", value, None, None, "sd", str(year), date(year, 12, 31), source
    )


def record(key: str, day: date, text: str = "A visit") -> Record:
    return Record(key, "visit", str(day), day, text, "A note", day)


def test_each_change_has_its_reason() -> None:
    found = changes("Japan", "Russia", since=FIRST, until=LAST)
    reasons = {change.family: change.reason for change in found.comparison.figures}
    assert reasons["temperature.JPN.RUS"] == "new period"
    assert reasons["rung.kurils"] == "new period"
    assert found.comparison.re_estimated > 0
    new = [change.record for change in found.comparison.records if change.reason == "new record"]
    assert new
    assert all(FIRST < one.known_on <= LAST for one in new)
    assert "sanction.jpn-rus-2014-12" in {one.id for one in new}
    moved = {
        change.after.key: change.reasons for change in found.comparison.judgements if change.moved and change.after
    }
    assert moved
    assert all(reason for reason in moved.values())


def test_the_document_and_its_data_agree() -> None:
    found = changes("Japan", "Russia", since=FIRST, until=LAST)
    data = found.as_dict()
    assert (data["since"], data["until"], data["pair"]) == ("2014-01-01", "2015-09-01", ["JPN", "RUS"])
    assert len(data["figures_moved"]) == len(found.comparison.figures)  # type: ignore[arg-type]
    assert found.frame().height >= len(found.comparison.figures) + len(found.comparison.records)
    text = publish.terminal(found)
    assert text.count("\n") > 40
    assert max(map(len, text.splitlines())) <= 80
    assert publish.render(found, "html").startswith(b"<!DOCTYPE html>")


def test_nothing_changes_against_itself() -> None:
    one = known(assess("India", "China", as_of=LAST, retrospect=False))
    found = compare(one, one)
    assert (found.figures, found.records, found.re_estimated) == ((), (), 0)
    assert not any(change.moved or change.reasons for change in found.judgements)


def test_a_revision_and_a_new_estimate_are_told_apart() -> None:
    day = date(2015, 1, 1)
    old = {one.id: one for one in (figure(2013, 0.5), figure(2014, 0.2))}
    visit, late = record("chronicle.x", date(2013, 5, 1)), record("chronicle.y", date(2014, 5, 1))
    before = Known(day, old, {visit.id: visit})
    moved = {**old, "temperature.JPN.RUS.2014": figure(2014, 0.3), "temperature.JPN.RUS.2013": figure(2013, 0.6)}
    after = Known(day, moved, {visit.id: replace(visit, text="A visit that was put off"), late.id: late})
    found = compare(before, after)
    assert [(change.family, change.reason) for change in found.figures] == [("temperature.JPN.RUS", "new estimate")]
    assert found.re_estimated == 1
    assert [(change.record.id, change.reason) for change in found.records] == [
        ("chronicle.y", "new record"),
        ("chronicle.x", "revised record"),
    ]
    facts = compare(Known(day, {"rung.x.2014": replace(figure(2014, 1, "facts"), id="rung.x.2014")}),
                    Known(day, {"rung.x.2014": replace(figure(2014, 3, "facts"), id="rung.x.2014")}))  # fmt: skip
    assert [change.reason for change in facts.figures] == ["revised record"]


def test_a_record_that_was_known_before_is_not_new() -> None:
    old = record("chronicle.x", date(2013, 5, 1))
    assert compare(Known(FIRST), Known(LAST, {}, {old.id: old})).records == ()


@pytest.mark.parametrize(("since", "until"), [(LAST, FIRST), (FIRST, FIRST), ("2014-13-01", LAST), (FIRST, "2099")])
def test_invalid_days(since: object, until: object) -> None:
    with pytest.raises(UsageError):
        changes("Japan", "Russia", since=since, until=until)  # type: ignore[arg-type]


def test_a_pair_that_was_not_on_record_before() -> None:
    found = changes("Armenia", "Azerbaijan", since=date(1992, 1, 1), until=date(2005, 1, 1))
    assert {change.reason for change in found.comparison.figures} == {"new record"}
    assert found.sections[0].key == "summary"
