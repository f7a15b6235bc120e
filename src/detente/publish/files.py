"""Writing a brief to disk: one file by its ending, or a folder with everything.

A file is written beside its place under another name and then moved, so that a file is there whole or not at all. In
a folder, a form that can't be made does not cost the others.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import get_args

from detente.characters import visible_tree
from detente.documents.document import Assessment, Chart
from detente.errors import DetenteError, DocumentError, StoreError, UsageError
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
    """Write every form that can be written, then say which could not."""
    written: list[Path] = []
    failed: dict[str, Exception] = {}
    for name, make in _forms(assessment).items():
        place = folder / name
        try:
            _make_folder(place.parent)
            _save(place, make())
        except Exception as error:  # noqa: BLE001 - one form that fails must not cost the others; it is raised below
            failed[name] = error
        else:
            written.append(place)
    if failed:
        raise _incomplete(folder, written, failed)
    return written


def _forms(assessment: Assessment) -> dict[str, Callable[[], bytes]]:
    """Return what makes each file of a folder, by its name in it."""
    from detente.publish.charts.render import png  # noqa: PLC0415 - one file of text needs no drawing
    from detente.publish.json_form import figures_csv, vega_json  # noqa: PLC0415
    from detente.publish.markdown import to_markdown  # noqa: PLC0415

    forms: dict[str, Callable[[], bytes]] = {
        "brief.html": lambda: render(assessment, "html"),
        "brief.pdf": lambda: render(assessment, "pdf"),
        "brief.md": lambda: to_markdown(visible_tree(assessment), charts="charts"),
        "brief.json": lambda: render(assessment, "json"),
        "figures.csv": lambda: figures_csv(assessment),
    }
    for chart in assessment.charts:
        forms[f"charts/{chart.key}.svg"] = partial(_drawing, chart)
        forms[f"charts/{chart.key}.png"] = partial(png, chart)
        forms[f"vega/{chart.key}.json"] = partial(vega_json, chart)
    return forms


def _drawing(chart: Chart) -> bytes:
    from detente.publish.charts.render import svg  # noqa: PLC0415 - as above

    return (svg(chart, titled=True) + "\n").encode()


def _incomplete(folder: Path, written: Sequence[Path], failed: Mapping[str, Exception]) -> Exception:
    """Return the error of a folder that lacks some of its files: a bug's own, or one that names them."""
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
