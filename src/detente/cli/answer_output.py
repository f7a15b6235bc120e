"""How a command gives its answer: as text, as JSON, or as a file that the user names."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.output import emit, emit_json, notify, write_file
from detente.errors import UsageError
from detente.unsafe_characters import csv_text, json_text

if TYPE_CHECKING:
    from detente.documents.answer import Answer

__all__ = ["output_answer", "write_table"]


def output_answer(answer: Answer, text: Iterable[str], output: Path | None, *, as_json: bool) -> None:
    """Write an answer to a file if one is named, and to standard output as JSON, or as text if no file is named.

    Parameters
    ----------
    answer : Answer
        The answer.
    text : iterable of str
        Its paragraphs and tables for the terminal.
    output : pathlib.Path or None
        The file, if any.
    as_json : bool
        Whether to write JSON to standard output.

    Raises
    ------
    UsageError
        If the file can't be written.
    """
    if output is not None:
        write_table(answer, output)
        notify(f"wrote {output}")
    if as_json:
        emit_json(answer.as_dict())
    elif output is None:
        emit("\n\n".join(text))


def write_table(answer: Answer, output: Path) -> None:
    """Write an answer's table as CSV or Parquet, all of it as JSON, or its document, by the file's suffix.

    Parameters
    ----------
    answer : Answer
        The answer.
    output : pathlib.Path
        The file.

    Raises
    ------
    UsageError
        If the suffix is another, or the file can't be written.
    """
    match output.suffix:
        case ".csv":
            write_file(output, csv_text(answer.frame()))
        case ".parquet":
            buffer = io.BytesIO()
            answer.frame().write_parquet(buffer)
            write_file(output, buffer.getvalue())
        case ".json":
            write_file(output, json_text(answer.as_dict(), default=str) + "\n")
        case ".html" | ".pdf" | ".docx" | ".md":
            _write_document(answer, output)
        case other:
            raise UsageError(
                f"an answer can't be written as {other or 'a file without suffix'}; use .csv, .parquet, .json, .html, "
                ".pdf, .docx or .md",
                value=other,
            )


def _write_document(answer: Answer, output: Path) -> None:
    from detente.answers.document_answer import DocumentAnswer  # noqa: PLC0415 - heavy, and only used here
    from detente.publish import write  # noqa: PLC0415 - likewise

    if not isinstance(answer, DocumentAnswer):
        raise UsageError(
            f"this answer can't be written as {output.suffix}; use .csv, .parquet or .json", value=output.suffix
        )
    write(answer.to_document(), output)
