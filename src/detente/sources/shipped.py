"""The figures that come with Detente in its starter pack: what they are, what they cover, whom to cite."""

from __future__ import annotations

from dataclasses import dataclass

from detente.catalog.facts import FACTS

__all__ = ["SHIPPED", "ShippedFigures"]


@dataclass(frozen=True, slots=True)
class ShippedFigures:
    """Tables of the starter pack that come from one source.

    Parameters
    ----------
    id : str
        Identifies the entry in lists of sources.
    title, origin, licence, citation : str
        What the figures are, what they were computed from, their terms, the works to cite.
    covers : str
        Which states and years.
    tables : tuple of str
        The tables of the pack.
    datasets : tuple of str
        The dataset that the tables belong to; empty for facts compiled by hand, which have none.
    """

    id: str
    title: str
    origin: str
    licence: str
    citation: str
    covers: str
    tables: tuple[str, ...]
    datasets: tuple[str, ...]


SHIPPED: tuple[ShippedFigures, ...] = (
    ShippedFigures(
        id="conduct-temperature",
        title="Temperatures computed by Detente from ICEWS event counts and acts coded from news items",
        origin="ICEWS coded event data, counts of directed dyads by quad class: yearly 2002–2014; monthly January "
        "2018 to March 2019, January to August 2021 and 2022, of distinct facts; acts that Detente coded from the "
        "items of Wikipedia's Portal:Current events, July 2002 to 28 March 2026",
        licence="figures computed by Detente: Apache-2.0; the event data are the producers'",
        citation="Boschee, Lautenschlager, O'Brien, Shellman, Starz & Ward (2015), ICEWS Coded Event Data, "
        "Harvard Dataverse; Wikipedia contributors, Portal:Current events, Wikipedia, The Free Encyclopedia; model: "
        "Detente, concepts/temperature",
        covers="pairs of all states with 26 or more reports between them, each way, 2002 to 28 March 2026, in vintages "
        "by year-end from 2005; 2015–2017, April 2019–2020 and from September 2022 only pairs with five or more "
        "coded acts in the year",
        tables=("temperatures", "trait_parameters", "attention"),
        datasets=("conduct",),
    ),
    ShippedFigures(
        id="news",
        title="Acts coded by machine by Detente from Wikipedia's current events",
        origin="https://en.wikipedia.org/wiki/Portal:Current_events, items of 1 July 2002 to 28 March 2026",
        licence="CC BY-SA 4.0, by Wikipedia contributors: each act names its page; Detente coded the items into acts "
        "and left out their sentences. See resources/starter/LICENSE-coded-acts",
        citation="Wikipedia contributors, Portal:Current events, Wikipedia, The Free Encyclopedia; coder: Detente, "
        "guides/events-from-text",
        covers="acts of any state toward another; the file of items does not name the revisions of its pages",
        tables=("coded_acts",),
        datasets=("news",),
    ),
    ShippedFigures(
        id="unga-votes",
        title="Recorded votes of the United Nations General Assembly, and agreement computed from them by Detente",
        origin="United Nations; Voeten and colleagues, Harvard Dataverse, 1946 to 3 March 2021; un-project/un-votes "
        "and the UN Digital Library, 24 February to 18 December 2025",
        licence="public records; the collection of 1946–2021 is CC0 1.0, un-project/un-votes is under the MIT licence; "
        "figures computed by Detente: Apache-2.0",
        citation="Voeten, Strezhnev & Bailey (2009), United Nations General Assembly Voting Data, Harvard "
        "Dataverse; United Nations, Dag Hammarskjöld Library (2025), General Assembly Voting Data, UN Digital Library",
        covers="all states that voted; every roll call from 1946 to 3 March 2021 and those on resolutions adopted from "
        "24 February to 18 December 2025; none between",
        tables=("votes", "roll_calls", "absences", "agreements", "vote_gaps"),
        datasets=("unga_votes", "undl_votes"),
    ),
    ShippedFigures(
        id="selected-votes",
        title="Votes on 88 texts of the General Assembly, 2022 and 2023, by title",
        origin="un-project/un-votes; days and symbols added by hand where they are publicly known",
        licence="public records; un-project/un-votes is under the MIT licence",
        citation="un-project/un-votes; United Nations, Dag Hammarskjöld Library, General Assembly Voting Data",
        covers="88 texts of January 2022 to June 2023, chosen by the source; they count in no agreement; who was "
        "absent is not on record",
        tables=("votes", "roll_calls"),
        datasets=("un_votes_2022_2023",),
    ),
    ShippedFigures(
        id="ideal-points",
        title="Ideal points computed by Detente from United Nations roll calls",
        origin="United Nations General Assembly voting data, 1946 to 3 March 2021 and 24 February to 18 December 2025",
        licence="figures computed by Detente: Apache-2.0; the roll calls are public records",
        citation="Bailey, Strezhnev & Voeten (2017), Estimating dynamic state preferences from UN voting "
        "data, Journal of Conflict Resolution 61(2); model: Detente, concepts/ideal-points",
        covers="all states that voted, by session from the first (1946) to the 75th, the 79th and the 80th (2025); in "
        "vintages by year-end, every fifth year from 1950 to 1985, each year from 1990 to 2021, and 2025",
        tables=("ideal_points",),
        datasets=("unga",),
    ),
    ShippedFigures(
        id="capabilities",
        title="Shares of the world's capabilities computed by Detente",
        origin="National Material Capabilities of the Correlates of War project, 1990–2022",
        licence="figures computed by Detente: Apache-2.0; the components are the producer's",
        citation="Singer, Bremer & Stuckey (1972), Capability distribution, uncertainty, and major power war; "
        "Singer (1987), International Interactions 14(2)",
        covers="all states of the system by year",
        tables=("capabilities",),
        datasets=("cow_nmc",),
    ),
    ShippedFigures(
        id="trade-shares",
        title="Shares of states' trade by partner computed by Detente",
        origin="Correlates of War trade data, version 4.0, 1990–2014",
        licence="figures computed by Detente: Apache-2.0; the flows are the producer's",
        citation="Barbieri, Keshk & Pollins (2009), Trading data, Conflict Management and Peace Science 26(5)",
        covers="all states of the system and their partners, goods, both directions",
        tables=("trade_shares",),
        datasets=("cow_trade",),
    ),
    ShippedFigures(
        id="similarities",
        title="Similarity of pact portfolios computed by Detente",
        origin="Alliance Treaty Obligations and Provisions, 1990–2018",
        licence="figures computed by Detente: Apache-2.0; the coding of treaties is the producer's",
        citation="Leeds, Ritter, Mitchell & Long (2002), Alliance Treaty Obligations and Provisions, "
        "International Interactions 28(3); Häge (2011), Political Analysis 19(3)",
        covers="pairs of all states of the system by year",
        tables=("similarities",),
        datasets=("atop",),
    ),
    ShippedFigures(
        id="facts",
        title="Pacts, ruptures, disputes, sanctions and a chronicle of acts, compiled by hand",
        origin="the public document named beside each record",
        licence="Apache-2.0",
        citation="Detente, concepts/facts",
        covers="pacts, ruptures, disputes and their rungs, sanctions, acts; see detente data coverage facts",
        tables=tuple(one.name for one in FACTS),
        datasets=(),
    ),
)
