"""``detente pull SOURCE``: one source of the slow record, fetched and taken into the lake."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from detente.cli.fetch_report import foreseen, happened
from detente.cli.fetching import FIRST_WAIT, UNREAD, Asked, advice, fetch, site_of
from detente.cli.options import json_option
from detente.cli.output import emit, emit_json, paragraph, say
from detente.cli.records import recorded, taken_in
from detente.errors import DataError, NoAnswer, mostly_rejected
from detente.ingestion.datasets import ingest_source
from detente.lake.lake import Batch
from detente.remote import Manners, Record, Start, plan_source, server_of, starting_from
from detente.remote.datasets import how_by_hand
from detente.sources import Source
from detente.store import Store

__all__ = ["command_for"]

EPILOG = """\
\b
Examples:
  detente pull {name} --dry-run
  detente pull {name}
  detente pull {name} --mirror ~/Downloads

Exit code 1 says that the file must be downloaded by hand, and where.
"""


def command_for(name: str) -> click.Command | None:
    """Return the command that pulls a source; None where there is no such source."""
    one = recorded().get(name)
    if one is None:
        return None

    @click.command(name, help=f"Fetch {one.title}.", epilog=EPILOG.format(name=name))
    @click.option("--mirror", metavar="PLACE", help="Another address with the same paths, or a folder with its files.")
    @click.option("--no-ingest", is_flag=True, help="Only fetch; take the file in later with: detente ingest.")
    @click.option("--again", is_flag=True, help="Fetch the file anew even if it is there: it may have changed.")
    @click.option("--dry-run", is_flag=True, help="Say what would be fetched, and on what terms, and stop there.")
    @click.option("--storage", multiple=True, metavar="HOST", help="Another host to which downloads may be redirected.")
    @json_option
    def command(*, again: bool, **options: Any) -> None:
        _pull(one, Asked(first=None, last=None, connections=2, **options), again=again)

    return command


def _pull(one: Source, asked: Asked, *, again: bool) -> None:
    """Fetch a source's files and take them in, or say what would be done, or how they are had by hand."""
    if one.shipped and not asked.mirror:
        _take_in_shipped(one, one.shipped, asked)
        return
    server = server_of(one)
    if asked.mirror is None and server is None:
        raise NoAnswer(f"{how_by_hand(one)}. Terms: {one.licence}", value=one.name)
    record = Record(Store.open().lake.home)
    manners = Manners(connections=asked.connections, first_wait=FIRST_WAIT)
    site = site_of(asked, server or "")
    if not asked.as_json and sys.stderr.isatty():
        say(f"asking {site.name}")
    with record.alone(one.name):
        plan = plan_source(site, one, manners)
        start = Start(plan.files, (), (), ()) if again else starting_from(plan, record)
        if asked.dry_run:
            text, data = foreseen(plan, start, site.name, record.raw)
            _show([text, *_terms(one)], {**data, "licence": one.licence, "origin": one.origin}, asked)
            return
        tally = fetch(plan, start, replace(asked, no_ingest=True), site=site, record=record, manners=manners)
        main = record.raw / plan.files[0].place
        batch = None
        if main.is_file() and not asked.no_ingest:
            batch = ingest_source(Store.open(), one.name, main)
            record.ingested(plan.files)
    text, data = happened(plan, tally, site.name, record.raw)
    _show([text, *([] if batch is None else taken_in(one, batch))], {**data, "batch": _as_data(batch)}, asked)
    if lost := tally.of("failed", "refused", "missing"):
        if not asked.as_json:
            say(f"{advice(lost, tally)}. Or download from {one.origin}, and: detente ingest {one.name} FILE")
        raise click.exceptions.Exit(UNREAD)
    if batch is not None and mostly_rejected(batch.rows_in, batch.rows_rejected):
        raise click.exceptions.Exit(DataError.exit_code)


def _take_in_shipped(one: Source, path: Path, asked: Asked) -> None:
    """Take in the file that Detente brings along."""
    if asked.dry_run or asked.no_ingest:
        said = f"{one.name} comes with Detente: there is nothing to fetch. To take it in: detente pull {one.name}"
        _show([paragraph(said), *_terms(one)], {"file": path, "licence": one.licence}, asked)
        return
    batch = ingest_source(Store.open(), one.name, path)
    _show(taken_in(one, batch), {"file": path, "batch": _as_data(batch)}, asked)


def _terms(one: Source) -> list[str]:
    return [paragraph(f"Terms: {one.licence}. See {one.origin}"), paragraph(f"It covers: {one.covers}")]


def _as_data(batch: Batch | None) -> dict[str, Any] | None:
    return None if batch is None else batch.as_dict()


def _show(parts: list[str], data: dict[str, Any], asked: Asked) -> None:
    if asked.as_json:
        emit_json(data)
    else:
        emit("\n\n".join(parts))
