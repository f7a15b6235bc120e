"""Why a fact runs although a coded act seems to say that it ended, by the id that `compare_facts_and_acts` gives it."""

from __future__ import annotations

__all__ = ["REASONS"]

CONDITION = "an offer or a condition: the measures would be lifted if the other side did something"
PART = "a part of the measures was eased, by licence or for a single project; the measures stand"
OTHER = "another treaty than the one that runs"

REASONS: dict[str, str] = {
    "ruptures.COL-ECU.2008-06-06": "agreed through a mediator, put off by Ecuador the same month; restored in 2009",
    "ruptures.SYR-UKR.2024-12-30": "talks on a restoration, which came on 24 September 2025",
    "ruptures.SYR-TUR.2024-07-07": "an intention; the embassy reopened on 14 December 2024",
    "disputes.RUS-UKR.2022-03-03": "a pause in places, for corridors; the war went on",
    "sanctions.LBY-USA.2004-09-21": "the embargo of 1986 ended; the listing as a sponsor of terrorism stood to 2006",
    "sanctions.IRN-USA.2013-05-31": PART,
    "sanctions.JPN-PRK.2014-07-03": PART,
    "sanctions.PRK-USA.2018-05-13": CONDITION,
    "sanctions.IRN-USA.2020-11-18": CONDITION,
    "sanctions.RUS-USA.2021-05-19": PART,
    "sanctions.DEU-RUS.2022-05-01": CONDITION,
    "sanctions.USA-VEN.2022-05-17": PART,
    "pacts.RUS-USA.2016-10-03": OTHER,
    "pacts.RUS-USA.2017-04-07": OTHER,
    "pacts.IRN-USA.2018-10-03": OTHER,
    "pacts.RUS-USA.2020-05-21": OTHER,
}
