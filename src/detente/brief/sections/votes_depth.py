"""Votes in depth: ideal points, the pair's telling roll calls, and how either votes with the neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from detente.brief.evidence import Directed, Evidence, when
from detente.brief.evidence_figures import years_text
from detente.documents.document import Block, Grid, Paragraph
from detente.documents.figures import Figure, Record
from detente.documents.prose import Sentence, arrow, joined, say
from detente.documents.register import Register
from detente.measures.votes.trend import pooled_agreement

__all__ = ["ideal_points", "landmark_votes", "neighbours_votes", "telling_roll_calls"]

SPAN = 3  # years at either end of those shown that are set against each other
LEAST = 0.01  # a smaller change of agreement, raw or beyond chance, is none
BACK = 10  # years over which the telling roll calls are looked for, and ideal points compared
MOST = 3  # telling roll calls shown
ALIKE = 40  # first letters of a subject, by which roll calls on one subject are recognised
EXPLAINED = 1  # pairs for which it is explained why raw agreement and κ moved apart
MOST_LANDMARKS = 3
PROPER = ("Zionism", "Palestine", "Comprehensive", "Universal")  # first words of a subject that keep their capital
EXACT_FROM = date(2003, 12, 1)  # before it the day of a vote is known by month only


# Ideal points


def ideal_points(evidence: Evidence, register: Register) -> list[Block]:
    """Say where the two and their neighbours stood in the Assembly's main division, and whether they drew apart."""
    frame = evidence.store.read("ideal_points", as_of=evidence.as_of)
    states = (*evidence.pair, *evidence.neighbours)
    near = frame.filter(pl.col("state").is_in(states))
    if near.filter(pl.col("state").is_in(evidence.pair))["state"].n_unique() < 2:
        return []
    last = int(near.filter(pl.col("state").is_in(evidence.pair))["session"].max())  # type: ignore[arg-type]
    sessions = (last - BACK, last)
    figures = {(state, s): f for state in states for s in sessions if (f := _point(evidence, register, near, state, s))}
    rows = []
    for state in states:
        cells = [say("{f}", f=f) if (f := figures.get((state, s))) else say("not covered") for s in sessions]
        rows.append((say("{state}", state=evidence.label(state)), *cells))
    heads = [next((f.period for (_, at), f in figures.items() if at == s), "") for s in sessions]
    table = Grid("Ideal points in the General Assembly", ("State", *heads), tuple(rows), "lrr")
    moved = _distance(evidence, register, figures, sessions)
    return [*([Paragraph(moved)] if moved is not None else []), table]


def _point(evidence: Evidence, register: Register, frame: pl.DataFrame, state: str, session: int) -> Figure | None:
    row = frame.filter((pl.col("state") == state) & (pl.col("session") == session))
    if row.is_empty():
        return None
    year = row["period"][0].year
    return register.figure(
        f"ideal-point.{state}.{session}",
        f"Ideal point, {evidence.name(state)}, session {session}",
        row["mean"][0], "sd", f"{year}–{year + 1}", row["known_on"][0], "ideal-points",
        lo=row["lo"][0], hi=row["hi"][0],
    )  # fmt: skip


def _distance(
    evidence: Evidence, register: Register, figures: dict[tuple[str, int], Figure], sessions: tuple[int, int]
) -> Sentence | None:
    """State the distance between the two, then and now; the interval assumes independent estimates."""
    a, b = evidence.dyad
    found = []
    for session in sessions:
        one, other = figures.get((a, session)), figures.get((b, session))
        if one is None or other is None:
            return None
        gap = abs(one.value - other.value)
        half = sum(((f.hi or f.value) - (f.lo or f.value)) ** 2 / 4 for f in (one, other)) ** 0.5
        found.append(
            register.figure(
                f"ideal-distance.{a}.{b}.{session}",
                f"Distance of ideal points, {evidence.name(a)} and {evidence.name(b)}, session {session}",
                gap, "distance", one.period, max(one.known_on, other.known_on), "ideal-points",
                lo=max(gap - half, 0.0), hi=gap + half,
            )
        )  # fmt: skip
    then, now = found
    half = sum(((f.hi or 0) - f.value) ** 2 for f in found) ** 0.5
    moved = now.value - then.value
    verb = (
        "have kept their distance" if abs(moved) < half else ("have moved apart" if moved > 0 else "have drawn nearer")
    )
    return say(
        "On the one line that best sorts all votes, from the majority of the Assembly to the United States, {a} and "
        "{b} {verb}: {then:full} in {then:period}, {now:full} in {now:period}.",
        a=evidence.name(evidence.pair[0]), b=evidence.name(evidence.pair[1]), verb=verb, then=then, now=now,
    )  # fmt: skip


# Telling roll calls


def telling_roll_calls(evidence: Evidence, register: Register) -> list[Block]:
    """List the most telling recent roll calls: full gaps before half ones, the most unexpected first."""
    a, b = evidence.dyad
    frame = evidence.store.read("vote_gaps", as_of=evidence.as_of, a=a, b=b)
    if frame.is_empty():
        return []
    last = frame["date"].max().year  # type: ignore[union-attr]
    recent = frame.filter(pl.col("date").dt.year() > last - BACK)
    ranked = recent.sort(pl.col("gap").abs(), "surprise", "rcid", descending=[True, True, False])
    distinct = ranked.unique("question", keep="first", maintain_order=True).head(4 * MOST)
    first, second = evidence.pair
    titles = evidence.store.read("roll_calls", as_of=evidence.as_of, rcid=distinct["rcid"].to_list())
    about = dict(titles.select("rcid", "title").drop_nulls("title").iter_rows())
    if about:  # with the record of votes in the store, a roll call without a subject says nothing
        subject = pl.col("rcid").replace_strict(about, default=None, return_dtype=pl.String)
        distinct = distinct.with_columns(subject=subject.str.to_lowercase().str.head(ALIKE)).drop_nulls("subject")
        distinct = distinct.unique("subject", keep="first", maintain_order=True)
    chosen = distinct.head(MOST)
    rows = []
    for found in chosen.sort("date", "rcid").iter_rows(named=True):
        row = {**found, "title": about.get(found["rcid"])}
        ahead = first if (row["gap"] > 0) == (first == a) else second
        counts = [
            register.figure(
                f"roll-call.{row['rcid']}.{name}", f"States voting {name} on {_symbol(row)}", row[name],
                "count", row["date"].isoformat(), row["known_on"], "unga-votes",
            )
            for name in ("yes", "no", "abstain")
        ]  # fmt: skip
        difference = "yes against no" if abs(row["gap"]) == 2 else "by one step"
        rows.append(
            (
                say("{text}", text=_roll_call(register, row)),
                say("{call:when}", call=_roll_call(register, row)),
                say("{ahead}, {difference}", ahead=evidence.label(ahead), difference=difference),
                say("{yes}–{no}–{abstain}", yes=counts[0], no=counts[1], abstain=counts[2]),
            )
        )
    table = Grid(
        f"Roll calls of the last {BACK} years that set the two apart most unexpectedly (yes–no–abstained)",
        ("Text", "Date", "More in favour", "Vote"),
        tuple(rows),
        "lllr",
    )
    if about:
        return [table]
    note = say("What each text was about comes with the record of votes, which is not in the store.")
    return [table, Paragraph(note)]


def _symbol(row: dict[str, object]) -> str:
    return str(row["resolution"] or f"roll call {row['rcid']}")


def _roll_call(register: Register, row: dict[str, object]) -> Record:
    """Return the record of a roll call."""
    day, known_on = row["date"], row["known_on"]
    if not isinstance(day, date) or not isinstance(known_on, date):
        raise TypeError(f"roll call {row['rcid']} has no date")
    symbol = _symbol(row)
    title = row.get("title")
    exact = str(row.get("precision") or ("month" if day.day == 1 and day < EXACT_FROM else "day"))
    return register.record(
        Record(
            id=f"roll-call.{row['rcid']}",
            kind="roll call",
            when=when(day, exact),
            day=day,
            text=f"{symbol} ({title})" if title else symbol,
            document=f"United Nations General Assembly, recorded vote on {symbol}",
            known_on=known_on,
        )
    )


# Landmark votes


def landmark_votes(evidence: Evidence, register: Register) -> list[Block]:
    """Show how the two and their neighbours voted on landmark resolutions of the last years."""
    frame = evidence.store.read("assembly_votes", as_of=evidence.as_of).sort("date")
    first = max(evidence.as_of.year - BACK, evidence.since or 0)
    whole = pl.all_horizontal(pl.col("in_favour", "abstaining").is_not_null())
    recent = frame.filter(whole & (pl.col("date").dt.year() >= first)).tail(MOST_LANDMARKS).to_dicts()
    if not recent:
        return []
    states = (*evidence.pair, *evidence.neighbours)
    rows = [
        (say("Voted on"), *(say("{call:when}", call=_landmark(register, row)) for row in recent)),
        (say("Yes–no–abstained"), *(_tally(register, row) for row in recent)),
        *((say("{state}", state=evidence.label(c)), *(say(_cast(row, c)) for row in recent)) for c in states),
    ]
    header = ("State", *(row["symbol"] for row in recent))
    table = Grid("Landmark votes of the last years", header, tuple(rows), "l" * len(header))
    return [Paragraph(_landmark_sentence(evidence, register, recent[-1])), table]


def _landmark(register: Register, row: dict[str, Any]) -> Record:
    return register.record(
        Record(
            id=f"assembly-vote.{row['id']}",
            kind="roll call",
            when=when(row["date"], "day"),
            day=row["date"],
            text=row["symbol"],
            document=row["document"],
            known_on=row["known_on"],
        )
    )


def _subject(register: Register, row: dict[str, Any]) -> Record:
    """Return what a landmark vote was about, as a clause."""
    title = row["title"]
    named = title.split(" ", 1)[0].rstrip(",:") in PROPER
    call = _landmark(register, row)
    return register.record(
        replace(call, id=f"{call.id}.subject", text=title if named else title[:1].lower() + title[1:])
    )


def _tally(register: Register, row: dict[str, Any]) -> Sentence:
    counts = {
        name: register.figure(
            f"assembly-vote.{row['id']}.{name}", f"{row['symbol']}: {label}", row[name], "count",
            row["date"].isoformat(), row["known_on"], "facts",
        )
        for name, label in (("yes", "votes in favour"), ("no", "votes against"), ("abstain", "abstentions"))
    }  # fmt: skip
    return say("{yes}–{no}–{abstain}", **counts)


def _cast(row: dict[str, Any], state: str) -> str:
    """Return how a state voted, by lists that are whole; a state that is not even among the absent is not a member."""
    lists = {"in_favour": "yes", "against": "no", "abstaining": "abstained", "absent": "did not vote"}
    none = "not listed" if row["absent"] is None else "not a member"
    return next((vote for name, vote in lists.items() if state in (row[name] or "").split(";")), none)


def _landmark_sentence(evidence: Evidence, register: Register, row: dict[str, Any]) -> Sentence:
    """Say in words how the two voted on the newest landmark, and on what it was."""
    voted: dict[str, list[Sentence]] = {}
    for state in evidence.pair:
        voted.setdefault(_cast(row, state), []).append(say("{name}", name=evidence.name(state)))
    phrases = {"yes": "voted in favour", "no": "voted against", "not a member": "had no seat"}
    parts = [say("{names} {how}", names=joined(names), how=phrases.get(how, how)) for how, names in voted.items()]
    listed = parts[0]
    for part in parts[1:]:
        listed = say("{so_far}, {part}", so_far=listed, part=part)
    return say(
        "On the newest landmark vote on record, {text} of {text:when} ({about}), {listed}.",
        text=_landmark(register, row), about=_subject(register, row), listed=listed,
    )  # fmt: skip


# How either votes with the neighbours


@dataclass(frozen=True)
class _Ends:
    """Agreement of a dyad at both ends of the years shown: raw, beyond chance, and by chance alone."""

    raw: tuple[Figure, Figure]
    kappa: tuple[Figure, Figure]
    chance: tuple[Figure, Figure]

    @property
    def part(self) -> bool:
        """Whether raw agreement and agreement beyond chance moved in opposite directions."""
        moves = [pair[1].value - pair[0].value for pair in (self.raw, self.kappa)]
        return moves[0] * moves[1] < 0 and min(abs(m) for m in moves) >= LEAST

    @property
    def gap(self) -> float:
        """By how much the two moved apart."""
        return sum(abs(pair[1].value - pair[0].value) for pair in (self.raw, self.kappa))


def neighbours_votes(evidence: Evidence, register: Register) -> list[Block]:
    """Tabulate agreement with the neighbours, first and last year shown; explain where the measures differ."""
    dyads = [evidence.dyad]
    dyads += [(min(own, k), max(own, k)) for k in evidence.neighbours for own in evidence.pair]
    rows, explained, undefined = [], [], []
    for dyad in dyads:
        ends = _ends(evidence, register, dyad)
        if ends is None:
            continue
        name = say("{a} and {b}", a=evidence.label(dyad[0]), b=evidence.label(dyad[1]))
        rows.append((name, *(arrow(*pair) for pair in (ends.raw, ends.kappa))))
        undefined += [f.period for f in ends.kappa if not f.defined]
        spans = (ends.raw[0].period, ends.raw[1].period)
        if ends.part:
            explained.append((ends.gap, _explained(evidence, dyad, ends)))
    if len(rows) < 2:
        return []
    header = ("Pair", "Agreement", "κ")
    table = Grid(f"Agreement with the neighbours, {spans[0]}, then {spans[1]}", header, tuple(rows), "lrr")
    most = [Paragraph(text) for _, text in sorted(explained, key=lambda part: -part[0])[:EXPLAINED]]
    if undefined:
        note = say("Where two states never differed in a year, chance and κ are undefined.")
        return [*most, table, Paragraph(note)]
    return [*most, table]


def _ends(evidence: Evidence, register: Register, dyad: Directed) -> _Ends | None:
    frame = evidence.agreements(dyad).drop_nulls("kappa")
    first = max(evidence.since or 0, min((s.years[0] for s in evidence.series("all").values()), default=0))
    shown = frame.filter(pl.col("period").dt.year() >= first).sort("period")
    if shown.height < 2 * SPAN:
        return None
    parts = [_pooled(evidence, register, dyad, part) for part in (shown.head(SPAN), shown.tail(SPAN))]
    return _Ends(*((parts[0][i], parts[1][i]) for i in range(3)))


def _pooled(evidence: Evidence, register: Register, dyad: Directed, part: pl.DataFrame) -> tuple[Figure, ...]:
    """Return raw agreement, κ and agreement by chance, pooled over some years."""
    pooled = pooled_agreement(part)
    values = {"agreement": pooled.raw, "kappa": pooled.kappa, "chance-agreement": pooled.chance}
    halves = {"agreement": pooled.raw_half, "kappa": pooled.kappa_half}
    names = f"{evidence.name(dyad[0])} and {evidence.name(dyad[1])}"
    years = part["period"].dt.year()
    span = years_text(years)
    labels = {"agreement": "Vote agreement", "kappa": "Vote agreement beyond chance (κ)",
              "chance-agreement": "Vote agreement to be expected by chance"}  # fmt: skip
    return tuple(
        register.figure(
            f"{name}.{dyad[0]}.{dyad[1]}.{years[0]}-{years[-1]}",
            f"{labels[name]}, {names}", value, "kappa" if name == "kappa" else "agreement", span,
            part["known_on"].max(), "unga-votes",  # type: ignore[arg-type]
            lo=None if name not in halves else value - halves[name],
            hi=None if name not in halves else value + halves[name],
        )
        for name, value in values.items()
    )  # fmt: skip


def _explained(evidence: Evidence, dyad: Directed, ends: _Ends) -> Sentence:
    """Say why raw agreement and κ moved apart: what chance alone would give moved more."""
    a, b = (evidence.name(c) for c in dyad)
    fell = ends.raw[1].value < ends.raw[0].value
    return say(
        "Whether {a} and {b} draw together depends on the measure: raw agreement {raw_verb} from {raw_1} to {raw_2}, "
        "but beyond chance κ {kappa_verb} from {kappa_1} to {kappa_2}, since by chance alone they would have agreed on "
        "{then} and then on {now}.",
        a=a, b=b, raw_1=ends.raw[0], raw_2=ends.raw[1], raw_verb="fell" if fell else "rose",
        kappa_verb="rose" if fell else "fell", kappa_1=ends.kappa[0], kappa_2=ends.kappa[1],
        then=ends.chance[0], now=ends.chance[1],
    )  # fmt: skip
