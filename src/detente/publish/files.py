"""Writing a brief to disk: one file by its ending, or a folder with everything.

A file is written beside its place under another name and then moved, so that a brief is there whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import get_args

from detente.assessment.document import Assessment
from detente.errors import StoreError, UsageError
from detente.publish import Format, render

__all__ = ["write_brief"]


def write_brief(assessment: Assessment, path: Path) -> list[Path]:
    """Write one file, or a folder with every form; see `detente.publish.write`."""
    if path.is_dir() or not path.suffix:
        return _write_folder(assessment, path)
    form = path.suffix.lower().removeprefix(".")
    if form not in get_args(Format):
        allowed = ", ".join(f".{name}" for name in get_args(Format))
        raise UsageError(
            f"{path.name!r} ends in {path.suffix!r}, which is no form of a brief; end it in one of {allowed}, or name "
            "a folder to get all of them",
            value=str(path),
        )
    if not path.parent.is_dir():
        raise UsageError(
            f"the folder {str(path.parent)!r} does not exist; make it first, or name another", value=str(path)
        )
    _save(path, render(assessment, form))  # type: ignore[arg-type]
    return [path]


def _write_folder(assessment: Assessment, folder: Path) -> list[Path]:
    from detente.publish.drawing import png, svg  # noqa: PLC0415 - one file of text needs no drawing
    from detente.publish.markdown import to_markdown  # noqa: PLC0415
    from detente.publish.plain import figures_csv, vega_json  # noqa: PLC0415

    contents = {
        "brief.html": render(assessment, "html"),
        "brief.pdf": render(assessment, "pdf"),
        "brief.md": to_markdown(assessment, charts="charts"),
        "brief.json": render(assessment, "json"),
        "figures.csv": figures_csv(assessment),
    }
    for chart in assessment.charts:
        contents[f"charts/{chart.key}.svg"] = (svg(chart, titled=True) + "\n").encode()
        contents[f"charts/{chart.key}.png"] = png(chart)
        contents[f"vega/{chart.key}.json"] = vega_json(chart)
    for name, content in contents.items():
        place = folder / name
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(place.parent, error) from error
        _save(place, content)
    return [folder / name for name in contents]


def _save(path: Path, content: bytes) -> None:
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).chmod(0o666 & ~_mask())
        Path(name).replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise _unwritable(path, error) from error


def _mask() -> int:
    """Return the process's file mode mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unwritable(path: Path, error: OSError) -> StoreError:
    reason = (error.strerror or str(error)).lower()
    return StoreError(f"{str(path)!r} can't be written: {reason}; choose a place you may write to", value=str(path))
