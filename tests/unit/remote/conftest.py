from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.remote import DownloadLog, RetryPolicy, Site, site_at
from providers import Provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A site on the loopback that holds nothing yet."""
    with Provider().serving() as serving:
        yield serving


@pytest.fixture
def site(provider: Provider) -> Site:
    return site_at(provider.url)


@pytest.fixture
def policy() -> RetryPolicy:
    """Return policy that wait little, so that tests do."""
    return RetryPolicy(connections=3, tries=4, first_wait=0.01, longest_wait=0.05, patience=5.0)


@pytest.fixture
def log(tmp_path: Path) -> DownloadLog:
    return DownloadLog(tmp_path / "home")
