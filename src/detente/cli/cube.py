"""``detente cube``: count events by dyad, day and class, and update the counts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.options import json_option, settings_of
from detente.cli.output import emit, emit_json, grid, heading, notify

if TYPE_CHECKING:
    from detente.event_cube.cube import CubeRefresh

__all__ = ["cube"]


@click.command(
    short_help="Count events by dyad, day and class, and store the counts.",
    epilog="Example: detente cube --dataset gdelt2",
)
@click.option("--dataset", metavar="DATASET", help="Only this dataset; by default all.")
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="Engine: DuckDB counts new events on this machine; Spark counts everything again.",
)
@click.option("--master", default="local[*]", show_default=True, metavar="URL", help="Spark: the master, such as yarn.")
@click.option(
    "--lake",
    metavar="URL",
    help="Spark: address of the store's folder, such as s3a://bucket/detente; by default this machine.",
)
@click.option("--output", metavar="URL", help="Spark: folder to write to; by default the store.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Spark: a configuration key; repeatable.")
@click.option(
    "--import",
    "import_folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Import the output of Spark for --dataset.",
)
@click.option("--compact", is_flag=True, help="Also merge the files of each month into one.")
@click.option("--rebuild", is_flag=True, help="Count everything again.")
@click.option(
    "--sql",
    type=click.Choice(["duckdb", "spark"]),
    help="Print the SQL in an engine's dialect, and count nothing.",
)
@json_option
def cube(
    *, dataset: str | None, engine: str, master: str, lake: str | None, output: str | None,
    settings: tuple[str, ...], import_folder: Path | None, compact: bool, rebuild: bool, sql: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Count events by dyad, day and class, and store the counts.

    Temperatures and counts then read the cube instead of the events. Only batches added since the last count are read.
    The guide "Beyond one machine" describes when Spark is worth its start-up time.
    """
    _check(engine, dataset, import_folder, master=master, lake=lake, output=output, settings=settings)
    if sql is not None:
        _print_sql(sql, as_json=as_json)
        return
    from detente.ingestion.cube import cube as verb  # noqa: PLC0415 - likewise
    from detente.store import Store  # noqa: PLC0415 - likewise

    store = Store.open()
    answer = verb(
        dataset, engine=engine, master=master, lake=lake, output=output, settings=settings_of(settings),
        import_folder=import_folder, compact=compact, rebuild=rebuild, progress=notify, store=store,
    )  # fmt: skip
    if as_json:
        emit_json(answer.as_dict())
    else:
        _report(answer.changes, output if store.lake.records.datasets_with("events") else None)


def _check(engine: str, dataset: str | None, folder: Path | None, **spark: object) -> None:
    """Fail where options exclude each other."""
    ctx = click.get_current_context()
    default = click.core.ParameterSource.DEFAULT
    given = [name for name in spark if ctx.get_parameter_source(name) != default]
    if engine == "duckdb" and given:
        word = "set" if given[0] == "settings" else given[0]
        ctx.fail(f"--{word} is for Spark; add --engine spark")
    if folder is not None and dataset is None:
        ctx.fail("--import needs --dataset, whose cube the folder holds")
    if folder is not None and engine == "spark":
        ctx.fail("--import reads what Spark wrote; leave out --engine spark")


def _print_sql(dialect: str, *, as_json: bool) -> None:
    from detente.event_cube.dialects import cube_query  # noqa: PLC0415 - not needed for help

    text = cube_query(dialect)
    if as_json:
        emit_json({"engine": dialect, "sql": text})
    else:
        emit(text)


def _report(changes: tuple[CubeRefresh, ...], output: str | None) -> None:
    if not changes and output:
        emit(
            f"Spark wrote the cube to {output}, one folder a dataset. Copy it here, and import it with:\n"
            "  detente cube --import FOLDER --dataset DATASET"
        )
    elif not changes:
        emit("There are no events to count. Add some with: detente pull, or detente ingest")
    else:
        rows = [(c.dataset, c.batches, c.records, c.rows, c.files, "again" if c.rebuilt else "") for c in changes]
        header = ("dataset", "batches counted", "events counted", "rows", "files", "")
        emit(f"{heading('The cube')}\n{grid(header, rows, 'lrrrrl')}")
        if not any(c.batches or c.rebuilt for c in changes):
            emit("\nNothing was added since the last count.")
