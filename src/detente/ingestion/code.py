"""The verb code: dated acts between states from texts, as a table or in the store."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

import polars as pl

from detente.coding.explanation import explain
from detente.coding.texts import REJECTS, Coded
from detente.coding.texts import code as code_frame
from detente.dates import today
from detente.documents.answer import Answer
from detente.errors import DataError, NoAnswer, UsageError, check_choice, mostly_rejected
from detente.event_cube.cube import CubeRefresh
from detente.ingestion.cube import refresh_cubes
from detente.ingestion.dataset_names import check_own
from detente.ingestion.texts import TextsIngested, ingest_texts
from detente.lake.disk import recorded_path
from detente.sources.events.own_columns import check_name
from detente.sources.readers.dated_texts import dated_texts
from detente.store.store import Store

__all__ = ["CodeAnswer", "code"]

ENGINES = ("local", "spark")
MASTER = "local[*]"
STANDARD_INPUT = "-"
FRAME = "frame"  # the input's name where it is a frame


@dataclass(frozen=True, slots=True)
class CodeAnswer(Answer):
    """The acts coded from texts.

    Parameters
    ----------
    acts : polars.DataFrame
        A row an act: see `detente.coding.texts.ACTS`.
    rejects : polars.DataFrame
        Texts that can't be read, and why: ``line``, ``column``, ``value``, ``reason``.
    texts_in : int
        Texts, those rejected among them.
    texts : polars.DataFrame
        The texts that were read; empty where Spark read them.
    sentences : int
        How many sentences of each were read.
    ingested : TextsIngested or None
        What was written to the store.
    counted : tuple of CubeRefresh
        What was added to the cube of the dataset.
    """

    acts: pl.DataFrame
    rejects: pl.DataFrame
    texts_in: int
    texts: pl.DataFrame = field(repr=False)
    sentences: int = 4
    ingested: TextsIngested | None = None
    counted: tuple[CubeRefresh, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether most texts were rejected, or the store refused them."""
        refused = self.ingested is not None and bool(self.ingested.failures)
        return refused or mostly_rejected(self.texts_in, self.rejects.height)

    def frame(self) -> pl.DataFrame:
        """Return a row an act."""
        return self.acts

    def explanations(self) -> Iterator[tuple[int, date, list[tuple[str, str]]]]:
        """Yield each text that has an act: its line, its date, and its acts in words with their marked sentences."""
        with_acts = self.texts.join(self.acts.select("line").unique(), on="line", how="semi", maintain_order="left")
        for line, day, text in with_acts.select("line", "date", "text").iter_rows():
            yield line, day, list(explain(text, day, sentences=self.sentences))

    def as_dict(self) -> dict[str, Any]:
        """Return the acts and rejects as plain data: what ``--json`` prints."""
        return {
            "texts_in": self.texts_in,
            "texts_kept": self.texts_in - self.rejects.height,
            "texts_rejected": self.rejects.height,
            "acts": self.acts.to_dicts(),
            "rejects": self.rejects.to_dicts(),
            "ingested": None if self.ingested is None else self.ingested.as_dict(),
            "counted": [change.as_dict() for change in self.counted],
        }


def code(
    texts: str | PathLike[str] | pl.DataFrame,
    *,
    dataset: str | None = None,
    sentences: int = 4,
    no_cube: bool = False,
    engine: str = "local",
    master: str = MASTER,
    settings: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
    store: Store | None = None,
) -> CodeAnswer:
    """Code dated acts between states from texts in English.

    Parameters
    ----------
    texts : str, path or polars.DataFrame
        A file, ``-`` for standard input, a folder of Parquet files (see `detente.sources.readers.dated_texts`), or a
        frame (see `detente.coding.code`). For Spark a Parquet file or folder, as the cluster sees it.
    dataset : str, optional
        Also put the texts, the acts and the acts as events into the store, as this dataset.
    sentences : int, optional
        How many sentences of each text are read.
    no_cube : bool, optional
        Leave the counts of the dataset's events as they are.
    engine : {'local', 'spark'}, optional
        ``local`` codes on this machine, ``spark`` on a cluster, and gives the same acts. With a dataset the texts come
        to this machine, too.
    master, settings : optional
        For Spark: its master and its configuration.
    progress : callable, optional
        Called with the number of texts coded since the last call.
    store : Store, optional
        Where to; by default the user's own.

    Returns
    -------
    CodeAnswer

    Raises
    ------
    UsageError
        If an option is not one of those allowed, or the dataset's name is taken.
    DataError
        If the file can't be read.
    NoAnswer
        If it holds no text.
    StoreError
        If the store can't be written, or Spark fails.

    Examples
    --------
    >>> answer = code(pl.DataFrame({"date": ["2015-03-14"], "text": ["Guyana rejects Venezuela's objections"]}))
    >>> answer.frame().select("source", "target", "plover", "quad").rows()
    [('GUY', 'VEN', 'REJECT', 'verbal_conflict')]
    """
    check_choice("engine", engine, ENGINES)
    if sentences < 1:
        raise UsageError(f"invalid sentences {sentences}: expected 1 or more", value=sentences)
    if engine == "spark":
        if isinstance(texts, pl.DataFrame):
            raise UsageError("Spark codes a Parquet file or folder, and no frame; leave out engine", value=engine)
        return _on_spark(str(texts), dataset, sentences, master, settings or {}, no_cube=no_cube, store=store)
    if settings or master != MASTER:
        raise UsageError("master and settings are options of Spark; use them with engine='spark'", value=master)
    if dataset is not None:
        check_own(check_name(dataset), mapped=True)
    frame, unread, origin = _read(texts)
    if not frame.height and not unread.height:
        raise NoAnswer(f"{origin} holds no text", value=origin)
    if dataset is None:
        coded = code_frame(frame, sentences=sentences, latest=today(), progress=progress)
        return _answer(_with(unread, coded), sentences)
    store = store or Store.open()
    done = ingest_texts(store, dataset, frame, origin=origin, unread=unread, sentences=sentences, progress=progress)
    coded = done.coded or _with(unread, code_frame(frame, sentences=sentences, latest=today(), progress=progress))
    counted = () if no_cube else refresh_cubes(store, [dataset])
    return replace(_answer(coded, sentences), ingested=done, counted=counted)


def _on_spark(
    path: str,
    dataset: str | None,
    sentences: int,
    master: str,
    settings: Mapping[str, str],
    *,
    no_cube: bool,
    store: Store | None,
) -> CodeAnswer:
    """Code an archive on Spark; into a store the texts come with their acts."""
    from detente.ingestion.spark_texts import spark_code  # noqa: PLC0415 - an extra

    if dataset is not None:
        check_own(check_name(dataset), mapped=True)
    coded, texts_in, texts = spark_code(
        path, sentences=sentences, master=master, settings=settings, with_texts=dataset is not None
    )
    answer = CodeAnswer(coded.acts, coded.rejects, texts_in, coded.texts, sentences)
    if dataset is None:
        return answer
    store = store or Store.open()
    origin = recorded_path(Path(path)) if Path(path).exists() else path
    done = ingest_texts(store, dataset, texts, origin=origin, sentences=sentences, acts=coded.acts)
    return replace(answer, ingested=done, counted=() if no_cube else refresh_cubes(store, [dataset]))


def _with(unread: pl.DataFrame, coded: Coded) -> Coded:
    """Add the lines that are no text to the rejects."""
    rejects = pl.concat([unread.cast(pl.Schema(REJECTS)), coded.rejects]).sort("line", maintain_order=True)
    return replace(coded, rejects=rejects)


def _answer(coded: Coded, sentences: int) -> CodeAnswer:
    texts_in = coded.texts.height + coded.rejects.height
    return CodeAnswer(coded.acts, coded.rejects, texts_in, coded.texts, sentences)


def _read(texts: str | PathLike[str] | pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, str]:
    """Return texts, lines of their file that can't be read, and where they came from."""
    if isinstance(texts, pl.DataFrame):
        if lacking := [name for name in ("date", "text") if name not in texts.columns]:
            raise UsageError(
                f"the frame has no column {' or '.join(lacking)}; it has {', '.join(texts.columns)}", value=lacking
            )
        return texts, pl.DataFrame(schema=REJECTS), FRAME
    if str(texts) == STANDARD_INPUT:
        return *_standard_input(), "standard input"
    path = Path(texts)
    if not path.exists():
        raise DataError(f"{path} does not exist; name a file of texts", value=path)
    return *dated_texts(path), recorded_path(path)


def _standard_input() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read standard input, copied to a file, like any other."""
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        path = Path(folder) / "standard input"
        with path.open("wb") as copy:
            while block := sys.stdin.buffer.read(1 << 20):
                copy.write(block)
        return dated_texts(path)
