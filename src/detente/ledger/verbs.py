"""The verbs ``detente ledger …`` as functions; see `detente.ledger`."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from detente.dates import as_of_day, first_day, last_day, today
from detente.documents.document import Judgement
from detente.documents.probability_words import ICD_203
from detente.errors import NoAnswer, UsageError, check_choice
from detente.ledger.answers import ImportAnswer, LedgerAnswer, RecordedAnswer, ScoreAnswer, VerifyAnswer
from detente.ledger.chain import LedgerFile
from detente.ledger.entries import Entry, Forecast, Resolution, now, question_id
from detente.ledger.platforms import read_platform
from detente.ledger.resolving import decided_by_records, open_questions
from detente.ledger.scoring import pooled, resolutions, scored
from detente.store import Store
from detente.unsafe_characters import csv_text
from detente.version import __version__

__all__ = ["add", "author_name", "entries", "export", "import_csv", "record", "resolve", "score", "verify"]

Day = date | str | int
WORDS = {one.word: (one.lo, one.hi) for one in ICD_203}
STATUSES = ("all", "open", "decided")
SUFFIXES = (".csv", ".parquet", ".jsonl")
NAMED = {"yes": 1.0, "no": 0.0}


def author_name() -> str:
    """Return who forecasts where no author is given: ``DETENTE_AUTHOR``, or the login name."""
    return os.environ.get("DETENTE_AUTHOR") or getpass.getuser()


def add(
    text: str,
    *,
    until: Day,
    since: Day | None = None,
    probability: float | None = None,
    between: tuple[float, float] | None = None,
    word: str | None = None,
    quantiles: Mapping[str, float] | None = None,
    author: str | None = None,
    rule: str = "",
    base_rate: float | None = None,
    condition: str | None = None,
    question: str | None = None,
    as_of: date | str | None = None,
    store: Store | None = None,
) -> RecordedAnswer:
    """Add a forecast to the ledger. It is on the disk when this returns.

    Parameters
    ----------
    text : str
        The event in words, or the number that is forecast. The same words and window are the same question.
    until, since : datetime.date, str or int
        The window: its last day, and its first, by default tomorrow. A year means its last or its first day.
    probability : float, optional
        Of the event, from 0 to 1.
    between : (float, float), optional
        A range of probabilities. It is scored at its middle.
    word : str, optional
        A word of the scale of Intelligence Community Directive 203, in place of a range: 'very likely'.
    quantiles : mapping of str to float, optional
        Of a number, by level: ``{"0.1": 3, "0.5": 5, "0.9": 9}``.
    author : str, optional
        By default `author_name`.
    rule : str
        What settles the question.
    base_rate : float, optional
        Chance of such events, from 0 to 1.
    condition : str, optional
        What must happen for the forecast to count; if it doesn't, resolve the question as void.
    question : str, optional
        Id of a question in the ledger, of which this is another forecast; or an id of your own.
    as_of : datetime.date or str, optional
        The day up to which the author knows the records; by default today. It changes nothing in scores: what counts is
        when the entry was written.
    store : Store, optional
        In whose folder the ledger is; by default the user's.

    Returns
    -------
    RecordedAnswer
        The entry, and the new head.

    Raises
    ------
    UsageError
        If the forecast is not one probability, range, word or set of quantiles, or the window is another than that of
        the question in the ledger.
    StoreError
        If the ledger can't be read or written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store.open(home=Path(folder))
    ...     made = add("Japan and Russia sign a peace treaty", until="2030-12-31", probability=0.03, store=store)
    >>> made.entries[0].chance, made.retrospective
    (0.03, 0)
    """
    ledger = LedgerFile((store or Store.open()).lake.home)
    if word is not None:
        check_choice("word", word, tuple(WORDS))
        if between is not None:
            raise UsageError(f"{word!r} stands for a range of its own; give the word or a range", value=between)
        between = WORDS[word]
    recorded = now()
    first = recorded.date() if since is None else first_day(since)
    lo, hi = between or (None, None)
    earlier = _earlier(ledger, question)
    if earlier is not None:
        first = earlier.first if since is None else first
    last = last_day(until)
    made = Forecast(
        question or question_id(text, first, last), text, first, last, author or author_name(), as_of_day(as_of),
        recorded, rule=rule, probability=probability, lo=lo, hi=hi, word=word, scale="ICD 203" if word else None,
        quantiles=quantiles, base_rate=base_rate, condition=condition, versions={"code": __version__},
    )  # fmt: skip
    if earlier is not None and (earlier.first, earlier.last) != (first, last):
        raise UsageError(
            f"the window of {question} is {earlier.first} to {earlier.last}, and not {first} to {last}; give the same "
            "window, or another id",
            value=(first, last),
        )
    return RecordedAnswer((made,), ledger.append([made]))


def _earlier(ledger: LedgerFile, question: str | None) -> Forecast | None:
    if question is None:
        return None
    known = (one for one in ledger.read().entries if isinstance(one, Forecast) and one.question == question)
    return next(known, None)


def record(
    judgements: Sequence[Judgement],
    *,
    as_of: date,
    base_rates: Mapping[str, float] | None = None,
    store: Store | None = None,
) -> RecordedAnswer:
    """Add the judgements of a brief or a forecast to the ledger, under the name of Detente.

    Parameters
    ----------
    judgements : sequence of Judgement
        Those with a target.
    as_of : datetime.date
        The day of the brief. An earlier day than today makes an entry retrospective where the window has opened since.
    base_rates : mapping of str to float, optional
        Chance of such events, by the key of the judgement.
    store : Store, optional
        In whose folder the ledger is.

    Returns
    -------
    RecordedAnswer
    """
    store = store or Store.open()
    recorded, rates = now(), base_rates or {}
    made: list[Entry] = []
    for one in judgements:
        if one.target is None:
            continue
        target = dict(one.target)
        first, last = (date.fromisoformat(str(target[name])) for name in ("first", "last"))
        same = question_id(str(sorted(target.items(), key=str)), first, last).removeprefix("q-")
        made.append(
            Forecast(
                f"{one.key}@{same}",
                one.sentence.text.rstrip("."),
                first,
                last,
                "detente",
                as_of,
                recorded,
                rule=one.question.text if hasattr(one.question, "text") else str(one.question),
                probability=one.probability.value,
                word=one.term,
                scale="ICD 203",
                base_rate=rates.get(one.key),
                target=target,
                versions={"code": __version__, "data": store.pack.data.version},
            )
        )
    ledger = LedgerFile(store.lake.home)
    known = {(one.question, one.as_of, one.chance) for one in ledger.read().entries if isinstance(one, Forecast)}
    new = [one for one in made if (one.question, one.as_of, one.chance) not in known]  # type: ignore[union-attr]
    head = ledger.append(new) if new else ledger.read().head
    return RecordedAnswer(tuple(new), head)


def entries(*, status: str = "all", author: str | None = None, store: Store | None = None) -> LedgerAnswer:
    """Return the entries of the ledger.

    Parameters
    ----------
    status : {'all', 'open', 'decided'}
        Entries of all questions, or of those that are open or decided.
    author : str, optional
        Forecasts of one author alone.
    store : Store, optional
        By default the user's.

    Returns
    -------
    LedgerAnswer

    Raises
    ------
    UsageError
        If the status is another.
    StoreError
        If the ledger can't be read.

    Examples
    --------
    >>> entries(store=Store.open(home=Path("nowhere"))).frame().height
    0
    """
    check_choice("status", status, STATUSES)
    contents = LedgerFile((store or Store.open()).lake.home).read()
    decided = resolutions(contents.entries)
    wanted = [
        one
        for one in contents.entries
        if (status == "all" or (one.question in decided) == (status == "decided"))
        and (author is None or (isinstance(one, Forecast) and one.author == author))
    ]
    return LedgerAnswer(contents, tuple(wanted))


def export(output: Path, *, store: Store | None = None) -> LedgerAnswer:
    """Write the ledger to a file: every entry as a row, or its lines as they are.

    Parameters
    ----------
    output : pathlib.Path
        ``.csv``, ``.parquet``, or ``.jsonl`` for the lines with their digests.
    store : Store, optional
        By default the user's.

    Returns
    -------
    LedgerAnswer
        What was written.

    Raises
    ------
    UsageError
        If the suffix is another, or the file can't be written.
    StoreError
        If the ledger can't be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     answer = export(Path(folder, "ledger.csv"), store=Store.open(home=Path(folder)))
    ...     Path(folder, "ledger.csv").read_text().split(",")[:2]
    ['kind', 'question']
    """
    check_choice("suffix", output.suffix, SUFFIXES)
    ledger = LedgerFile((store or Store.open()).lake.home)
    contents = ledger.read()
    answer = LedgerAnswer(contents, contents.entries)
    try:
        if output.suffix == ".jsonl":
            output.write_bytes(ledger.whole_lines())
        elif output.suffix == ".csv":
            output.write_text(csv_text(answer.frame()), encoding="utf-8")
        else:
            answer.frame().write_parquet(output)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(
            f"{output} can't be written: {why}; give a path in a folder that exists", value=output
        ) from None
    return answer


def resolve(
    question: str | None = None,
    *,
    outcome: str | float | None = None,
    on: Day | None = None,
    document: str | None = None,
    note: str | None = None,
    store: Store | None = None,
) -> RecordedAnswer:
    """Resolve questions: one by hand, or all that the records in the store decide.

    Parameters
    ----------
    question : str, optional
        Id of a question. Without one, every open question that a brief recorded is looked up in the records.
    outcome : str or float, optional
        ``yes``, ``no``, ``void`` or a number.
    on : datetime.date, str or int, optional
        The day on which it was decided; by default the window's last day, or today if that is earlier.
    document : str, optional
        The public document that states it.
    note : str, optional
        Why a question is void, for one.
    store : Store, optional
        By default the user's.

    Returns
    -------
    RecordedAnswer
        The resolutions written, and how many questions stay open. A later resolution of a question replaces an
        earlier one; both stay in the ledger.

    Raises
    ------
    UsageError
        If the ledger has no such question, or the outcome is missing or not allowed.
    StoreError
        If the ledger can't be read or written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store.open(home=Path(folder))
    ...     made = add("Japan and Russia hold a summit", until="2030-12-31", word="unlikely", store=store)
    ...     done = resolve(made.entries[0].question, outcome="yes", on="2026-01-01", store=store)
    >>> done.entries[0].outcome
    1.0
    """
    store = store or Store.open()
    ledger = LedgerFile(store.lake.home)
    contents = ledger.read()
    if question is None:
        if outcome is not None:
            raise UsageError("an outcome is of one question; give its id, as `detente ledger` shows it", value=outcome)
        waiting = open_questions(contents.entries)
        found = [one for forecast in waiting if (one := _by_records(forecast, store)) is not None]
        head = ledger.append(found) if found else contents.head
        return RecordedAnswer(tuple(found), head, open=len(waiting) - len(found))
    known = [one for one in contents.entries if isinstance(one, Forecast) and one.question == question]
    if not known:
        raise UsageError(
            f"the ledger has no question {question!r}; `detente ledger list` shows its questions", value=question
        )
    day = min(known[0].last, today()) if on is None else last_day(on)
    done = Resolution(
        question, _outcome(outcome), day, now(), "hand", document=document, note=note, versions={"code": __version__}
    )
    return RecordedAnswer((done,), ledger.append([done]))


def _by_records(forecast: Forecast, store: Store) -> Resolution | None:
    try:
        done = decided_by_records(forecast, store, today())
    except NoAnswer as error:  # the record is gone: that is said, and the question stays open
        raise NoAnswer(f"{error.message}; resolve {forecast.question} by hand", value=error.value) from None
    return None if done is None else replace(done, versions={**done.versions, "code": __version__})


def _outcome(given: str | float | None) -> float | None:
    """Return an outcome; None for a void question."""
    if isinstance(given, str) and given.lower() == "void":
        return None
    if isinstance(given, str) and given.lower() in NAMED:
        return NAMED[given.lower()]
    try:
        return float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise UsageError(f"invalid outcome {given!r}: expected yes, no, void or a number", value=given) from None


def score(
    *, authors: Sequence[str] = (), pool: bool = False, as_of: date | str | None = None, store: Store | None = None
) -> ScoreAnswer:
    """Score the forecasts whose questions are decided, by author.

    Parameters
    ----------
    authors : sequence of str
        Authors to compare, on the questions that all of them forecast; by default all.
    pool : bool
        Whether to add a pool of the authors: the mean of their log-odds, on questions that two or more forecast.
    as_of : datetime.date or str, optional
        Entries written later are not read; by default today.
    store : Store, optional
        By default the user's.

    Returns
    -------
    ScoreAnswer

    Raises
    ------
    UsageError
        If the ledger has no forecast by an author given.
    StoreError
        If the ledger can't be read.

    Examples
    --------
    >>> score(store=Store.open(home=Path("nowhere"))).frame().height
    0
    """
    day = as_of_day(as_of)
    contents = LedgerFile((store or Store.open()).lake.home).read()
    written = [one for one in contents.entries if one.recorded_at.date() <= day]
    known = {one.author for one in written if isinstance(one, Forecast)}
    for author in authors:
        if author not in known:
            raise UsageError(
                f"the ledger has no forecast by {author!r}; it has those of {', '.join(sorted(known)) or 'nobody'}",
                value=author,
            )
    found = [one for one in scored(written) if not authors or one.forecast.author in authors]
    if pool:
        found += pooled(found)
    return ScoreAnswer(day, tuple(found), tuple(authors) if not pool else (), contents.faults)


def verify(*, head: str | None = None, store: Store | None = None) -> VerifyAnswer:
    """Check the ledger: each line's digest and the chain, and whether it holds a head that was kept elsewhere.

    Parameters
    ----------
    head : str, optional
        A head, or its first 8 or more digits, as an earlier command printed it.
    store : Store, optional
        By default the user's.

    Returns
    -------
    VerifyAnswer

    Raises
    ------
    UsageError
        If the head is no digest.
    StoreError
        If the ledger can't be read.

    Examples
    --------
    >>> verify(store=Store.open(home=Path("nowhere"))).faults
    ()
    """
    contents = LedgerFile((store or Store.open()).lake.home).read()
    faults = contents.faults + (() if head is None else contents.faults_of_head(head))
    return VerifyAnswer(len(contents.heads), contents.head, faults, bool(contents.torn))


def import_csv(forecasts: Path, questions: Path, *, store: Store | None = None) -> ImportAnswer:
    r"""Import forecasts and outcomes of Metaculus or the Good Judgment Project.

    Parameters
    ----------
    forecasts, questions : pathlib.Path
        The platform's CSV files. Which platform, their columns show; see `detente.ledger.platforms`.
    store : Store, optional
        By default the user's.

    Returns
    -------
    ImportAnswer
        The entries that are new, and the rejected rows. Files that come again add only what is new.

    Raises
    ------
    UsageError
        If the columns are those of no platform.
    DataError
        If a file can't be read.
    StoreError
        If the ledger can't be read or written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made, asked = Path(folder, "forecast_data.csv"), Path(folder, "question_data.csv")
    ...     columns = "Question ID,Forecaster ID,Forecaster Username,Start Time,Probability Yes"
    ...     _ = made.write_text(f"{columns}\n7,1,ana,2024-01-05 10:00:00,0.8\n")
    ...     columns = "Question ID,Question Title,Question Type,Scheduled Close Time,Resolution"
    ...     _ = asked.write_text(f"{columns}\n7,Rain?,binary,2024-02-01 00:00:00,yes\n")
    ...     found = import_csv(made, asked, store=Store.open(home=Path(folder)))
    >>> found.platform, found.as_dict()["forecasts"], found.as_dict()["resolutions"]
    ('metaculus', 1, 1)
    """
    ledger = LedgerFile((store or Store.open()).lake.home)
    read, contents = read_platform(forecasts, questions), ledger.read()
    known = {_identity(one) for one in contents.entries}
    new = [one for one in read.entries if _identity(one) not in known]
    head = ledger.append(new) if new else contents.head
    return ImportAnswer(read.platform, tuple(new), len(read.entries) - len(new), read.rejects, read.rows, head)


def _identity(entry: Entry) -> tuple[object, ...]:
    """Return what makes an imported entry the same as another."""
    if isinstance(entry, Forecast):
        return (entry.question, entry.author, entry.made_at, entry.chance, str(entry.quantiles))
    return (entry.question, entry.outcome, entry.decided_on)
