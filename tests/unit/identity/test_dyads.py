from __future__ import annotations

import pytest

from detente.errors import UnknownState, UsageError
from detente.identity import Directed, Undirected


def test_directed_pairs_keep_their_direction() -> None:
    pair = Directed("RUS", "JPN")
    assert pair.reverse == Directed("JPN", "RUS")
    assert pair != pair.reverse
    assert pair.undirected == Undirected("JPN", "RUS")
    assert str(pair) == "RUS→JPN"


def test_undirected_pairs_do_not() -> None:
    pair = Undirected("RUS", "JPN")
    assert (pair.a, pair.b) == ("JPN", "RUS")
    assert pair == Undirected("JPN", "RUS")
    assert hash(pair) == hash(Undirected("JPN", "RUS"))
    assert pair.directed() == (Directed("JPN", "RUS"), Directed("RUS", "JPN"))
    assert "RUS" in pair
    assert "USA" not in pair
    assert str(pair) == "JPN–RUS"


def test_pairs_sort() -> None:
    assert Directed("CHN", "USA") < Directed("USA", "CHN")
    assert Undirected("USA", "CHN") < Undirected("USA", "RUS")


@pytest.mark.parametrize("make", [Directed, Undirected])
def test_a_pair_takes_two_states(make: type[Directed] | type[Undirected]) -> None:
    with pytest.raises(UsageError, match="two different states"):
        make("RUS", "RUS")
    with pytest.raises(UsageError, match="three capital letters"):
        make("Russia", "JPN")
    with pytest.raises(UsageError):
        make("rus", "JPN")


@pytest.mark.parametrize("text", ["RUS→JPN", "RUS->JPN", "RUS>JPN", "Russia → Japan", "russia->japan"])
def test_directed_pairs_are_read(text: str) -> None:
    assert Directed.parse(text) == Directed("RUS", "JPN")


@pytest.mark.parametrize("text", ["JPN-RUS", "RUS–JPN", "Japan / Russia", "Russia – Japan", "JPN:RUS"])
def test_undirected_pairs_are_read(text: str) -> None:
    assert Undirected.parse(text) == Undirected("JPN", "RUS")


def test_names_in_pairs_are_read_at_the_date() -> None:
    assert Directed.parse("Soviet Union > West Germany", on="1970-01-01") == Directed("RUS", "BRD")
    assert Undirected.parse("Guinea-Bissau / Senegal") == Undirected("GNB", "SEN")
    with pytest.raises(UnknownState):
        Undirected.parse("Japan / Ruritania")


@pytest.mark.parametrize("text", ["", "RUS", "RUS→", "RUS→JPN→USA", "→"])
def test_malformed_pairs_are_usage_errors(text: str) -> None:
    with pytest.raises(UsageError, match="invalid dyad"):
        Directed.parse(text)
