"""Descriptions of users' own datasets, from the [about] table of a mapping: one small file a dataset.

A description is in ``about/NAME.json`` in the store's folder, with its digest. The manifest lists the datasets that
have one. The latest ingest replaces it.
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
    """Return the description of a dataset: title, origin, licence, citation, note; empty if it has none.

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
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        about, digest = dict(note["about"]), note["sha256"]
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{path} can't be read: {error}; {_mending(dataset)}", value=path) from None
    if digest != _digest(about):
        raise StoreError(f"{path} is damaged: its digest differs; {_mending(dataset)}", value=path)
    return about


def damaged_about(lake: Lake) -> list[str]:
    """Return a sentence for each description that is damaged or missing."""
    faults = []
    paths = {path.stem: path for path in sorted((lake.home / FOLDER).glob("*.json"))}
    for dataset in paths:
        try:
            about_of(lake, dataset)
        except StoreError as error:
            faults.append(error.message)
    missing = [dataset for dataset in lake.records.described() if dataset not in paths]
    return faults + [f"{_file(dataset)} is missing; {_mending(dataset)}" for dataset in missing]


def keep_about(lake: Lake, dataset: str, about: Mapping[str, str]) -> None:
    """Write the description of a dataset in place of the one before, also where that is damaged.

    Raises
    ------
    StoreError
        If it can't be written.
    """
    outcome = "the events were ingested, the description of the dataset was not written"
    with lake.writing(outcome):
        if not _is_written(lake, dataset, about):
            with lake.placing(_file(dataset)) as temporary:
                note = {"about": dict(about), "sha256": _digest(about)}
                temporary.write_text(json.dumps(note, ensure_ascii=False, indent=2), encoding="utf-8")
        if about and dataset not in lake.records.described():
            lake.records.describe(dataset)


def _is_written(lake: Lake, dataset: str, about: Mapping[str, str]) -> bool:
    with contextlib.suppress(StoreError):
        return about_of(lake, dataset) == about
    return False


def _mending(dataset: str) -> str:
    return f"ingest a file of {dataset} again, with its mapping"


def _digest(about: Mapping[str, str]) -> str:
    text = json.dumps(dict(about), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _file(dataset: str) -> str:
    return f"{FOLDER}/{dataset}.json"
