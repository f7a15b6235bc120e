from __future__ import annotations

import pytest

from detente.errors import UsageError
from detente.identity import group, groups


@pytest.mark.parametrize(
    ("name", "on", "size", "inside", "outside"),
    [
        ("g7", "2020-01-01", 7, "CAN", "RUS"),
        ("g7", "1976-01-01", 6, "BRD", "CAN"),
        ("g8", "2005-01-01", 8, "RUS", "CHN"),
        ("g8", "2014-03-25", 0, None, "RUS"),
        ("g20", "2022-01-01", 20, "EUE", "AFU"),
        ("g20", "2024-01-01", 21, "AFU", "ESP"),
        ("p5", "1960-01-01", 5, "TWN", "CHN"),
        ("p5", "1971-10-25", 5, "CHN", "TWN"),
        ("nato", "1950-01-01", 12, "ISL", "TUR"),
        ("nato", "1989-01-01", 16, "BRD", "DEU"),
        ("nato", "2024-03-07", 32, "SWE", "AUT"),
        ("warsaw-pact", "1980-01-01", 7, "DDR", "ALB"),
        ("eu", "1960-01-01", 6, "BRD", "GBR"),
        ("eu", "2019-01-01", 28, "GBR", "NOR"),
        ("eu", "2021-01-01", 27, "HRV", "GBR"),
        ("asean", "1967-08-08", 5, "SGP", "VNM"),
        ("asean", "2000-01-01", 10, "KHM", "TLS"),
        ("asean", "2026-01-01", 11, "TLS", "PNG"),
        ("quad", "2010-01-01", 0, None, "IND"),
        ("quad", "2020-01-01", 4, "IND", "KOR"),
        ("six-party", "2005-01-01", 6, "PRK", "IND"),
        ("brics", "2010-01-01", 4, "BRA", "ZAF"),
        ("brics", "2025-02-01", 10, "IDN", "SAU"),
        ("sco", "2024-08-01", 10, "BLR", "TKM"),
        ("csto", "2010-01-01", 7, "UZB", "GEO"),
        ("csto", "2020-01-01", 6, "ARM", "UZB"),
        ("cis", "2000-01-01", 12, "GEO", "EST"),
        ("post-soviet", "2000-01-01", 15, "EST", "POL"),
        ("five-eyes", "2000-01-01", 5, "NZL", "JPN"),
        ("aukus", "2022-01-01", 3, "AUS", "NZL"),
        ("central-asia", "2000-01-01", 5, "KAZ", "AFG"),
        ("asia-pacific", "1990-01-01", 21, "IND", "TLS"),
        ("asia-pacific", "2015-09-01", 22, "TWN", "PAK"),
        ("eaeu", "2016-01-01", 5, "KGZ", "TJK"),
        ("opec", "2024-06-01", 12, "COG", "AGO"),
    ],
)
def test_membership_follows_the_date(name: str, on: str, size: int, inside: str | None, outside: str) -> None:
    members = group(name, on=on)
    assert len(members) == size
    assert list(members) == sorted(set(members))
    assert inside is None or inside in members
    assert outside not in members


def test_a_group_goes_by_key_or_name_in_any_case() -> None:
    assert group("NATO") == group("North Atlantic Treaty Organization") == group("nato")


def test_an_unknown_group_lists_those_there_are() -> None:
    with pytest.raises(UsageError, match="asean"):
        group("entente")


def test_every_group_names_its_document() -> None:
    listed = groups()
    assert [g.key for g in listed] == sorted(g.key for g in listed)
    assert all(g.name and g.document for g in listed)
