"""The verb votes: one roll call of the General Assembly and who voted how, or how alike two states vote."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from detente.cli.options import DAY, FIRST_DAY, LAST_DAY, as_of_option, json_option, scheme_option
from detente.cli.output import emit, emit_json, say
from detente.cli.table_files import write_table

if TYPE_CHECKING:
    import polars as pl

    from detente.measures.votes import AgreementChange
    from detente.store import Store

__all__ = ["votes"]

GROUPS = ("p5", "g7", "nato", "eu", "csto", "cis", "sco", "brics", "asean", "gcc", "central-asia")
EXAMPLES = """\
\b
Examples:
  detente votes A/RES/68/262
  detente votes Japan Russia --from 2005
  detente votes Russia China --from 2005-09-01 --split 2014-03-27
  detente votes Japan Russia --from 2014 --by issue --telling 5
  detente votes "United States" Israel --by session -o agreement.csv
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a pair."""

    by: str
    start: date | None
    end: date | None
    split: date | None
    telling: int
    how: Literal["apart", "together"]
    dataset: str | None


@click.command(epilog=EXAMPLES)
@click.argument("what", nargs=-1, required=True, metavar="RESOLUTION | STATE STATE")
@click.option("--from", "start", type=FIRST_DAY, help="First day or year of the votes of a pair.")
@click.option("--to", "end", type=LAST_DAY, help="Last day or year.")
@click.option(
    "--by",
    type=click.Choice(["year", "session", "issue", "window"]),
    default="year",
    show_default=True,
    help="A row a year, session or issue area, or one for the whole time.",
)
@click.option("--split", type=DAY, help="Say how agreement changed on this day, and why.")
@click.option(
    "--telling", type=click.IntRange(min=0), default=0, metavar="N", help="Add the N most telling roll calls."
)
@click.option("--together", is_flag=True, help="With --telling: where they voted alike, instead of apart.")
@click.option("--group", "groups", multiple=True, metavar="GROUP", help="Count a roll call by this group; repeatable.")
@click.option("--dataset", metavar="DATASET", help="Which dataset of votes; by default all, as one series.")
@scheme_option
@as_of_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the table as .csv, .parquet or .json.",
)
@json_option
@click.pass_context
def votes(
    ctx: click.Context, *, what: tuple[str, ...], start: date | None, end: date | None, by: str, split: date | None,
    telling: int, together: bool, groups: tuple[str, ...], dataset: str | None, scheme: str | None,
    as_of: date | None, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Show a roll call, or how alike two states vote.

    Votes are those of the United Nations General Assembly. A resolution is named by its symbol, a roll call by its
    number in the record. Without the record in the store, landmark votes and the yearly figures of the starter pack
    answer.
    """
    if len(what) > 2 or (len(what) == 2 and groups):
        ctx.fail("give one resolution (with --group if you like), or two states; quote names of several words")
    if len(what) == 1 and (start or end or split or telling or by != "year"):
        ctx.fail("--from, --to, --by, --split and --telling are for two states; name another beside the first")
    if together and not telling:
        ctx.fail("--together says which roll calls to tell; add --telling N")
    from detente.dates import as_of_day  # noqa: PLC0415 - heavy, and only used here
    from detente.identity.dyads import resolve_dyad  # noqa: PLC0415 - heavy, and only used here
    from detente.store import Store  # noqa: PLC0415 - likewise

    day = as_of_day(as_of)
    if len(what) == 1:
        _one(Store.open(), what[0], day, dataset=dataset, groups=groups, output=output, as_json=as_json)
        return
    asked = Asked(by, start, end, split, telling, "together" if together else "apart", dataset)
    pair = resolve_dyad(what[0], what[1], day, scheme)
    _pair(Store.open(), pair, day, asked, output, as_json=as_json)


def _one(
    store: Store, text: str, day: date, *, dataset: str | None, groups: tuple[str, ...], output: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Answer about one roll call."""
    from detente.answers.votes import ballot  # noqa: PLC0415
    from detente.cli.vote_text import ballot_text  # noqa: PLC0415

    found = ballot(store, text, day, dataset)
    chosen = groups or GROUPS
    _give(found.frame(), found.as_dict(chosen), ballot_text(found, chosen), output, as_json=as_json)


def _pair(store: Store, pair: tuple[str, str], day: date, asked: Asked, output: Path | None, *, as_json: bool) -> None:
    """Answer about two states."""
    from detente.answers.votes import Record, pair_windows, titles, years_covered  # noqa: PLC0415
    from detente.catalog import dated_rows  # noqa: PLC0415
    from detente.cli.vote_text import change_text, telling_text, windows_text  # noqa: PLC0415

    record = Record.of(store, day, asked.dataset)
    if asked.end is not None and asked.end > day:
        asked = replace(asked, end=day)
    frame = pair_windows(store, record, pair, by=asked.by, start=asked.start, end=asked.end, day=day)
    source = titles(store, frame["dataset"])
    covered = years_covered(store, frame["dataset"], day)
    data: dict[str, Any] = {
        "states": pair,
        "by": asked.by,
        "source": source,
        "covered": covered,
        "windows": frame.to_dicts(),
    }
    text = windows_text(frame, pair, asked.by, source=source, covered=covered, day=day)
    if asked.split is not None:
        change = _change(record, pair, asked, day)
        data["change"] = change.as_dict()
        text += change_text(change, day)
    if asked.telling:
        told = _telling(record, pair, asked)
        data["telling"] = dated_rows(told.to_dicts(), {"date": "precision"})
        text += telling_text(told, asked.how, day)
    _give(frame, data, text, output, as_json=as_json)


def _change(record: Any, pair: tuple[str, str], asked: Asked, day: date) -> AgreementChange:
    from detente.answers.votes import RESAMPLES, SEED  # noqa: PLC0415
    from detente.measures.votes import agreement_change  # noqa: PLC0415

    cast = _record(record, "why agreement changed").votes()
    split = asked.split or day
    before = (asked.start or cast["date"].min(), split - timedelta(days=1))
    after = (split, asked.end or cast["date"].max())
    return agreement_change(cast, *pair, before, after, bootstrap=RESAMPLES, seed=SEED)


def _telling(record: Any, pair: tuple[str, str], asked: Asked) -> pl.DataFrame:
    from detente.measures.votes import telling  # noqa: PLC0415

    cast = _record(record, "telling roll calls").votes()
    return telling(
        cast, *pair, start=asked.start, end=asked.end, how=asked.how, limit=asked.telling,
        roll_calls=record.roll_calls(),
    )  # fmt: skip


def _record(record: Any, what: str) -> Any:
    from detente.answers.votes import HOW  # noqa: PLC0415
    from detente.errors import NoAnswer  # noqa: PLC0415

    if record is None:
        raise NoAnswer(f"{what} can't be told from yearly figures; {HOW}", value=what)
    return record


def _give(frame: pl.DataFrame, data: object, text: list[str], output: Path | None, *, as_json: bool) -> None:
    if output is not None:
        write_table(frame, data, output)
        say(f"wrote {output}")
    if as_json:
        emit_json(data)
    elif output is None:
        emit("\n\n".join(text))
