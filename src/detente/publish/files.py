"""Writing a document to disk: one file by its suffix, or a folder with every format but Word.

A file is written under another name beside its destination and then moved there, so that it is complete or absent. In
a folder, a format that can't be made does not stop the others.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import get_args

from detente.documents.document import Document, Drawing
from detente.errors import DetenteError, DocumentError, StoreError, UsageError
from detente.publish import Format, render
from detente.unsafe_characters import visible_tree

__all__ = ["write_document"]


def write_document(document: Document, path: Path) -> list[Path]:
    """Write one file, or a folder; see `detente.publish.write`."""
    if path.is_dir() or not path.suffix:
        return _write_folder(document, path)
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in get_args(Format):
        allowed = ", ".join(f".{name}" for name in get_args(Format))
        raise UsageError(
            f"{path.name!r}: a {document.noun} can't be written as {path.suffix}; use {allowed}, or give a folder to "
            "get all of them",
            value=str(path),
        )
    if not path.parent.is_dir():
        raise UsageError(
            f"the folder {str(path.parent)!r} does not exist; create it first, or give another", value=str(path)
        )
    _save(path, render(document, suffix))  # type: ignore[arg-type]
    return [path]


def _write_folder(document: Document, folder: Path) -> list[Path]:
    """Write every format that can be written, then raise for those that can't."""
    written: list[Path] = []
    failed: dict[str, Exception] = {}
    for name, make in _contents(document).items():
        place = folder / name
        try:
            _make_folder(place.parent)
            _save(place, make())
        except Exception as error:  # noqa: BLE001 - one format that fails must not stop the others; it is raised below
            failed[name] = error
        else:
            written.append(place)
    if failed:
        raise _incomplete(folder, written, failed)
    return written


def _contents(document: Document) -> dict[str, Callable[[], bytes]]:
    """Return what makes each file of a folder, by its name."""
    from detente.publish.html import to_html  # noqa: PLC0415 - one file of text needs neither this nor the others
    from detente.publish.json_form import figures_csv  # noqa: PLC0415
    from detente.publish.markdown import to_markdown  # noqa: PLC0415
    from detente.publish.pdf import to_pdf  # noqa: PLC0415

    noun = document.noun
    shown = visible_tree(document)
    contents: dict[str, Callable[[], bytes]] = {
        f"{noun}.html": lambda: to_html(shown),
        f"{noun}.pdf": lambda: to_pdf(shown),
        f"{noun}.md": lambda: to_markdown(shown, charts="charts"),
        f"{noun}.json": lambda: render(document, "json"),
        "figures.csv": lambda: figures_csv(document),
    }
    for drawing in document.drawings:
        contents |= _drawing_files(drawing)
    return contents


def _drawing_files(drawing: Drawing) -> dict[str, Callable[[], bytes]]:
    """Return what makes each file of a drawing; it is drawn once for SVG and PNG."""
    from detente.publish.drawings import raster, svg  # noqa: PLC0415 - one file of text needs no drawing
    from detente.publish.json_form import vega_json  # noqa: PLC0415

    drawn = cache(partial(svg, drawing, titled=True))
    return {
        f"charts/{drawing.key}.svg": lambda: bytes(f"{drawn()}\n", "utf-8"),
        f"charts/{drawing.key}.png": lambda: raster(drawn()),
        f"vega/{drawing.key}.json": partial(vega_json, drawing),
    }


def _incomplete(folder: Path, written: Sequence[Path], failed: Mapping[str, Exception]) -> Exception:
    """Return the error of a folder that lacks some of its files: a bug's own, or one that names them all."""
    for error in failed.values():
        if not written or not isinstance(error, DetenteError):
            return error
    kind = StoreError if all(isinstance(error, StoreError) for error in failed.values()) else DocumentError
    reasons = "; ".join(f"{name}: {error}" for name, error in failed.items())
    return kind(
        f"{len(failed)} of {len(failed) + len(written)} files in {str(folder)!r} can't be written, the others were: "
        f"{reasons}",
        value=str(folder),
    )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _save(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there; the system gives it the mode of any new file."""
    beside = path.with_name(f".detente-{secrets.token_hex(8)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> StoreError:
    reason = (error.strerror or str(error)).lower()
    return StoreError(f"{str(path)!r} can't be written: {reason}; choose a place you may write to", value=str(path))
