"""Where the user's store is."""

from __future__ import annotations

import os
from pathlib import Path

from detente.errors import StoreError

__all__ = ["user_folder"]


def user_folder() -> Path:
    """Return the folder that the variable ``DETENTE_HOME`` names, or the system's folder for user data.

    Raises
    ------
    StoreError
        If the variable names the folder of an unknown user, or is not valid UTF-8.
    """
    if named := os.environ.get("DETENTE_HOME"):
        try:
            named.encode()  # file names reach libraries that accept text only
            return Path(named).expanduser()
        except RuntimeError:
            raise StoreError(
                f"DETENTE_HOME is {named!r}, the folder of an unknown user; give another folder", value=named
            ) from None
        except UnicodeEncodeError:
            raise StoreError(
                f"DETENTE_HOME is {named!r}, which is not valid UTF-8; give another folder", value=named
            ) from None
    from platformdirs import user_data_path  # noqa: PLC0415 - only where the variable names no folder

    return user_data_path("detente", appauthor=False)
