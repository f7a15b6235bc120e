"""What makes a document again, byte for byte: the command, the version of the code and that of the store."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Permalink"]


@dataclass(frozen=True, slots=True)
class Permalink:
    """The command that makes a document again, and the versions that it needs.

    Parameters
    ----------
    command : str
        As typed in a shell; every day that is today by default is written out.
    code : str
        Version of Detente.
    store : str
        Digest of the records: see `detente.store.store_version`.
    """

    command: str
    code: str
    store: str

    @property
    def versions(self) -> str:
        """The two versions in words."""
        return f"Detente {self.code}, records {self.store}"

    def as_dict(self) -> dict[str, str]:
        """Return the permalink as plain data."""
        return {"command": self.command, "code": self.code, "store": self.store}
