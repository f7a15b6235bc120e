"""Actors of ICEWS whose country in the files is not the one that they speak for."""

from __future__ import annotations

import polars as pl
import pytest

from detente.sources.events.icews import COLUMNS, ICEWS

ROW = dict.fromkeys(COLUMNS, "x") | {"target_actor": "Russia", "target_place": "Russian Federation", "intensity": 1.0}


@pytest.mark.parametrize(
    ("day", "actor", "place", "right"),
    [
        ("2018-10-04", "Emmanuel Macron", "Andorra", "France"),
        ("10/4/2017", "Emmanuel Macron", "Andorra", "France"),
        ("2018-10-04", "Government (Andorra)", "Andorra", "Andorra"),
        ("2018-10-04", "António Manuel de Oliveira Guterres", "Portugal", None),
        ("2001-10-04", "António Manuel de Oliveira Guterres", "Portugal", "Portugal"),
        ("2012-10-04", "Jean-Claude Juncker", "Luxembourg", "Luxembourg"),
        ("2018-10-04", "Jean-Claude Juncker", "Luxembourg", None),
        ("2018-10-04", "Bahujan Samaj Party", "Nepal", "India"),
    ],
)
def test_an_actor_has_the_country_that_it_speaks_for(day: str, actor: str, place: str, right: str | None) -> None:
    frame = pl.DataFrame([ROW | {"date": day, "source_actor": actor, "source_place": place}])
    rows = pl.concat(
        [
            ICEWS.raw(frame),
            ICEWS.raw(
                frame.rename(
                    {
                        "source_actor": "target_actor",
                        "source_place": "target_place",
                        "target_actor": "source_actor",
                        "target_place": "source_place",
                    }
                )
            ),
        ]
    )
    assert rows["source_place"].to_list() == [right, "Russian Federation"]
    assert rows["target_place"].to_list() == ["Russian Federation", right]
