from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.remote.addresses import base_address, redact, redirect_refusal, safe_name

STORAGE = ("store.example",)


@pytest.mark.parametrize(
    "text",
    [
        "ftp://mirror.example/",
        "file:///etc",
        "mirror.example",
        "https://",
        "https://m.example/?key=1",
        "http://m:x/",
        "",
    ],
)
def test_what_is_not_an_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a valid address"):
        base_address(text)


def test_a_password_is_never_shown() -> None:
    with pytest.raises(UsageError) as refused:
        base_address("ftp://me:secret@mirror.example/")
    assert "secret" not in refused.value.message
    assert "secret" not in str(refused.value.value)
    assert redact("https://me:secret@mirror.example:8443/a/b?token=secret#secret") == "https://mirror.example:8443/a/b"
    assert "secret" not in redact("//me:secret@mirror.example/x")
    assert "secret" not in redact("http://[me:secret@")


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("https://data.example/other", None),
        ("https://store.example/bucket?X-Signature=1", None),
        ("http://data.example/f", "leads from https to http"),
        ("http://store.example/f", "leads from https to http"),
        ("https://other.example/f", "leads to another host, other.example"),
        ("https://store.example.evil.example/f", "leads to another host, store.example.evil.example"),
        ("https://store.example:8443/f", "leads to another host, store.example"),
        ("https://data.example:8443/f", "leads to another port, 8443"),
        ("https://me:pw@data.example/f", "contains a user name and password"),
        ("file:///etc/passwd", "leads to another scheme, file"),
        ("ftp://data.example/f", "leads to another scheme, ftp"),
        ("https://[::1/f", "leads to an invalid address"),
        ("https://data.example:99999/f", "leads to an invalid address"),
        ("https://e\x1bvil.example/f", "leads to another host, e?vil.example"),
    ],
)
def test_redirects_lead_only_where_they_may(target: str, why: str | None) -> None:
    assert redirect_refusal("https://data.example/f", target, STORAGE) == why


def test_http_may_only_turn_into_https() -> None:
    assert redirect_refusal("http://data.example/f", "https://data.example/f", ()) is None
    assert redirect_refusal("http://data.example/f", "http://store.example/f", STORAGE) is not None
    assert redirect_refusal("http://data.example:8080/f", "https://data.example/f", ()) is not None


@given(st.text())
def test_a_name_from_a_list_stays_in_its_folder(text: str) -> None:
    name = safe_name(text)
    assert 1 <= len(name) <= 160
    assert name not in (".", "..")
    assert not name.startswith(".")
    assert not set(name) & set('/\\:*?"<>|\0\n')


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../.ssh/authorized_keys", "authorized_keys"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("events.1995.20150313082510.tab", "events.1995.20150313082510.tab"),
        ("COM1.zip", "_COM1.zip"),
        ("...", "file"),
        ("", "file"),
        ("a" * 300 + ".tab.zip", "a" * 142 + ".tab.zip"),
    ],
)
def test_names_are_made_safe(text: str, name: str) -> None:
    assert safe_name(text) == name
