"""A site without a valid certificate, and the one to fall back on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.ingestion.pull import PullOptions, site_of
from detente.remote import GDELT, GDELT_STORAGE, FallbackSite, RetryPolicy, Site, plan_gdelt, site_at
from detente.remote.errors import Refused, UnverifiedHost
from detente.remote.sites import ResponseBody
from providers import Provider, hold_first


class Impostor:
    """A site whose certificate names another host."""

    name = "data.example"

    def __init__(self) -> None:
        self.requested = 0

    def address(self, path: str) -> str:
        return f"https://{self.name}/{path}"

    def listing(self, folder: str) -> dict[str, int] | None:
        return None

    @contextlib.contextmanager
    def open(self, path: str, start: int = 0, validator: str | None = None) -> Iterator[ResponseBody]:
        self.requested += 1
        if self.requested:
            raise UnverifiedHost("data.example has no valid certificate: hostname mismatch")
        yield ResponseBody(0, None, None, iter(()))


def test_the_second_site_is_used_from_then_on(
    provider: Provider, site: Site, policy: RetryPolicy, tmp_path: Path
) -> None:
    hold_first(provider, {"2004.zip": 1, "2005.zip": 1})
    impostor = Impostor()
    both = FallbackSite(impostor, site)
    assert both.name == "data.example"
    found = plan_gdelt(both, tmp_path, policy, version=1)
    assert [file.name for file in found.files] == ["2004.zip", "2005.zip"]
    assert impostor.requested == 1
    assert (both.name, both.address("events/2004.zip")) == (site.name, f"{provider.url}/events/2004.zip")


def test_a_site_with_a_valid_certificate_is_used(provider: Provider, site: Site) -> None:
    hold_first(provider, {"2005.zip": 1})
    impostor = Impostor()
    with FallbackSite(site, impostor).open("events/md5sums") as body:
        assert b"".join(body.chunks).endswith(b"\n")
    assert impostor.requested == 0


def test_two_sites_without_valid_certificates_are_refused() -> None:
    both = FallbackSite(Impostor(), Impostor())
    for _ in range(2):
        with pytest.raises(Refused, match="has no valid certificate"), both.open("events/md5sums"):
            pass


def test_gdelt_has_a_fallback_unless_a_mirror_is_named(provider: Provider) -> None:
    both = site_of(PullOptions(), GDELT)
    assert isinstance(both, FallbackSite)
    assert both.address("events/md5sums") == "https://data.gdeltproject.org/events/md5sums"
    assert GDELT_STORAGE == "https://storage.googleapis.com/data.gdeltproject.org"
    assert not isinstance(site_of(PullOptions(mirror=provider.url), GDELT), FallbackSite)


def test_a_folder_that_may_not_be_read_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def locked(_: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", locked)
    with pytest.raises(UsageError, match="can't be read: permission denied; give one that you may read"):
        site_at(str(tmp_path))


def test_a_site_is_called_by_its_host_and_path() -> None:
    assert site_at("https://me:secret@mirror.example/gdelt/").name == "mirror.example/gdelt"
