"""Texts coded on a real Spark, on this machine: the rows that one machine gives."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from cli_sample import Detente
from detente import code
from detente.store import Store

pytestmark = pytest.mark.spark

SENTENCES = (
    "Norway condemns Chile.", "Norwegian officials condemn Chile.", "Norway, Chile and Peru hold talks in Geneva.",
    "Rain falls.", "Kenya and Peru sign a treaty. It bans fish from Chile.", None, " ", "x" * 100_001,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _spark_may_warn() -> Iterator[None]:
    """Let Spark's own Python warn: sockets it leaves to the collector are its affair."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def archive(folder: Path) -> Path:
    """Write two files of texts with every fault that a text may have."""
    folder.mkdir()
    count = 240
    days = [None if n % 31 == 7 else date(2015, 3, 1) + timedelta(days=n // 12) for n in range(count)]
    texts = pl.DataFrame(
        {
            "date": days,
            "Text": [SENTENCES[n % len(SENTENCES)] for n in range(count)],
            "id": [None if n % 5 == 0 else f"{n % 200}" for n in range(count)],
            "known_on": [day + timedelta(days=n % 4 - 1) if day and n % 3 else None for n, day in enumerate(days)],
            "revision": list(range(count)),
            "other": [1.5] * count,
        }
    )
    texts[:100].write_parquet(folder / "b.parquet", row_group_size=40)
    texts[100:].write_parquet(folder / "c.parquet", row_group_size=50)
    return folder


def test_spark_gives_the_rows_of_one_machine(detente: Detente, tmp_path: Path) -> None:
    folder = archive(tmp_path / "a[1]")
    here = code(folder)
    assert {row["column"] for row in here.rejects.to_dicts()} == {"date", "known_on", "text", "id"}
    assert here.acts["line"].max() > 100
    settings = {"spark.sql.shuffle.partitions": "4", "spark.driver.memory": "1g"}
    there = code(folder, engine="spark", master="local[2]", settings=settings)
    assert there.acts.equals(here.acts)
    assert there.rejects.equals(here.rejects)
    assert there.texts_in == here.texts_in == 240
    answer = detente("code", folder / "b.parquet", "--engine", "spark", "--master", "local[2]", "--json")
    assert len(answer.data["acts"]) == code(folder / "b.parquet").acts.height


def test_spark_puts_texts_and_acts_into_the_store(detente: Detente, tmp_path: Path) -> None:
    folder = archive(tmp_path / "a")
    settings = ("--engine", "spark", "--master", "local[2]", "--set", "spark.sql.shuffle.partitions=4", "--json")
    there = detente("code", folder, "--dataset", "there", *settings).data
    assert there["ingested"]["texts_in"] == 240
    assert detente("code", folder, "--dataset", "here", "--json").data["ingested"] == there["ingested"] | {
        "dataset": "here"
    }
    columns = ("date", "known_on", "source", "target", "plover", "weight", "matched", "sentence", "revision")
    acts, texts = (
        [Store.open().read(name, dataset=dataset) for dataset in ("here", "there")] for name in ("coded_acts", "texts")
    )
    assert acts[0].select(columns).sort(columns).equals(acts[1].select(columns).sort(columns))
    assert sorted(texts[0]["text"]) == sorted(texts[1]["text"])
    again = detente("code", folder, "--dataset", "there", "--json").data["ingested"]
    assert (again["already"], again["inputs"]) == (1, 0)
