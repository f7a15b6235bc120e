"""Why the facts and other data sets differ: a small table, read and judged by hand.

A difference is a pair of states that one side alone has. A reason names pairs one by one, or says that both
states are among a set, or that one is in a set and the other in a second. The first reason that covers a
difference counts, so the narrow ones come first.
"""

from __future__ import annotations

from crosscheck_reason import Reason
from crosscheck_sanctions import SANCTION_REASONS

__all__ = ["REASONS", "Reason"]

# States of the pack, by body, at the time compared
OSCE = (
    "USA CAN GBR FRA DEU ITA ESP NLD GRC POL ROU HUN SVK EST LVA LTU FIN SWE NOR TUR RUS UKR BLR MDA GEO "
    "ARM AZE "
    "KAZ KGZ UZB TJK TKM MNG"
)
CIS = "RUS UKR BLR MDA GEO ARM AZE KAZ KGZ UZB TJK TKM"
EU = "FRA DEU ITA ESP NLD GRC GBR POL ROU HUN SVK EST LVA LTU FIN SWE"
NATO = "USA CAN GBR FRA DEU ITA ESP NLD GRC POL HUN NOR TUR EST LVA LTU ROU SVK"
TAC = "IDN MYS PHL SGP THA BRN LAO VNM KHM MMR CHN IND JPN PAK KOR RUS NZL MNG AUS FRA BGD LKA PRK USA CAN TUR GBR BRA"

PACT_REASONS = (
    Reason(
        "atop-consultation",
        "ours",
        "Our facts hold that Brunei and the United Kingdom promised in 1979 to consult on threats to Brunei.",
        "BRN-GBR",
    ),
    Reason(
        "atop-defence cow-defence",
        "ours",
        "Our facts keep the leg of ANZUS between Australia and New Zealand, which no party suspended.",
        "AUS-NZL",
    ),
    Reason(
        "cow-defence",
        "ours",
        "Our facts hold that the Manila Pact still binds the United States and Thailand, as both said in 1962.",
        "THA-USA",
    ),
    Reason(
        "cow-defence",
        "ours",
        "The other data do not carry the accessions to NATO of 29 March 2004 or the mutual assistance "
        "clause of the "
        "European Union of 2009.",
        between=("EST LVA LTU ROU SVK FIN SWE", f"{EU} {NATO}"),
    ),
    Reason(
        "atop-defence cow-defence",
        "theirs",
        "The other data keep Mexico, and for COW Canada, within the Rio treaty's defence; Mexico left it "
        "in 2004 and "
        "Canada never joined, the Charter of the Organization of American States being no pact of ours.",
        "ARG-MEX BRA-MEX MEX-USA ARG-CAN BRA-CAN CAN-MEX",
    ),
    Reason(
        "atop-defence cow-defence",
        "theirs",
        "The other data read the agreement of 1959, appropriate action as mutually agreed, as a pledge "
        "of defence; ours "
        "read it as consultation.",
        "PAK-USA",
    ),
    Reason(
        "cow-defence",
        "theirs",
        "COW counts the Charter of the Commonwealth of Independent States, or keeps members of 1994 in "
        "the Collective "
        "Security Treaty; our facts hold the charter to owe no defence and end three memberships in 1999.",
        among=CIS,
    ),
    Reason(
        "atop-defence",
        "theirs",
        "ATOP keeps Azerbaijan and Georgia in the Collective Security Treaty; our facts end their "
        "membership on "
        "2 April 1999, when they did not sign the protocol that prolonged it.",
        among=CIS,
    ),
    Reason(
        "atop-neutrality cow-neutrality",
        "theirs",
        "A clause in a bilateral treaty of good-neighbourliness not to help an aggressor; our facts "
        "carry few such "
        "treaties, and of those with Russia only what their main articles say.",
        "ARM-IND ARM-UKR AZE-KAZ BLR-LTU BLR-POL BLR-ROU CAN-RUS DEU-RUS EST-HUN EST-POL EST-ROU EST-UKR "
        "FIN-RUS GEO-KAZ "
        "GEO-POL GEO-UKR GRC-ROU GRC-RUS HUN-LTU HUN-LVA HUN-UKR IND-UKR KAZ-RUS KAZ-TKM KGZ-RUS LTU-MDA "
        "LTU-POL LTU-UKR "
        "LVA-POL LVA-UKR LVA-UZB MDA-POL MDA-UKR POL-RUS POL-UKR POL-UZB ROU-SVK ROU-TUR RUS-TJK RUS-TUR "
        "SVK-UKR SVK-UZB",
    ),
    Reason(
        "cow-neutrality",
        "ours",
        "Our facts read the treaty of 2001 as neutrality too: neither helps an aggressor against the other.",
        "IRN-RUS",
    ),
    Reason(
        "atop-nonaggression",
        "ours",
        "Argentina and Iran joined the Treaty of Amity and Cooperation in August 2018, in the other data's last year.",
        between=("ARG IRN", f"{TAC} NOR IRN"),
    ),
    Reason(
        "cow-nonaggression",
        "ours",
        "COW does not count the Treaty of Amity and Cooperation in Southeast Asia.",
        among=TAC,
    ),
    Reason(
        "cow-nonaggression",
        "ours",
        "A bilateral treaty that our facts read as renouncing force and COW does not count.",
        "IRN-RUS ROU-UKR RUS-UKR",
    ),
    Reason(
        "cow-nonaggression",
        "theirs",
        "COW counts the non-aggression clause within a pact of defence (NATO, the Rio treaty, the Arab "
        "League); our facts "
        "give such pacts as defence and consultation only.",
        "ARG-BRA ARG-CAN ARG-MEX ARG-USA BRA-MEX CAN-MEX MEX-USA SAU-SYR",
        among=NATO,
    ),
    Reason(
        "cow-nonaggression",
        "theirs",
        "COW counts the Kabul Declaration on Good-Neighbourly Relations of 2002 and the meetings around "
        "it; our facts leave "
        "out declarations that add no obligation to the Charter of the United Nations.",
        among="AFG CHN IRN PAK TJK TKM UZB",
    ),
    Reason(
        "atop-nonaggression",
        "theirs",
        "Pairs of participating states of the OSCE, whose shared commitments on force ATOP counts; our "
        "facts leave them "
        "out as political, and carry some of the bilateral treaties.",
        among=OSCE,
    ),
    Reason(
        "atop-nonaggression cow-nonaggression",
        "theirs",
        "Rests on the other data's reading of a bilateral or regional treaty of friendship that our "
        "facts do not carry.",
        "ARG-MEX BRA-MEX MEX-USA ARM-IND ARM-UKR AZE-IRN BLR-CHN BLR-LAO BLR-LTU BLR-VNM BRA-UKR CHN-ISR "
        "CHN-LTU CHN-LVA "
        "CHN-NPL CHN-SAU CHN-TKM CHN-UKR ESP-PHL GEO-POL GEO-RUS HUN-IDN IDN-SVK IND-UKR KHM-SVK LTU-MDA "
        "LVA-UKR LVA-UZB "
        "MDA-POL MDA-UKR PAK-SAU ROU-SVK RUS-SYR RUS-TKM SAU-SYR SVK-UKR SVK-UZB UZB-VNM",
    ),
    Reason(
        "atop-nonaggression",
        "theirs",
        "ATOP counts India and Pakistan with the Shanghai organisation's treaties from 2015; our facts "
        "have them join in "
        "June 2017, and its charter as consultation.",
        between=("IND PAK", "KAZ KGZ TJK UZB"),
    ),
    Reason(
        "atop-consultation",
        "ours",
        "Our facts read the Five Power Defence Arrangements as consultation; ATOP does not list the pair so.",
        among="AUS GBR MYS NZL SGP",
    ),
    Reason(
        "atop-consultation",
        "ours",
        "Our facts read the Budapest memoranda of 1994 as consultation among their signatories; ATOP does not.",
        among="BLR GBR KAZ RUS UKR USA",
    ),
    Reason(
        "atop-consultation",
        "ours",
        "A political declaration that our facts carry and ATOP, which wants a treaty, does not.",
        "AUS-JPN IND-JPN",
    ),
    Reason(
        "atop-consultation",
        "ours",
        "Our facts read an article or exchanged letter as consultation that ATOP reads otherwise.",
        "AUS-IDN CHN-PRK IND-NPL",
    ),
    Reason(
        "atop-consultation",
        "theirs",
        "ATOP counts the European Union's foreign policy as consultation; our facts carry the clause on "
        "mutual "
        "assistance only.",
        among=EU,
    ),
    Reason(
        "atop-consultation",
        "theirs",
        "Follows from memberships that end earlier in our facts: Mexico in the Rio treaty, and "
        "Azerbaijan and Georgia in "
        "the Collective Security Treaty.",
        "ARG-MEX BRA-MEX MEX-USA ARM-AZE ARM-GEO AZE-BLR AZE-GEO AZE-KAZ AZE-KGZ AZE-RUS AZE-TJK AZE-UZB "
        "BLR-GEO GEO-KAZ "
        "GEO-KGZ GEO-RUS GEO-TJK GEO-UZB",
    ),
    Reason(
        "atop-consultation",
        "theirs",
        "Our facts give this pair's treaty by its other obligation and have no row for consultation.",
        "AZE-TUR FIN-RUS IRN-RUS THA-USA",
    ),
    Reason(
        "atop-consultation",
        "theirs",
        "A bilateral treaty of friendship or good-neighbourliness, most of the 1990s, that our facts do not carry.",
        "ARM-FRA ARM-IND AZE-FRA AZE-UKR BLR-POL BLR-ROU BLR-TKM BLR-UKR CHN-TKM CHN-UKR ESP-RUS ESP-UKR "
        "EST-MDA EST-UKR "
        "FRA-GEO FRA-KAZ FRA-KGZ FRA-MDA FRA-TKM FRA-UKR FRA-UZB GEO-POL GRC-RUS GRC-UKR HUN-KAZ HUN-MDA "
        "HUN-UKR ITA-RUS "
        "KAZ-TKM KAZ-UKR LTU-MDA LTU-UKR LVA-UKR LVA-UZB MDA-POL MDA-TUR MDA-UZB POL-UZB ROU-RUS ROU-UZB "
        "RUS-SVK RUS-TKM "
        "RUS-TUR RUS-VNM SVK-UKR SVK-UZB TKM-UKR TUR-UKR UKR-UZB USA-UZB",
    ),
)

CLAIM_REASONS = (
    Reason(
        "icow",
        "ours",
        "A question of sea boundaries or of a river's water; ICOW's territorial claims are about land.",
        "AZE-IRN BGD-MMR CHN-IDN CHN-KOR NOR-RUS AZE-TKM IDN-PHL IDN-VNM IRN-SAU AFG-IRN",
    ),
    Reason(
        "icow",
        "ours",
        "Our facts carry questions of single points of a border, which ICOW does not code as claims.",
        "KHM-LAO TJK-UZB",
    ),
    Reason(
        "icow",
        "ours",
        "Our facts count Brunei among the claimants in the Spratlys for its shelf and zone; ICOW pairs "
        "it with others or "
        "not at all.",
        between=("BRN", "CHN PHL TWN VNM"),
    ),
    Reason(
        "icow",
        "ours",
        "Russia makes no claim to Transnistria; our facts list the dispute for the presence of its troops.",
        "MDA-RUS",
    ),
    Reason(
        "icow",
        "theirs",
        "Border questions of China and the Soviet successors that were settled by treaty in the 1990s "
        "and 2000s and that "
        "our facts do not carry.",
        "CHN-KAZ CHN-KGZ CHN-TJK KAZ-KGZ KAZ-RUS KAZ-UZB LVA-RUS BLR-LTU MDA-UKR",
    ),
    Reason(
        "icow",
        "theirs",
        "A claim of the 1990s or before, or one that slept in the years compared, that our facts do not carry.",
        "CHN-GBR CHN-LAO KHM-VNM LAO-THA MMR-THA ROU-RUS SYR-TUR",
    ),
)

REASONS = (*PACT_REASONS, *SANCTION_REASONS, *CLAIM_REASONS)
