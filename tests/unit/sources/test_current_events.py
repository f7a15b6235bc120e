"""Daily pages of 'Portal:Current events': three layouts, and what comes out of their wikitext."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DataError
from detente.sources.providers.current_events import Page, known_on, page_title, read_page, titled_day
from detente.sources.readers.wikitext import logical_lines, read_line
from wiki_site import page_of

DAYS = (date(2017, 5, 5), date(2026, 3, 28), date(2026, 9, 20))


def read(content: str, day: date = DAYS[1], timestamp: str = "2026-03-28T20:00:00Z") -> Page:
    revision = {"revid": 7, "timestamp": timestamp, "slots": {"main": {"content": content}}}
    return read_page(day, {"title": page_title(day), "revisions": [revision]})


@pytest.mark.parametrize("day", DAYS)
def test_each_layout_gives_the_same_items(day: date) -> None:
    page = read(page_of(day, ["[[Japan]] and [[Chad]] meet. [https://example.org/a (''Wire'')]", "Peru pays."]), day)
    assert [(item.section, item.topics, item.text, item.urls) for item in page.items] == [
        ("International relations", ("Example topic",), "Japan and Chad meet. (Wire)", ("https://example.org/a",)),
        ("International relations", ("Example topic",), "Peru pays.", ()),
    ]
    assert {(item.day, item.page, item.revision) for item in page.items} == {(day, page_title(day), 7)}
    assert (page.rejects, page.unknown) == ((), ())


@pytest.mark.parametrize(
    "heading", [";Sports", "'''Sports'''", "== Sports ==", "; Sports", "'''Sports:'''", "===Sports==="]
)
def test_sections_are_written_in_several_ways(heading: str) -> None:
    page = read(f"{heading}\n* [[A]]\n** One. [http://x.example (X)]\n;Other\n*Two.")
    assert [(item.section, item.topics) for item in page.items] == [("Sports", ("A",)), ("Other", ())]


def test_texts_are_leaves_at_any_depth_and_labels_are_not() -> None:
    page = read(
        "*[[A]], [[B]] and [[C]]\n**[[D]]\n***[[E]]\n****Deep.\n***Less deep.\n*[[F]]\n*Alone.\n"
        "*[[G]]: A text with a source. [http://x.example (X)]\n**And one below."
    )
    assert [(item.text, item.topics) for item in page.items] == [
        ("Deep.", ("A, B and C", "D", "E")),
        ("Less deep.", ("A, B and C", "D")),
        ("Alone.", ()),
        ("G: A text with a source. (X)", ()),
        ("And one below.", ("G: A text with a source. (X)",)),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{flag|Japan}} protests.", "Japan protests."),
        ("{{flagcountry|KOR}} protests.", "South Korea protests."),
        ("{{flag|Ruritania}} protests.", "Ruritania protests."),
        ("{{flagicon|JPN}} [[Japan]] protests.", "Japan protests."),
        ("{{Flag icon|JPN}}[[Japan]] protests.", "Japan protests."),
        ("A report by {{ill|Example Daily|fr|Le Quotidien}}.", "A report by Example Daily."),
        ("A report by {{ill|Example Daily|fr|lt=the daily}}.", "A report by the daily."),
        ("{{USS|Example|CVN-1}} leaves.", "USS Example leaves."),
        ("{{nowrap|5&nbsp;km}} from {{lang|fr|Paris}}", "5 km from Paris"),
        ("It is {{convert|5|km|mi}} away{{snd}}more or less.", "It is 5 km away – more or less."),
        ("[[Ministry (Japan)|ministers]] of [[Japan]]ese [[:Category:X]]", "ministers of Japanese Category:X"),
        ("[[File:Map.png|thumb|A map]]Text.", "Text."),
        ("Talks<ref name=a /> end.<ref>They {{flag|Chad}} [http://x.example y]</ref>", "Talks end."),
        ("It <s>will</s> <del>may</del> <b>will not</b> meet.", "It will not meet."),
        ("It ''will'' '''not''' meet.", "It will not meet."),
        ("''Newsweek'''s report", "Newsweek's report"),
        ("India had \u200bagreed\u200e to\u00a0talks\ufeff.", "India had agreed to talks."),
        ("Talks &ndash; said&#58; &amp; done", "Talks – said: & done"),
        ("A<br>B<br />C", "A B C"),
        ("Not closed {{flag|Japan", "Not closed {{flag|Japan"),
        ("Text. ([http://x.example Wire])", "Text. (Wire)"),
        ("Text. [http://x.example]", "Text."),
        ("Text. {{cite web|url=http://x.example|title=T}}{{citation needed|date=May 2017}}{{dead link}}", "Text."),
        ("a; b: c", "a; b: c"),
    ],
)
def test_a_line_is_what_a_reader_sees(source: str, text: str) -> None:
    assert read_line(source).text == text


def test_addresses_of_links_references_and_citations_are_kept_once() -> None:
    line = read_line(
        "A.<ref>{{cite web|url=http://a.example/1|title=T}}</ref> [http://b.example (B)] [http://b.example (B)] "
        "{{cite news|url=http://c.example/3}}"
    )
    assert line.urls == ("http://a.example/1", "http://b.example", "http://c.example/3")


def test_an_unknown_template_shows_its_first_argument_and_is_named() -> None:
    page = read("*A {{example box|town|x=1}} burns.\n*B.")
    assert [item.text for item in page.items] == ["A town burns.", "B."]
    assert page.unknown == ("example box",)


def test_a_reference_over_lines_is_one_reference_and_an_open_template_ends_with_its_item() -> None:
    page = read("*A.<ref>{{cite web\n|url=http://a.example\n|title=T\n}}</ref>\n*{{flag|Japan meets.\n*B.")
    assert [item.text for item in page.items] == ["A.", "{{flag|Japan meets.", "B."]
    assert page.items[0].urls == ("http://a.example",)


def test_quotes_that_are_not_closed_take_no_other_line_along() -> None:
    assert [item.text for item in read("*'''A.\n*B.\n*C''' d.").items] == ["A.", "B.", "C d."]


def test_comments_are_left_out() -> None:
    assert [item.text for item in read("<!--\n*No.\n-->*A<!-- b -->.\n<!-- *C. --><!-- not closed\n*D.").items] == [
        "A."
    ]


def test_prose_outside_a_list_is_a_text_if_it_has_a_source_and_rejected_otherwise() -> None:
    page = read("Prose with a source. [http://x.example (X)]\nProse without.\n*A.")
    assert [item.text for item in page.items] == ["Prose with a source. (X)", "A."]
    assert [(line, text) for line, text, _ in page.rejects] == [(2, "Prose without.")]


def test_a_page_without_items_has_none() -> None:
    assert read(page_of(DAYS[1], [])).items == ()
    assert read("").items == ()


def test_a_revision_is_known_from_the_day_after_or_its_own() -> None:
    assert read("*A.").items[0].known_on == date(2026, 3, 29)
    assert read("*A.", timestamp="2026-03-30T23:59:59Z").items[0].known_on == date(2026, 3, 30)
    assert known_on(date(2026, 3, 28), datetime(2026, 3, 28, 1, tzinfo=UTC)) == date(2026, 3, 29)


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"title": "x"},
        {"title": "x", "revisions": []},
        {"title": "x", "revisions": [{"revid": 1}]},
        {"revisions": 3},
    ],
)
def test_what_is_not_a_page_is_refused(entry: dict[str, object]) -> None:
    with pytest.raises(DataError):
        read_page(DAYS[0], entry)


def test_a_redirect_and_a_page_too_large_are_refused() -> None:
    for content in ("#REDIRECT [[Portal:Current events/March 2026]]", "*" * (3 << 20)):
        with pytest.raises(DataError):
            read(content)


@given(st.dates(date(2002, 1, 1), date(2030, 12, 31)))
def test_titles_name_their_day(day: date) -> None:
    title = page_title(day)
    assert titled_day(title) == titled_day(title.replace(" ", "_")) == day
    assert f" {day.day}" in title


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["{{flag|", "}}", "[[", "]]", "|", "*", "'''", "\n", "<ref>", "</ref>", "Japan", "http://a ", "="]
        )
    )
)
def test_whatever_a_page_holds_each_line_is_read_or_rejected(parts: list[str]) -> None:
    content = "".join(parts)
    page = read(content)
    assert len(page.items) + len(page.rejects) <= len(list(logical_lines(content)))
    assert all(item.text.strip() == item.text and "\n" not in item.text and item.text for item in page.items)


def test_lines_that_nest_too_deep_or_are_too_long_are_rejected() -> None:
    page = read(f"*A.\n*{'{{a|' * 14}{'}}' * 14}\n*{'x' * 30_000}\n*B.")
    assert [item.text for item in page.items] == ["A.", "B."]
    assert [line for line, _, _ in page.rejects] == [2, 3]
