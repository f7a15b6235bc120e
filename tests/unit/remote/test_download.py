from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.remote import FetchOutcome, RemoteFile, RetryPolicy, Site, site_at
from detente.remote.download import LARGEST, fetch_file, part_name
from detente.remote.retries import Interrupted
from providers import Fault, Provider, md5

DATA = bytes(range(256)) * 400
PATH = "events/a.zip"

Fetch = Callable[..., FetchOutcome]


@pytest.fixture
def file(provider: Provider) -> RemoteFile:
    provider.files[PATH] = DATA
    return RemoteFile("gdelt1", "gdelt/v1", "a.zip", PATH, len(DATA), f"md5:{md5(DATA)}")


@pytest.fixture
def fetch(site: Site, tmp_path: Path, policy: RetryPolicy) -> Fetch:
    return lambda file: fetch_file(site, file, tmp_path, policy)


def arrived(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "gdelt/v1").iterdir())


def test_a_file_arrives_whole_and_leaves_nothing_else(fetch: Fetch, file: RemoteFile, tmp_path: Path) -> None:
    outcome = fetch(file)
    assert (outcome.state, outcome.md5, outcome.bytes) == ("fetched", md5(DATA), len(DATA))
    assert outcome.path == tmp_path / "gdelt/v1/a.zip"
    assert outcome.path.read_bytes() == DATA
    assert arrived(tmp_path) == ["a.zip"]


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param([Fault(503), Fault(503)], id="503 twice"),
        pytest.param([Fault(429, {"Retry-After": "0"})], id="429"),
        pytest.param([Fault(500), Fault(502), Fault(504)], id="5xx"),
        pytest.param([Fault(cut=1000)], id="truncated"),
        pytest.param([Fault(cut=1000), Fault(cut=50_000), Fault(cut=10)], id="truncated thrice"),
        pytest.param([Fault(cut=0), Fault(cut=0)], id="nothing, twice"),
        pytest.param([Fault(cut=1000), Fault(no_range=True)], id="does not resume"),
        pytest.param([Fault(cut=1000), Fault(shift=500)], id="resumes elsewhere"),
        pytest.param([Fault(cut=1000), Fault(416)], id="416"),
        pytest.param([Fault(flip=True)], id="other bytes"),
        pytest.param([Fault(cut=5000, flip=True)], id="other bytes, then the right ones"),
        pytest.param([Fault(longer=10)], id="too long once"),
        pytest.param([Fault(delay=0.002)], id="slow"),
    ],
)
def test_what_goes_wrong_is_overcome(
    fetch: Fetch, file: RemoteFile, provider: Provider, tmp_path: Path, faults: list[Fault]
) -> None:
    provider.faults[PATH] = list(faults)
    outcome = fetch(file)
    assert outcome.state == "fetched", outcome.reason
    assert outcome.path is not None
    assert outcome.path.read_bytes() == DATA
    assert arrived(tmp_path) == ["a.zip"]
    assert provider.faults[PATH] == []


def test_a_broken_transfer_goes_on_where_it_broke(fetch: Fetch, file: RemoteFile, provider: Provider) -> None:
    provider.faults[PATH] = [Fault(cut=40_000)]
    assert fetch(file).state == "fetched"
    first, second = provider.requests(PATH)
    assert first.range is None
    assert second.range == "bytes=40000-"
    assert second.headers["If-Range"].startswith('"')


def test_a_later_run_goes_on_where_an_earlier_one_was_killed(
    fetch: Fetch, file: RemoteFile, provider: Provider, tmp_path: Path
) -> None:
    (tmp_path / "gdelt/v1").mkdir(parents=True)
    (tmp_path / "gdelt/v1" / part_name(file)).write_bytes(DATA[:70_000])
    outcome = fetch(file)
    assert outcome.path is not None
    assert outcome.path.read_bytes() == DATA
    assert [seen.range for seen in provider.requests(PATH)] == ["bytes=70000-"]


def test_a_part_that_is_complete_is_not_requested_again(
    fetch: Fetch, file: RemoteFile, provider: Provider, tmp_path: Path
) -> None:
    (tmp_path / "gdelt/v1").mkdir(parents=True)
    (tmp_path / "gdelt/v1" / part_name(file)).write_bytes(DATA)
    assert fetch(file).state == "fetched"
    assert provider.seen == []


def test_a_spoilt_part_is_thrown_away(fetch: Fetch, file: RemoteFile, provider: Provider, tmp_path: Path) -> None:
    (tmp_path / "gdelt/v1").mkdir(parents=True)
    (tmp_path / "gdelt/v1" / part_name(file)).write_bytes(b"?" * 70_000)
    outcome = fetch(file)
    assert outcome.path is not None
    assert outcome.path.read_bytes() == DATA
    assert [seen.range for seen in provider.requests(PATH)] == ["bytes=70000-", None]


def test_a_part_of_unvouched_content_is_not_resumed(
    fetch: Fetch, file: RemoteFile, provider: Provider, tmp_path: Path
) -> None:
    bare = RemoteFile(file.source, file.folder, file.name, file.path)
    (tmp_path / "gdelt/v1").mkdir(parents=True)
    (tmp_path / "gdelt/v1" / part_name(bare)).write_bytes(b"?" * 70_000)
    outcome = fetch(bare)
    assert outcome.path is not None
    assert outcome.path.read_bytes() == DATA
    assert [seen.range for seen in provider.requests(PATH)] == [None]


def test_a_wrong_md5_is_requested_once_more_and_then_fails(
    fetch: Fetch, file: RemoteFile, provider: Provider, tmp_path: Path
) -> None:
    wrong = RemoteFile(file.source, file.folder, file.name, file.path, file.bytes, f"md5:{'0' * 32}")
    outcome = fetch(wrong)
    assert outcome.state == "failed"
    assert outcome.reason == f"MD5 is {md5(DATA)}, and {'0' * 32} in the provider's list"
    assert len(provider.requests(PATH)) == 2
    assert arrived(tmp_path) == []


@pytest.mark.parametrize("message", [10, 200_000])
def test_another_size_than_listed_is_reported(fetch: Fetch, file: RemoteFile, tmp_path: Path, message: int) -> None:
    outcome = fetch(RemoteFile(file.source, file.folder, file.name, file.path, message, f"md5:{md5(DATA)}"))
    assert outcome.state == "failed"
    assert outcome.reason == f"102,400 bytes, expected {message:,} as in the provider's list"
    assert arrived(tmp_path) == []


def test_sha_sums_are_checked_too(fetch: Fetch, file: RemoteFile) -> None:
    right = f"sha-256:{hashlib.sha256(DATA).hexdigest()}"
    assert fetch(RemoteFile("icews", file.folder, "a.zip", PATH, checksum=right)).state == "fetched"
    assert fetch(RemoteFile("icews", file.folder, "b.zip", PATH, checksum="sha-1:" + "0" * 40)).state == "failed"


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (404, ("missing", "not found (404)")),
        (410, ("missing", "not found (410)")),
        (401, ("refused", "access denied: 127.0.0.1 answers 401")),
        (403, ("refused", "access denied: 127.0.0.1 answers 403")),
        (400, ("refused", "not available: 127.0.0.1 answers 400")),
    ],
)
def test_what_can_not_be_fetched_is_reported_at_once(
    fetch: Fetch, file: RemoteFile, provider: Provider, status: int, text: tuple[str, str]
) -> None:
    provider.faults[PATH] = [Fault(status)] * 5
    outcome = fetch(file)
    assert (outcome.state, outcome.reason) == text
    assert len(provider.requests(PATH)) == 1


def test_patience_ends(fetch: Fetch, file: RemoteFile, provider: Provider) -> None:
    provider.faults[PATH] = [Fault(503)] * 9
    outcome = fetch(file)
    assert outcome.state == "failed"
    assert outcome.reason == "not available now: 127.0.0.1 answers 503 (tried 4 times)"
    assert not outcome.unreachable


def test_a_wait_longer_than_patience_is_not_waited(fetch: Fetch, file: RemoteFile, provider: Provider) -> None:
    provider.faults[PATH] = [Fault(429, {"Retry-After": "7200"})]
    outcome = fetch(file)
    assert outcome.reason == "not available now: 127.0.0.1 answers 429 and asks to wait 7,200 s"
    assert len(provider.requests(PATH)) == 1


def test_retry_after_is_respected(fetch: Fetch, file: RemoteFile, provider: Provider) -> None:
    provider.faults[PATH] = [Fault(429, {"Retry-After": "1"})]
    before = time.monotonic()
    assert fetch(file).state == "fetched"
    assert time.monotonic() - before >= 1.0


def test_absurd_sizes_are_refused_before_asking(fetch: Fetch, file: RemoteFile, provider: Provider) -> None:
    outcome = fetch(RemoteFile("gdelt1", "gdelt/v1", "a.zip", PATH, LARGEST + 1))
    assert outcome.state == "refused"
    assert "at most 8,589,934,592 are fetched" in (outcome.reason or "")
    assert provider.seen == []


def test_a_body_that_goes_on_for_ever_is_cut(fetch: Fetch, file: RemoteFile, provider: Provider) -> None:
    provider.files[PATH] = DATA * 50
    outcome = fetch(file)
    assert outcome.state == "failed"
    assert "expected 102,400" in (outcome.reason or "")


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("http://localhost:{port}/events/a.zip", "leads to another host, localhost"),
        ("http://127.0.0.1:1/events/a.zip", "leads to another port, 1"),
        ("file:///etc/passwd", "leads to another scheme, file"),
        ("http://[::1/", "leads to an invalid address"),
        ("https://dvn-cloud.s3.amazonaws.com/x?X-Amz-Signature=secret", "leads to another host, dvn-cloud.s3"),
    ],
)
def test_a_redirect_to_elsewhere_is_refused(
    fetch: Fetch, file: RemoteFile, provider: Provider, target: str, why: str
) -> None:
    provider.faults[PATH] = [Fault(302, {"Location": target.format(port=provider.port)})]
    outcome = fetch(file)
    assert outcome.state == "refused"
    assert (outcome.reason or "").startswith(f"redirected, and the redirect {why}")
    assert "secret" not in (outcome.reason or "")
    assert len(provider.seen) == 1


def test_a_redirect_on_the_same_host_is_followed(fetch: Fetch, file: RemoteFile, provider: Provider) -> None:
    provider.files["moved/a.zip"] = DATA
    provider.faults[PATH] = [Fault(302, {"Location": "/moved/a.zip"})]
    assert fetch(file).state == "fetched"
    provider.faults["round"] = [Fault(302, {"Location": "/round"})] * 9
    outcome = fetch(RemoteFile("gdelt1", "gdelt/v1", "round.zip", "round"))
    assert outcome.reason == f"redirected more than 5 times from {provider.url}/round"


def test_a_name_and_password_go_to_the_site_and_nowhere_else(
    file: RemoteFile, provider: Provider, tmp_path: Path, policy: RetryPolicy
) -> None:
    site = site_at(provider.url.replace("://", "://me:s%2Fcret@"), headers={"X-Dataverse-key": "token"})
    assert fetch_file(site, file, tmp_path, policy).state == "fetched"
    headers = {name.lower(): value for name, value in provider.seen[0].headers.items()}
    assert headers["authorization"] == "Basic bWU6cy9jcmV0"
    assert headers["x-dataverse-key"] == "token"
    assert headers["user-agent"].startswith("detente/")
    assert "cret" not in site.address(PATH)
    assert "cret" not in site.name


def test_a_name_and_password_do_not_follow_a_redirect_to_storage(
    file: RemoteFile, provider: Provider, tmp_path: Path, policy: RetryPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The storage provider is https only; here the loopback's other name stands for it.
    monkeypatch.setattr("detente.remote.sites.redirect_refusal", lambda *_: None)
    provider.faults[PATH] = [Fault(303, {"Location": f"http://localhost:{provider.port}/store?Signature=s"}), Fault()]
    provider.files["store?Signature=s"] = DATA
    site = site_at(provider.url.replace("://", "://me:secret@"), headers={"X-Dataverse-key": "token"})
    assert fetch_file(site, file, tmp_path, policy).state == "fetched"
    first, second = ({name.lower() for name in seen.headers} for seen in provider.seen)
    assert {"authorization", "x-dataverse-key"} <= first
    assert {"authorization", "x-dataverse-key"} & second == set()


def test_a_proxy_is_used_where_the_environment_names_one(
    file: RemoteFile, provider: Provider, tmp_path: Path, policy: RetryPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", provider.url.replace("://", "://me:secret@"))
    monkeypatch.setenv("no_proxy", "inside.example")
    provider.files[f"http://files.example/{PATH}"] = DATA
    assert fetch_file(site_at("http://files.example"), file, tmp_path, policy).state == "fetched"
    headers = {name.lower(): value for name, value in provider.seen[0].headers.items()}
    assert headers["proxy-authorization"] == "Basic bWU6c2VjcmV0"
    policy.tries = 1
    direct = fetch_file(site_at("http://inside.example"), file, tmp_path, policy)
    assert direct.unreachable or direct.state == "failed"
    assert len(provider.seen) == 1


def test_a_site_that_is_gone_is_reported_as_unreachable(file: RemoteFile, tmp_path: Path, policy: RetryPolicy) -> None:
    outcome = fetch_file(site_at("http://127.0.0.1:9"), file, tmp_path, policy)
    assert outcome.state == "failed"
    assert outcome.unreachable
    assert outcome.reason == "127.0.0.1 can't be reached: connection refused (tried 3 times)"


def test_what_its_publisher_restricts_is_not_requested(fetch: Fetch, provider: Provider) -> None:
    outcome = fetch(RemoteFile("icews", "icews", "a.tab", "x", barred="restricted by its publisher"))
    assert (outcome.state, outcome.reason) == ("refused", "restricted by its publisher")
    assert provider.seen == []


def test_a_stop_ends_a_transfer_and_keeps_what_arrived(
    site: Site, file: RemoteFile, provider: Provider, tmp_path: Path, policy: RetryPolicy
) -> None:
    provider.faults[PATH] = [Fault(delay=0.05)]
    threading.Timer(0.4, policy.stop.set).start()
    with pytest.raises(Interrupted):
        fetch_file(site, file, tmp_path, policy)
    assert arrived(tmp_path) == [part_name(file)]


def test_progress_counts_every_byte_once(
    site: Site, file: RemoteFile, provider: Provider, tmp_path: Path, policy: RetryPolicy
) -> None:
    provider.faults[PATH] = [Fault(cut=1000), Fault(no_range=True, cut=2000), Fault(503)]
    ticks: list[int] = []
    fetch_file(site, file, tmp_path, policy, ticks.append)
    assert sum(ticks) == len(DATA)


def test_a_folder_that_can_not_be_written_is_an_error(fetch: Fetch, file: RemoteFile, tmp_path: Path) -> None:
    (tmp_path / "gdelt").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        fetch(file)
