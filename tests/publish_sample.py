"""A hand-written assessment with every kind of block and chart, to print. Its numbers are made up."""

from __future__ import annotations

import math
from datetime import date

from detente.brief import Assessment
from detente.documents.document import (
    Chart,
    CitedSource,
    Grid,
    Judgement,
    Judgements,
    Paragraph,
    RecordList,
    Section,
)
from detente.documents.figures import Figure, Record
from detente.documents.prose import say

__all__ = ["AS_OF", "sample"]

AS_OF = date(2015, 9, 1)
YEARS = range(2003, 2016)
JAPAN_RUSSIA = "Japan → Russia"
RUSSIA_JAPAN = "Russia → Japan"
TEMP = "starter-temperature"

BANDS: tuple[dict[str, object], ...] = (
    {"name": "hostile", "lo": None, "hi": -1.5},
    {"name": "frosty", "lo": -1.5, "hi": -0.5},
    {"name": "cool", "lo": -0.5, "hi": 0.5},
    {"name": "cordial", "lo": 0.5, "hi": 1.5},
    {"name": "close", "lo": 1.5, "hi": None},
)

ACTS = (
    ("2006-08-16", "16 August 2006", "Fishing boat fired on", "conflictual",
     "A Russian border patrol boat fires on a Japanese fishing boat near Kaigara Island; one man dies"),
    ("2009-07-03", "3 July 2009", "Diet names the islands", "conflictual",
     "The Diet passes a law that calls the four disputed islands an integral part of Japan"),
    ("2010-11-01", "1 November 2010", "Medvedev on Kunashir", "conflictual",
     "President Medvedev visits Kunashir, the first head of state of Russia or the Soviet Union to do so"),
    ("2011-02-07", "7 February 2011", "“Unforgivable outrage”", "conflictual",
     "Prime Minister Kan calls the President’s visit to Kunashir an unforgivable outrage"),
    ("2011-03-12", "12 March 2011", "Help after the earthquake", "cooperative",
     "Russia sends rescue teams and offers more liquefied gas after the earthquake and tsunami"),
    ("2012-07-03", "3 July 2012", "Medvedev returns", "conflictual",
     "Prime Minister Medvedev visits Kunashir a second time"),
    ("2013-04-29", "29 April 2013", "Abe in Moscow", "cooperative",
     ("Prime Minister Abe visits Moscow, the first full visit of a Japanese premier in ten years; both sides "
      "agree to reopen talks on a peace treaty and to hold meetings of foreign and defence ministers")),
    ("2013-11-02", "2 November 2013", "First two-plus-two", "cooperative",
     "The foreign and defence ministers of both states meet in Tokyo in the first two-plus-two talks"),
    ("2014-02-08", "8 February 2014", "Abe at Sochi", "cooperative",
     "Prime Minister Abe attends the opening of the Winter Olympics and meets President Putin in Sochi"),
    ("2014-03-18", "18 March 2014", "First sanctions", "conflictual",
     "Japan suspends talks on visas, investment and space after Russia’s annexation of Crimea"),
    ("2014-08-05", "5 August 2014", "Asset freezes", "conflictual",
     "Japan freezes the assets of persons and groups and restricts imports from Crimea"),
    ("2014-08-12", "12 August 2014", "Drill on the islands", "conflictual",
     "Russia holds a military exercise on the disputed islands, which the Southern Kurils administration hosts"),
)  # fmt: skip

AFTER = ("2016-05-06", "6 May 2016", "Eight-point plan", "cooperative",
         "Prime Minister Abe presents an eight-point plan for economic cooperation in Sochi")  # fmt: skip


class DownloadLog:
    """Figures and records, each kept once by id as they come up."""

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}
        self.records: dict[str, Record] = {}

    def figure(  # noqa: PLR0917 - the columns of one row
        self, id_: str, label: str, value: float, half: float | None, unit: str, period: str, source: str
    ) -> Figure:
        year = int(period[:4])
        known = min(date(year, 12, 31), AS_OF)
        lo, hi = (None, None) if half is None else (value - half, value + half)
        figure = Figure(id_, label, value, lo, hi, unit, period, known, source)
        self.figures[id_] = figure
        return figure

    def record(self, act: tuple[str, str, str, str, str]) -> Record:
        day, when, label, tone, text = act
        id_ = f"chronicle.{day}-{label.split()[0].strip('“”').lower()}"
        kind = "public act"
        document = f"Ministry of Foreign Affairs of Japan, press release of {when}"
        on = date.fromisoformat(day)
        record = Record(id_, kind, when, on, text, document, on, tone)
        self.records[id_] = record
        return record


def sample() -> Assessment:
    """Japan and Russia as of 1 September 2015."""
    book = DownloadLog()
    judgements = _judgements(book)
    sections = (
        _bottom_line(book, judgements),
        _standing(book),
        _words_and_deeds(book),
        _votes(book),
        _neighbours(book),
        _pacts(book),
        Section(
            "trade",
            "What do they sell each other?",
            silence=say("no trade record of the pair is in the store; add one and ask again."),
        ),
        _outlook(book, judgements),
        _retrospect(book),
    )
    return Assessment(
        pair=("JPN", "RUS"),
        names=("Japan", "Russia"),
        as_of=AS_OF,
        since=2003,
        subtitle="record from 2003",
        horizon=3,
        events="starter",
        title="Japan and Russia",
        sections=sections,
        judgements=judgements,
        sources=_sources(),
        missing=(
            say("Sanctions that were announced but never written into an ordinance are not recorded."),
            say("Exercises of fewer than a hundred people are not recorded."),
        ),
        figures=book.figures,
        records=book.records,
    )


def _value(year: int, phase: float) -> float:
    warm = 0.55 * math.sin((year - 2003 + phase) / 2.1) + 0.35
    return warm - (1.7 if year >= 2014 else 0.0) * (1.0 if phase < 1 else 0.6)


def _judgements(book: DownloadLog) -> tuple[Judgement, ...]:
    texts = (
        ("outlook.pact", "roughly even chance", 0.45, 0.55, 0.52, "share",
         "There is a {term} ({span}) that both governments hold a summit in Japan before {day}."),
        ("outlook.temperature", "very likely", 0.80, 0.95, 0.88, "share",
         "Japan’s conduct toward Russia is {term} ({span}) to stay cool or colder until {day}."),
        ("outlook.treaty", "almost certainly", 0.01, 0.05, 0.03, "share",
         ("The two states will {term} not ({span}) sign a peace treaty before {day}; Russia’s public position on "
          "sovereignty over the islands has hardened since the sanctions, and no draft has been exchanged.")),
    )  # fmt: skip
    made = []
    for key, term, lo, hi, p, _, text in texts:
        span = Figure(f"{key}.range", f"Range of the words “{term}”", (lo + hi) / 2, lo, hi, "probability",
                      "2018", AS_OF, "icd203")  # fmt: skip
        book.figures[span.id] = span
        number = book.figure(f"{key}.probability", f"Probability behind “{term}”", p, 0.04, "probability",
                             "2018", TEMP)  # fmt: skip
        sentence = say(text.replace("{span}", "{span:interval}"), term=term, span=span, day=date(2018, 12, 31))
        question = say("Settled on {day} by the official record of both foreign ministries.", day=date(2018, 12, 31))
        made.append(Judgement(key, sentence, term, lo, hi, number, question))
    return tuple(made)


def _bottom_line(book: DownloadLog, judgements: tuple[Judgement, ...]) -> Section:
    now = book.figure("temperature.JPN.RUS.2014", "Temperature, Japan toward Russia", _value(2014, 0.0), 0.12, "sd",
                      "2014", TEMP)  # fmt: skip
    paragraph = Paragraph(
        say(
            "Japan and Russia are on cool terms. Japan’s conduct fell to {now:full} in {now:period}, "
            "its coldest year in the record, after the sanctions over Crimea.",
            now=now,
        )
    )
    return Section("bottom-line", "Bottom line", (paragraph, Judgements(judgements)))


def _row(figure: Figure, **keys: str) -> dict[str, object]:
    return {
        **keys,
        "period": figure.period,
        "value": figure.value,
        "lo": figure.lo,
        "hi": figure.hi,
        "figure": figure.id,
    }


def _standing(book: DownloadLog) -> Section:
    jr, rj = (
        [
            book.figure(f"temperature.{pair}.{y}", f"Temperature, {label}", _value(y, phase), half, "sd", str(y), TEMP)
            for y in YEARS
        ]
        for pair, label, phase, half in (
            ("JPN.RUS", "Japan toward Russia", 0.0, 0.12),
            ("RUS.JPN", "Russia toward Japan", 1.4, 0.15),
        )
    )
    records = tuple(book.record(act) for act in ACTS)
    marks = tuple(
        {"date": day, "label": label, "tone": tone, "record": record.id}
        for (day, _, label, tone, _), record in zip(ACTS, records, strict=True)
    )
    chart = Chart(
        "temperature",
        "temperature",
        "How warm each side’s conduct toward the other was, by year",
        say(
            "Both lines rise until {top:period} and fall to {low} in {low:period}, the lowest year, with Japan’s "
            "line below Russia’s from then on.",
            top=jr[10],
            low=jr[11],
        ),
        (
            *(_row(f, series=JAPAN_RUSSIA) for f in jr),
            *(_row(f, series=RUSSIA_JAPAN) for f in rj),
        ),
        marks,
        BANDS,
    )
    grid = Grid(
        "Temperature by term of government",
        ("Government", "Years", "Japan toward Russia", "Russia toward Japan"),
        (
            (say("Koizumi | Putin"), say("{f:period}", f=jr[0]), say("{f}", f=jr[0]), say("{f}", f=rj[0])),
            (say("Kan | Medvedev"), say("{f:period}", f=jr[7]), say("{f:full}", f=jr[7]), say("{f:full}", f=rj[7])),
            (say("Abe | Putin"), say("{f:period}", f=jr[11]), say("{f:full}", f=jr[11]), say("{f:full}", f=rj[11])),
        ),
        "llrr",
    )  # fmt: skip
    prose = say(
        "Japan’s conduct toward Russia stood at {then} in {then:period} and at {now:full} in {now:period}. "
        "The turn began when Japan answered the annexation of Crimea: {act} ({act:when}). Russia answered with "
        "an exercise on the islands. Russia administers the islands, which both states claim.",
        then=jr[10],
        now=jr[11],
        act=records[9],
    )
    return Section(
        "standing",
        "How do they stand?",
        (Paragraph(prose), chart, grid, RecordList("Acts that moved the line", records)),
    )


def _words_and_deeds(book: DownloadLog) -> Section:
    rows: list[dict[str, object]] = []
    last: list[Figure] = []
    for series, pair, phase in ((JAPAN_RUSSIA, "JPN.RUS", 0.0), (RUSSIA_JAPAN, "RUS.JPN", 1.4)):
        for score, scale in (("words", 1.15), ("deeds", 0.7)):
            for year in YEARS:
                f = book.figure(f"{score}.{pair}.{year}", f"{score.title()}, {series}", _value(year, phase) * scale,
                                0.18, "sd", str(year), TEMP)  # fmt: skip
                rows.append(_row(f, series=series, score=score))
            last.append(f)
    chart = Chart(
        "words-deeds",
        "words-deeds",
        "What each side said, and what it did",
        say("Japan’s words ended at {words}, its deeds at {deeds}.", words=last[0], deeds=last[1]),
        tuple(rows),
        bands=BANDS,
    )
    text = say("Words moved more than deeds on both sides: {words} against {deeds}.", words=last[0], deeds=last[1])
    return Section("words-deeds", "Do they mean it?", (Paragraph(text), chart))


def _votes(book: DownloadLog) -> Section:
    rows: list[dict[str, object]] = []
    for measure, unit, base in (("agreement", "agreement", 0.62), ("chance-corrected (κ)", "kappa", 0.21)):
        for year in YEARS:
            f = book.figure(f"votes.{unit}.{year}", f"Votes in the General Assembly, {measure}",
                            base + 0.05 * math.sin(year) - (0.08 if year > 2013 else 0), 0.05, unit, str(year),
                            "starter-votes")  # fmt: skip
            rows.append(_row(f, measure=measure))
    count = book.figure(
        "votes.count.2014", "Roll calls in which both voted", 74, None, "count", "2014", "starter-votes"
    )
    chart = Chart(
        "votes",
        "votes",
        "How often they voted alike in the General Assembly",
        say("Agreement beyond chance fell to {f} in {f:period}.", f=f),
        tuple(rows),
    )
    text = say("Both voted in {n} roll calls in {n:period}; beyond chance their agreement was {f}.", n=count, f=f)
    return Section("votes", "Do they vote alike?", (Paragraph(text), chart))


def _neighbours(book: DownloadLog) -> Section:
    names = ("United States", "China", "South Korea", "North Korea", "Germany", "France", "United Kingdom",
             "Ukraine", "Bosnia and Herzegovina", "Saint Vincent and the Grenadines", "Türkiye",
             "Côte d’Ivoire")  # fmt: skip
    rows: list[dict[str, object]] = []
    for i, name in enumerate(names):
        panel = f"{name} → Russia"
        for year in YEARS:
            f = book.figure(f"temperature.{name.replace(' ', '-')}.RUS.{year}", f"Temperature, {name} toward Russia",
                            _value(year, i / 2) - i * 0.06, 0.2, "sd", str(year), TEMP)  # fmt: skip
            rows.append(_row(f, panel=panel))
    for year in YEARS:
        f = book.figures[f"temperature.JPN.RUS.{year}"]
        rows.append(_row(f, panel=JAPAN_RUSSIA, series="context"))
    chart = Chart(
        "neighbours",
        "neighbours",
        "Others’ conduct toward Russia over the same years",
        say("Most neighbours of the pair cooled in {f:period}.", f=f),
        tuple(rows),
        bands=BANDS,
    )
    text = say("The cooling was shared: most states turned at the same time as Japan did.")
    return Section("neighbours", "Is it about the pair, or about Russia?", (Paragraph(text), chart))


def _pacts(book: DownloadLog) -> Section:
    rung = book.figure("pacts.rung.2015", "Rung on the ladder of pacts", 2, None, "rung", "2015", "starter-ties")
    return Section(
        "pacts",
        "What binds them?",
        (
            Paragraph(
                say(
                    "No defence pact binds the two states; their ties stand on rung {r} of the ladder.",
                    r=rung,
                )
            ),
        ),
    )


def _outlook(book: DownloadLog, judgements: tuple[Judgement, ...]) -> Section:
    text = say("The outlook leans toward a slow thaw from a low level, with wide margins.")
    rows: list[dict[str, object]] = []
    for series, pair, phase in ((JAPAN_RUSSIA, "JPN.RUS", 0.0), (RUSSIA_JAPAN, "RUS.JPN", 1.4)):
        for year in YEARS:
            v = _value(year, phase)
            rows.append({"series": series, "period": str(year), "q05": v - 0.13, "q25": v - 0.05, "q50": v,
                         "q75": v + 0.05, "q95": v + 0.13, "part": "past",
                         "figure": f"temperature.{pair}.{year}"})  # fmt: skip
        for step in (1, 2, 3):
            m = v + 0.12 * step
            s = 0.35 * math.sqrt(step)
            f = book.figure(f"outlook.{pair}.{2015 + step}", f"Outlook, {series}", m, 1.64 * s, "sd", str(2015 + step),
                            TEMP)  # fmt: skip
            book.figures[f.id] = Figure(f.id, f.label, f.value, f.lo, f.hi, f.unit, f.period, AS_OF, f.source)
            rows.append({"series": series, "period": f.period, "q05": f.lo, "q25": m - 0.67 * s, "q50": m,
                         "q75": m + 0.67 * s, "q95": f.hi, "part": "outlook", "figure": f.id})  # fmt: skip
    chart = Chart(
        "fan",
        "outlook",
        "Where conduct is likely to go",
        say("The middle of the outlook for Russia’s conduct is {f:full} in {f:period}.", f=f),
        tuple(rows),
        bands=BANDS,
    )
    return Section("outlook", "What is likely next?", (Paragraph(text), chart, Judgements(judgements[:1])))


def _retrospect(book: DownloadLog) -> Section:
    record = book.record(AFTER)
    score = book.figure("retrospect.crps", "Mean score of the outlook", 0.274, None, "score", "2016–2018", "later")
    text = say("What came after: {act} ({act:when}). The outlook scored {s} over {s:period}.", act=record, s=score)
    blocks = (Paragraph(text), RecordList("What happened next", (record,)))
    return Section("retrospect", "What happened?", blocks, after_the_fact=True)


def _sources() -> tuple[CitedSource, ...]:
    def source(id_: str, title: str, covers: str, known: date) -> CitedSource:
        return CitedSource(id_, title, "Compiled for the starter pack", "CC BY 4.0",
                      f"The Detente developers, {title}, 2015.", covers, known)  # fmt: skip

    return (
        source("starter-temperature", "Yearly temperatures", "all pairs, 2003 to 2015", AS_OF),
        source("starter-votes", "Roll-call votes in the General Assembly", "all members, 1946 to 2014",
               date(2014, 12, 31)),
        source("starter-ties", "Pacts, rivalries and claims", "all pairs, 1816 to 2015", AS_OF),
        source("icd203", "Words of estimative probability", "Intelligence Community Directive 203",
               date(2015, 1, 2)),
        source("later", "Records from after the as-of date", "the pair, 2015 to 2018", date(2018, 12, 31)),
    )  # fmt: skip
