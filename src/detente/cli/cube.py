"""``detente cube``: count events by dyad, day and class once, and keep the counts up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.options import json_option
from detente.cli.output import emit, emit_json, grid, heading, say

if TYPE_CHECKING:
    from detente.event_cube.cube import Change

__all__ = ["cube"]


@click.command(
    short_help="Count events by dyad, day and class, and keep the counts.",
    epilog="Example: detente cube --dataset gdelt2",
)
@click.option("--dataset", metavar="DATASET", help="Only this dataset; by default all.")
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="What counts: DuckDB, here, what is new; or Spark, anew, all of it.",
)
@click.option("--master", default="local[*]", show_default=True, metavar="URL", help="Spark: its master, such as yarn.")
@click.option(
    "--lake",
    metavar="URL",
    help="Spark: where it finds the store's folder, as s3a://bucket/detente; by default here.",
)
@click.option("--output", metavar="URL", help="Spark: folder to write to; by default straight into the store.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Spark: a setting of its own; repeatable.")
@click.option(
    "--import",
    "brought",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Take in what Spark wrote for --dataset.",
)
@click.option("--compact", is_flag=True, help="Also merge the files of each month into one.")
@click.option("--rebuild", is_flag=True, help="Count everything anew.")
@click.option(
    "--sql",
    type=click.Choice(["duckdb", "spark", "bigquery", "hosted-gdelt"]),
    help="Print the SQL as an engine writes it, and count nothing.",
)
@json_option
def cube(
    *, dataset: str | None, engine: str, master: str, lake: str | None, output: str | None,
    settings: tuple[str, ...], brought: Path | None, compact: bool, rebuild: bool, sql: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Count events by dyad, day and class, and keep the counts.

    Temperatures and counts then read the cube instead of the events. Only batches that came since the last time
    are read. The guide "Beyond one machine" says when Spark is worth its start.
    """
    _check(engine, dataset, brought, master=master, lake=lake, output=output, settings=settings)
    if sql is not None:
        _print_sql(sql, as_json=as_json)
        return
    from detente.event_cube.cube import compact_cube, datasets_with_events, drop_cube, refresh_cube  # noqa: PLC0415
    from detente.store import Store  # noqa: PLC0415 - help should not wait for it

    store = Store.open()
    if brought is not None:
        from detente.event_cube.spark import import_cube  # noqa: PLC0415

        changes = [import_cube(store.lake, brought, dataset=str(dataset))]
    elif engine == "spark":
        from detente.event_cube.spark import spark_cube  # noqa: PLC0415 - an extra

        pairs = _pairs(settings)
        changes = spark_cube(store.lake, dataset, master=master, lake=lake, output=output, settings=pairs, tell=say)
    else:
        if rebuild:
            drop_cube(store.lake, dataset)
        changes = refresh_cube(store.lake, dataset, thorough=True)
    if compact:
        sizes = {change.dataset: change for change in compact_cube(store.lake, dataset)}
        changes = [change.resized(sizes[change.dataset]) for change in changes]
    if as_json:
        emit_json([change.as_dict() for change in changes])
    else:
        _report(changes, output if datasets_with_events(store.lake) else None)


def _check(engine: str, dataset: str | None, brought: Path | None, **spark: object) -> None:
    """Say which options don't go together."""
    ctx = click.get_current_context()
    default = click.core.ParameterSource.DEFAULT
    given = [name for name in spark if ctx.get_parameter_source(name) != default]
    if engine == "duckdb" and given:
        word = "set" if given[0] == "settings" else given[0]
        ctx.fail(f"--{word} is for Spark; add --engine spark")
    if brought is not None and dataset is None:
        ctx.fail("--import needs --dataset, whose cube the folder holds")
    if brought is not None and engine == "spark":
        ctx.fail("--import takes in what Spark wrote; leave out --engine spark")
    if brought is not None and not brought.is_dir():
        ctx.fail(f"--import {brought}: there is no such folder; name the one that Spark wrote for {dataset}")


def _pairs(settings: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key:
            click.get_current_context().fail(f"--set {setting} is no KEY=VALUE")
        pairs[key] = value
    return pairs


def _print_sql(dialect: str, *, as_json: bool) -> None:
    from detente.event_cube.dialects import cube_query, hosted_gdelt  # noqa: PLC0415

    text = hosted_gdelt() if dialect == "hosted-gdelt" else cube_query(dialect)
    if as_json:
        emit_json({"engine": "bigquery" if dialect == "hosted-gdelt" else dialect, "sql": text})
    else:
        emit(text)


def _report(changes: list[Change], output: str | None) -> None:
    if not changes and output:
        emit(
            f"Spark wrote the cube to {output}, one folder a dataset. Bring it here, and take it in with:\n"
            "  detente cube --import FOLDER --dataset DATASET"
        )
    elif not changes:
        emit(
            "There are no events to count. Bring some in with: detente pull, detente ingest\n"
            "or, if you wrote them yourself, with: detente add events FILE"
        )
    else:
        rows = [(c.dataset, c.batches, c.records, c.rows, c.files, "anew" if c.rebuilt else "") for c in changes]
        header = ("dataset", "batches counted", "events counted", "rows", "files", "")
        emit(f"{heading('The cube')}\n{grid(header, rows, 'lrrrrl')}")
        if not any(c.batches or c.rebuilt for c in changes):
            emit("\nNothing came since it was last counted.")
