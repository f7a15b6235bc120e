"""What users say of a dataset of their own, in the [about] table of a mapping: one small file a dataset.

It is kept beside the lake, in ``about/NAME.json`` in the store's folder, with the digest of what it says, and replaced
by what the latest ingest says.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping

from detente.errors import StoreError
from detente.lake.lake import Lake

__all__ = ["about_of", "damaged_about", "keep_about"]

FOLDER = "about"


def about_of(lake: Lake, dataset: str) -> dict[str, str]:
    """Return what is said of a dataset: title, origin, licence, citation, note; nothing where nothing is.

    Raises
    ------
    StoreError
        If it can't be read, or is damaged.

    Examples
    --------
    >>> from pathlib import Path
    >>> about_of(Lake(Path("nowhere")), "mine")
    {}
    """
    path = lake.home / _file(dataset)
    again = f"ingest a file of {dataset} again, with its mapping"
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        about, digest = dict(note["about"]), note["sha256"]
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{path} can't be read: {error}; {again}", value=path) from None
    if digest != _digest(about):
        raise StoreError(f"{path} is damaged: its digest is not that of what it says; {again}", value=path)
    return about


def damaged_about(lake: Lake) -> list[str]:
    """Return what is wrong with the notes on datasets, a sentence for each that is damaged."""
    faults = []
    for path in sorted((lake.home / FOLDER).glob("*.json")):
        try:
            about_of(lake, path.stem)
        except StoreError as error:
            faults.append(error.message)
    return faults


def keep_about(lake: Lake, dataset: str, about: Mapping[str, str]) -> None:
    """Keep what a mapping says of a dataset, in the place of what was said before, also where that is damaged.

    Raises
    ------
    StoreError
        If it can't be written.
    """
    with contextlib.suppress(StoreError):
        if about_of(lake, dataset) == about:
            return
    outcome = "the events are part of it now, what the mapping says of the dataset is not"
    with lake.writing(outcome), lake.placing(_file(dataset)) as temporary:
        note = {"about": dict(about), "sha256": _digest(about)}
        temporary.write_text(json.dumps(note, ensure_ascii=False, indent=2), encoding="utf-8")


def _digest(about: Mapping[str, str]) -> str:
    said = json.dumps(dict(about), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _file(dataset: str) -> str:
    return f"{FOLDER}/{dataset}.json"
