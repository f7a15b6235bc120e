"""Why a file could not be fetched.

::

    FetchError
    ├── NotFound       there is no such file
    ├── Unavailable    not available now: the connection broke, or the site asks to come back; `wait` is when
    └── Refused        permanently unavailable: the site does not allow it, or a redirect leads elsewhere
        └── UnverifiedHost    the host has no valid certificate
"""

from __future__ import annotations

__all__ = ["FetchError", "NotFound", "Refused", "Unavailable", "UnverifiedHost", "is_unreachable"]


class FetchError(Exception):
    """A file could not be fetched."""


class NotFound(FetchError):
    """There is no such file."""


class Refused(FetchError):
    """The file is permanently unavailable."""


class UnverifiedHost(Refused):
    """The host has no valid certificate."""


class Unavailable(FetchError):
    """The file may be available later.

    Parameters
    ----------
    reason : str
        What went wrong.
    wait : float, optional
        Seconds that the site asks to wait.
    unreachable : bool, optional
        True where no connection was made.
    restart : bool, optional
        True where what arrived before can't be used.
    """

    def __init__(
        self, reason: str, *, wait: float | None = None, unreachable: bool = False, restart: bool = False
    ) -> None:
        super().__init__(reason)
        self.wait = wait
        self.unreachable = unreachable
        self.restart = restart
        self.attempts = 1

    def __str__(self) -> str:
        """Return the reason, and the number of attempts if there were several."""
        return f"{self.args[0]} (tried {self.attempts} times)" if self.attempts > 1 else str(self.args[0])


def is_unreachable(error: BaseException | None) -> bool:
    """Whether an error came of a site to which no connection was made.

    Examples
    --------
    >>> is_unreachable(Unavailable("no route", unreachable=True)), is_unreachable(NotFound("no such file"))
    (True, False)
    """
    while error is not None:
        if isinstance(error, Unavailable) and error.unreachable:
            return True
        error = error.__cause__ or error.__context__
    return False
