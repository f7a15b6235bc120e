"""Why sanctions of the facts and of GSDB differ, pair by pair."""

from __future__ import annotations

from crosscheck_reason import Reason

__all__ = ["SANCTION_REASONS"]

EU = "FRA DEU ITA ESP NLD GRC GBR POL ROU HUN SVK EST LVA LTU FIN SWE"

SANCTION_REASONS = (
    Reason(
        "gsdb",
        "ours",
        "A measure that Beijing did not declare, or declared on other grounds; GSDB has no case with the pair.",
        "CHN-AUS CHN-JPN CHN-KOR CHN-MNG CHN-PHL",
    ),
    Reason("gsdb", "ours", "The Korean halt of military goods of 12 March 2021; GSDB has no case.", "KOR-MMR"),
    Reason("gsdb", "ours", "China's entry ban of 26 March 2021; GSDB has no case with the pair.", "CHN-GBR"),
    Reason(
        "gsdb",
        "ours",
        "Trade steps, flights or mutual exit bans in a bilateral quarrel; GSDB has no case with the pair.",
        "IND-CHN IND-PAK PAK-IND JPN-KOR KOR-JPN MYS-PRK PRK-MYS RUS-TUR SAU-CAN SAU-IRN "
        "ARM-TUR KGZ-TJK PAK-AFG TUR-NLD",
    ),
    Reason(
        "gsdb",
        "ours",
        "Named in the Russian order of 5 March 2022 on unfriendly states, and Japan in the entry bans of "
        "22 August 2014 and 4 May 2022; GSDB has no case with the pair.",
        "RUS-JPN RUS-KOR",
    ),
    Reason(
        "gsdb",
        "ours",
        "GSDB gives the measure to a wider body (the United Nations or the Arab League) or has no case "
        "with the sender.",
        "JPN-SYR NZL-MMR SGP-PRK TUR-SYR",
    ),
    Reason(
        "gsdb",
        "ours",
        "The United States' arms embargo of 1984; GSDB has no case in force from 2005 on.",
        "USA-VNM",
    ),
    Reason(
        "gsdb",
        "ours",
        "Romania joined the European Union after its first measures; GSDB's cases name the members differently.",
        "ROU-PRK",
    ),
    Reason(
        "gsdb",
        "theirs",
        "Measures of the European Union within itself, on its budget.",
        between=(EU, "HUN POL"),
    ),
    Reason(
        "gsdb",
        "theirs",
        "Measures on Crimea, Donetsk and Luhansk or on persons from Ukraine, which GSDB gives to "
        "Ukraine; in our facts "
        "their target is Russia, or they are left out.",
        between=(f"{EU} AUS CAN JPN MDA NOR TUR USA", "UKR"),
    ),
    Reason(
        "gsdb",
        "theirs",
        "Lists of persons and groups in Afghanistan under a Security Council regime, carried out by the "
        "sender; our facts "
        "leave out measures of the United Nations.",
        between=(f"{EU} ARM GEO MDA NOR NZL TUR UKR", "AFG"),
    ),
    Reason(
        "gsdb",
        "theirs",
        "Travel bans on leaders of a region outside Chișinău's control, not on Moldova.",
        between=(f"{EU} ARM AZE GEO NOR TUR USA", "MDA"),
    ),
    Reason(
        "gsdb",
        "theirs",
        "Aid, talks or trade preferences held back, or lists of persons or of one armed group; our facts "
        "leave these out.",
        between=(f"{EU} USA", "KHM LKA PHL THA"),
    ),
    Reason(
        "gsdb",
        "theirs",
        "A state outside the European Union that declared itself in line with one of its decisions; our "
        "facts carry "
        "Norway's own regulation of 2014 and no other alignment.",
        "ARM-MMR MDA-IRN MDA-MMR MDA-SYR NOR-BLR NOR-IRN NOR-MMR NOR-SYR UKR-IRN",
    ),
    Reason(
        "gsdb",
        "theirs",
        "A quarrel over tariffs, subsidies or food safety, or a trade remedy; our facts count no such "
        "step as a sanction "
        "unless it was tied to a political dispute.",
        "BRA-USA CAN-DEU CAN-ESP CAN-FIN CAN-FRA CAN-GBR CAN-GRC CAN-ITA CAN-NLD CAN-SWE CAN-USA JPN-CAN "
        "JPN-USA KHM-THA "
        "KOR-CAN MEX-CAN TWN-CAN USA-CAN USA-FRA AUS-IDN RUS-BLR",
    ),
    Reason(
        "gsdb",
        "theirs",
        "Lists of single persons, firms or banks under a worldwide programme, or limits on aid; our "
        "facts carry "
        "measures aimed at a state.",
        "USA-ARG USA-BGD USA-BRA USA-GRC USA-IDN USA-IND USA-KGZ USA-LAO USA-LVA USA-MEX USA-TWN USA-UZB "
        "USA-ZAF GBR-PAK "
        "KOR-SGP KOR-TWN GBR-MDA",
    ),
    Reason(
        "gsdb",
        "theirs",
        "Nuclear, military or democracy measures of a smaller kind or of an earlier start that our facts do not carry.",
        "CAN-IND NLD-PAK GBR-NPL USA-NPL JPN-MMR AUS-KHM GBR-ARM GBR-AZE GBR-ISR ESP-ISR IRN-ARG",
    ),
    Reason(
        "gsdb",
        "theirs",
        "Arms sales held back or persons listed over the killing of a journalist or the war in Yemen, by "
        "decisions of "
        "single governments that our facts do not carry.",
        "CAN-SAU DEU-SAU FRA-SAU ITA-SAU",
    ),
    Reason(
        "gsdb",
        "theirs",
        "Answers in kind, and later joiners of a measure of 2020–22, that our facts do not carry.",
        "AUS-BLR KOR-BLR NZL-BLR NZL-IRN BLR-EST BLR-LTU BLR-LVA IRN-CAN IRN-USA TWN-PHL",
    ),
    Reason(
        "gsdb",
        "theirs",
        "Stops of gas, power, aid or traffic in Central Asia, which our facts do not carry.",
        "UZB-KGZ UZB-TJK RUS-KGZ",
    ),
)
