"""How a command gives its answer: as text, as JSON, or in the files that the user names."""

from __future__ import annotations

import dataclasses
import io
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from detente.cli.output import emit, emit_bytes, emit_json, notify, write_file
from detente.errors import UsageError
from detente.unsafe_characters import csv_text, json_text

if TYPE_CHECKING:
    from detente.documents.answer import Answer
    from detente.documents.document import Document

__all__ = ["DOCUMENTS", "answer_bytes", "document_bytes", "output_answer", "to_standard_output", "write_outputs"]

DOCUMENTS = (".html", ".pdf", ".docx", ".md")
BINARY = (".pdf", ".docx", ".parquet", ".png")


def output_answer(
    answer: Answer,
    text: Iterable[str],
    outputs: Sequence[Path],
    *,
    as_json: bool,
    content: Callable[[str], bytes] | None = None,
) -> None:
    """Write an answer to the files named, and to standard output as JSON, or as text if no file is named.

    Parameters
    ----------
    answer : Answer
        The answer.
    text : iterable of str
        Its paragraphs and tables for the terminal.
    outputs : sequence of pathlib.Path
        The files. ``-`` is standard output, as text, and ``-.html`` standard output in that format.
    as_json : bool
        Whether to write JSON to standard output.
    content : callable, optional
        Returns a file's content by its suffix; by default `answer_bytes`.

    Raises
    ------
    UsageError
        If a file can't be written, or standard output is to take two formats.
    """
    in_text = write_outputs(answer, outputs, as_json=as_json, content=content)
    if as_json:
        _emit_json(answer, outputs)
    elif in_text:
        emit("\n\n".join(text))


def write_outputs(
    answer: Answer, outputs: Sequence[Path], *, as_json: bool, content: Callable[[str], bytes] | None = None
) -> bool:
    """Write an answer to the files named, and to standard output where one of them is it, in a format.

    Parameters
    ----------
    answer, outputs, as_json, content
        As in `output_answer`.

    Returns
    -------
    bool
        Whether standard output is to have the answer as text.

    Raises
    ------
    UsageError
        As in `output_answer`.
    """
    files = [path for path in outputs if not to_standard_output(path)]
    formats = {path.suffix for path in outputs if to_standard_output(path)}
    named = formats - {""}
    if len(named) + as_json > 1 or (named and "" in formats):
        raise UsageError("standard output takes one format; name files for the others", value=sorted(formats))
    content = content or partial(answer_bytes, answer, outputs=outputs)
    for path in files:
        for written in _write(answer, path, content, outputs):
            notify(f"wrote {written}")
    for suffix in named:
        _emit(content, suffix)
    return not named and (bool(formats) or not files)


def to_standard_output(path: Path) -> bool:
    """Whether a file named with ``-o`` is standard output: ``-``, or ``-`` and a suffix that names the format.

    Examples
    --------
    >>> [to_standard_output(Path(name)) for name in ("-", "-.html", "brief.html")]
    [True, True, False]
    """
    return path.stem == "-" and path.parent == Path()


def answer_bytes(answer: Answer, suffix: str, *, outputs: Sequence[Path] = ()) -> bytes:
    """Return an answer's table as CSV or Parquet, all of it as JSON, or its document, by a file's suffix.

    Parameters
    ----------
    answer : Answer
        The answer.
    suffix : str
        The file's suffix.
    outputs : sequence of pathlib.Path, optional
        All files that the command writes, for the permalink.

    Raises
    ------
    UsageError
        If the suffix is another.
    """
    match suffix:
        case ".csv":
            return csv_text(answer.frame()).encode()
        case ".parquet":
            buffer = io.BytesIO()
            answer.frame().write_parquet(buffer)
            return buffer.getvalue()
        case ".json":
            return _json_bytes(answer, outputs)
        case ".html" | ".pdf" | ".docx" | ".md":
            return document_bytes(_document(answer, suffix), suffix, outputs)
        case other:
            raise UsageError(
                f"an answer can't be written as {other or 'a file without suffix'}; use .csv, .parquet, .json, .html, "
                ".pdf, .docx or .md",
                value=other,
            )


def document_bytes(document: Document, suffix: str, outputs: Sequence[Path]) -> bytes:
    """Return a document, with the command that makes it again, by a file's suffix.

    Parameters
    ----------
    document : Document
        The document.
    suffix : str
        ``.html``, ``.pdf``, ``.docx``, ``.md`` or ``.json``.
    outputs : sequence of pathlib.Path
        All files that the command writes.
    """
    from detente.publish import render  # noqa: PLC0415 - heavy, and only used here

    return render(_linked(document, outputs), suffix.removeprefix("."))  # type: ignore[arg-type]


def _write(answer: Answer, path: Path, content: Callable[[str], bytes], outputs: Sequence[Path]) -> list[Path]:
    """Write one file, or a folder where the answer is a document; return the files written."""
    document = _as_document(answer)
    if document is None:
        write_file(path, content(path.suffix))
        return [path]
    from detente.publish import write  # noqa: PLC0415 - heavy, and only used here

    return write(_linked(document, outputs), path)


def _emit(content: Callable[[str], bytes], suffix: str) -> None:
    if suffix in BINARY and sys.stdout.isatty():
        raise UsageError(f"{suffix} is not text for a terminal; send standard output to a file", value=suffix)
    emit_bytes(content(suffix))


def _emit_json(answer: Answer, outputs: Sequence[Path]) -> None:
    if _as_document(answer) is None:
        emit_json(answer.as_dict())
    else:
        emit(_json_bytes(answer, outputs).decode().rstrip("\n"))


def _json_bytes(answer: Answer, outputs: Sequence[Path]) -> bytes:
    document = _as_document(answer)
    if document is None:
        return (json_text(answer.as_dict(), default=str) + "\n").encode()
    return document_bytes(document, ".json", outputs)


def _as_document(answer: Answer) -> Document | None:
    """Return an answer that is a document and nothing else: a brief."""
    return cast("Document", answer) if answer.is_document else None


def _document(answer: Answer, suffix: str) -> Document:
    from detente.answers.document_answer import DocumentAnswer  # noqa: PLC0415 - heavy, and only used here

    if (document := _as_document(answer)) is not None:
        return document
    if not isinstance(answer, DocumentAnswer):
        raise UsageError(f"this answer can't be written as {suffix}; use .csv, .parquet or .json", value=suffix)
    return answer.to_document()


def _linked(document: Document, outputs: Sequence[Path]) -> Document:
    """Return a document with the command that makes it again."""
    from detente.cli.permalink import permalink  # noqa: PLC0415 - only for a file

    return dataclasses.replace(document, permalink=permalink(document.as_of, outputs))
