"""What users say of a dataset of their own, in the [about] table of a mapping: one small file a dataset.

It is kept beside the lake, in ``about/NAME.json`` in the store's folder, and replaced by what the latest ingest says.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping

from detente.errors import StoreError
from detente.store.lake import Lake

__all__ = ["about_of", "keep_about"]


def about_of(lake: Lake, dataset: str) -> dict[str, str]:
    """Return what is said of a dataset: title, origin, licence, citation, note; nothing where nothing is.

    Raises
    ------
    StoreError
        If it can't be read.

    Examples
    --------
    >>> from pathlib import Path
    >>> about_of(Lake(Path("nowhere")), "mine")
    {}
    """
    path = lake.home / _file(dataset)
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} can't be read: {error}; ingest a file of {dataset} again", value=path) from None
    return {str(name): str(text) for name, text in said.items()} if isinstance(said, dict) else {}


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
        temporary.write_text(json.dumps(dict(about), ensure_ascii=False, indent=2), encoding="utf-8")


def _file(dataset: str) -> str:
    return f"about/{dataset}.json"
