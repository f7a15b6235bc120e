"""Samples of the sources of incidents, sanctions by day, aid and trips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samples_of_ties import sample

if TYPE_CHECKING:
    from source_sample import Sample

MIDIP = "dispnum incidnum ccode stday stmon styear endday endmon endyear insidea sidea fatalpre action hostlev"
PARTICIPANTS = [
    (4186, 1, 365, 1, 10, 1998, 1, 10, 1998, 1, 1, 0, 14, 4),
    (4186, 1, 740, 1, 10, 1998, 1, 10, 1998, 0, 0, 1, 0, 1),  # a target: no act of its own
    (4186, 2, 365, -9, 11, 1998, -9, 11, 1998, 1, 1, -9, 17, 4),  # a clash in a month
    (4186, 2, 740, -9, 11, 1998, -9, 11, 1998, 0, 0, -9, 17, 4),
    (4186, 3, 2, 1, 12, 1998, 1, 12, 1998, 0, 0, 0, 0, 1),  # nobody on the other side
]
NO_PARTICIPANTS = [
    (4186, 1, 365, 1, 10, 1998, 1, 10, 1998, 1, 1, 0, 14, 4),  # again
    (4186, 4, 365, -9, -9, 1998, -9, -9, 1998, 1, 1, 0, 14, 4),  # no month
    (4186, 5, 365, 30, 2, 1998, 1, 3, 1998, 1, 1, 0, 14, 4),  # no day
    (4186, 6, 365, 5, 2, 1998, 1, 2, 1998, 1, 1, 0, 14, 4),  # ends before it starts
    (4186, 7, 260, 5, 2, 1998, 6, 2, 1998, 1, 1, 0, 14, 4),  # the Federal Republic's number, after it
]
SENDERS = ("EU", "US", "UN")
EUSANCT = "caseid targetstate " + " ".join(
    f"{sender} startdate{sender} enddate{sender} threat{sender} imposition{sender} imposition{sender}_start "
    f"imposition{sender}_type"
    for sender in SENDERS
)
NONE = (0, None, None, 0, 0, None, None)
CASES = [
    # Sanctions and a threat before them, of two senders; one goes on
    (1, 365, 1, "2014-02-27", "ongoing", 1, 1, "2014-03-17", "4;6;7b",
     1, "2014-02-28", "2015-01-31", 1, 1, "2014-03-06", "8", *NONE),
    (2, 91, *NONE, *NONE, 1, "2009-09-23", "2010-01-27", 0, 1, "2009-09-23", "9;11"),  # of the UN
    (3, 365, *NONE, 1, "1990-04-16", "1991-06-04", 1, 0, None, None, *NONE),  # never imposed
    (4, 91, 1, "2009-09-23", "2010-01-27", 0, 1, "2009-09-23", "9", *NONE,
     1, "2009-09-23", None, 0, 1, "2009-09-23", "9"),  # one part without an end
]  # fmt: skip
NO_CASES = [
    (5, 365, *NONE, 1, "2005-03-15", "2000-09-07", 1, 0, None, None, *NONE),  # ends before it starts
    (6, 999, *NONE, 1, "2005-03-15", "2006-09-07", 1, 0, None, None, *NONE),  # nobody
    (7, 365, *NONE, 1, "in March", "2006-09-07", 1, 0, None, None, *NONE),  # no day
    (8, 365, *NONE, *NONE, *NONE),  # no sender
    (2, 365, *NONE, 1, "2005-03-15", "2006-09-07", 1, 0, None, None, *NONE),  # again
]
COLT = "iso3_a iso3_b year trips_both_ways"
TRAVELS = [
    ("CHN", "RUS", 2018, 2),
    ("CHN", "USA", 2023, 1),
    ("USA", "CHN", 2023, 1),  # the same, from the other side
    ("DEU", "FRA", 2020, 0),
]
NO_TRAVELS = [
    ("JPN", "JPN", 2020, 1),
    ("JPN", "ZZZ", 2020, 1),
    ("CHN", "RUS", 2018, 2),  # again
    ("FRA", "DEU", 2020, 4),  # not the other side's
    ("JPN", "FRA", 2020, -1),
]
OFAC = "iso3 month levels additions removals"
LISTED = [("RUS", "2022-04", 1469, 0, 0), ("RUS", "2022-05", 1524, 59, 4), ("ARE", "2022-05", 143, 0, 0)]
NOT_LISTED = [
    (None, "2022-05", 3, 1, 0),  # without a country
    ("RUS", "2022-05", 1, 1, 1),  # again
    ("RUS", "2022-13", 1, 1, 1),
    ("RUS", "2022", 1, 1, 1),
    ("RUS", "2022-06", -1, 1, 1),
]
KIEL = "iso3 month allocations_eur_bn military_eur_bn financial_eur_bn humanitarian_eur_bn commitments_eur_bn"
AID = [
    ("USA", "2022-03", 1.5, 1.0, 0.3, 0.2, 2.0),
    ("EU", "2022-03", 1.0, 0.0, 1.0, 0.0, 9.0),
    ("DEU", "2022-04", 0.0, 0.0, 0.0, 0.0, 0.5),
]
NO_AID = [
    ("USA", "2022-03", 1.5, 1.0, 0.3, 0.2, 2.0),  # again
    ("ZZZ", "2022-03", 1.5, 1.0, 0.3, 0.2, 2.0),
    ("UKR", "2022-03", 1.5, 1.0, 0.3, 0.2, 2.0),  # itself
    ("USA", "March 2022", 1.5, 1.0, 0.3, 0.2, 2.0),
    ("USA", "2022-05", -1.5, 1.0, 0.3, 0.2, 2.0),
]
MISSIONS = "stateabb ccode country country_usdos date_start date_end us_mission_status"
LEVELS = [
    ("IRN", 630, "Iran", "Iran", "1955-06-24", "1980-04-07", "Embassy"),
    ("IRN", 630, "Iran", "Iran", "1980-04-08", "2024-12-31", "None"),
    ("JPN", 740, "Japan", "Japan", "1906-05-25", "1941-12-08", "Embassy"),
]
NO_LEVELS = [
    ("JPN", 740, "Japan", "Japan", "1941-12-09", "1952-04-27", "Hotel"),
    ("JPN", 740, "Japan", "Japan", "1952-04-28", "1950-01-01", "Embassy"),  # ends before it begins
    ("JPN", 740, "Japan", "Japan", "soon", "2024-12-31", "Embassy"),
    ("XXX", 999, "Nobody", "Nobody", "1952-04-28", "2024-12-31", "Embassy"),
]
GPR = "month GPR GPRC_RUS GPRC_USA"
RISKS = [("2022-02-01", 200, 3.0, 3.5), ("2022-03-01", 318, 3.9, 4.1)]
NO_RISKS = [("2022-03-01", 318, 3.9, 4.1), ("2022-04-01", 318, -3.9, 4.1), ("soon", 318, 3.9, 4.1)]
AI_GPR = "month iso3_a iso3_b ai_gpr"
PAIRS_AT_RISK = [
    ("2023-04-01", "RUS", "UKR", 51.7),
    ("2023-05-01", "RUS", "UKR", 40.1),
    ("2023-04-01", "CHN", "IND", 0),
]
NO_PAIRS_AT_RISK = [
    ("2023-04-01", "RUS", "UKR", 51.7),  # again
    ("2023-04-01", "RUS", "RUS", 1.0),  # itself
    ("2023-04-01", "RUS", "ZZZ", 1.0),
    ("2023-13-01", "RUS", "CHN", 1.0),
    ("2023-04-01", "RUS", "CHN", -1.0),
]

SAMPLES: dict[str, Sample] = {
    "cow_mid_incidents": sample("MIDIP 5.0.csv", MIDIP, PARTICIPANTS, NO_PARTICIPANTS),
    "eusanct": sample("eusanct_cases.csv", EUSANCT, CASES, NO_CASES),
    "colt_trips": sample("colt_pairs.csv", COLT, TRAVELS, NO_TRAVELS),
    "ofac_entities": sample("ofac_entities.csv", OFAC, LISTED, NOT_LISTED),
    "ukraine_aid": sample("ukraine_support.csv", KIEL, AID, NO_AID),
    "us_missions": sample("us_missions.csv", MISSIONS, LEVELS, NO_LEVELS),
    "gpr": sample("gpr_country.csv", GPR, RISKS, NO_RISKS),
    "ai_gpr": sample("ai_gpr.csv", AI_GPR, PAIRS_AT_RISK, NO_PAIRS_AT_RISK),
}
