"""Samples of the sources of wars, crises, participants in disputes, vetoes and peace agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samples_of_ties import sample

if TYPE_CHECKING:
    from source_sample import Sample

INTER = "warnum ccode1 ccode2 year cowinteronset initiator1 outcome1 batdeath1"
WARS = [
    (85, 740, 365, 1904, 1, 1, 1, 51_000),
    (85, 365, 740, 1904, 1, 0, 2, 71_453),
    (85, 740, 365, 1905, 0, 1, 1, 51_000),
    (85, 365, 740, 1905, 0, 0, 2, 71_453),
    (148, 645, 666, 1948, 1, 0, 2, 500),
    (148, 645, 666, 1948, 1, 0, None, 500),  # after a truce in the year
    (176, 651, 666, 1969, 1, 0, 6, -9),
]
NO_WARS = [
    (1, 999, 365, 1904, 1, 1, 1, 1),
    (1, 365, 365, 1904, 1, 1, 1, 1),
    (1, 816, 365, 1904, 1, 1, 1, 1),  # not yet a state
    (None, 740, 365, 1904, 1, 1, 1, 1),
]
INTRA = "warnum warname wartype year cowintraonset primary_state ccodea ccodeb outcome sideadeaths sidebdeaths"
WITHIN = [
    (938, "Third Somalia", "central control", 2007, 0, 1, 520, -8, 1, -9, -9),
    (938, "Third Somalia", "central control", 2007, 0, 0, 530, -8, 1, -9, -8),
    (938, "Third Somalia", "central control", 2008, 0, 0, -8, 531, 1, -8, -9),  # after the record's end
    (547, "Somewhere", "central control", 1848, 1, 1, 365, -8, 1, 1500, -9),
    (547, "Somewhere", "central control", 1848, 1, 1, 365, None, 1, 1500, -9),  # began again in the year
]
NOT_WITHIN = [
    (938, "Third Somalia", "central control", 2007, 0, 0, -8, -8, 1, -8, -9),  # no state
    (938, "Third Somalia", "central control", 2007, 0, 0, 999, -8, 1, -8, -9),
    (938, "Third Somalia", "central control", 2007, 0, 0, 530, 530, 1, -8, -9),
]
MIDB = "dispnum ccode stday stmon styear endday endmon endyear sidea revstate fatality fatalpre hiact hostlev orig"
IN_DISPUTES = [
    (258, 220, 31, 3, 1939, 22, 6, 1940, 1, 0, 6, -9, 20, 5, 0),
    (258, 220, 23, 10, 1944, 14, 8, 1945, 1, 0, 6, -9, 20, 5, 0),  # back in it
    (2, 2, -9, 7, 1902, -9, 1, 1903, 1, 1, 0, 0, 7, 3, 1),
]
NOT_IN_DISPUTES = [
    (258, 220, 31, 3, 1939, 22, 6, 1940, 1, 0, 6, -9, 20, 5, 0),  # again
    (3, 2, 31, 6, 1902, 1, 7, 1903, 1, 1, 0, 0, 7, 3, 1),  # no day
    (4, 2, 30, 6, 1902, 1, 6, 1902, 1, 1, 0, 0, 7, 3, 1),  # ends before it starts
    (5, 816, 30, 6, 1902, 1, 7, 1902, 1, 1, 0, 0, 7, 3, 1),  # not yet a state
]
ICB = "crisno cracno cracid motrig yrtrig moterm yrterm trigent gravty viol datrig daterm crisname"
ACTORS = [
    (196, 454, 2, 10, 1962, 11, 1962, 365, 5, 2, 16, 20, "CUBAN MISSILES"),
    (196, 456, 365, 10, 1962, 11, 1962, 2, 5, 2, 77, 88, "CUBAN MISSILES"),  # the middle and the end of a month
    (26, 56, 200, 9, 1922, 10, 1922, 996, 4, 1, 23, 11, "CHANAK"),  # several triggered it
    (474, 1058, 365, 11, 2015, None, None, 640, 4, 2, 24, None, "RUSSIA-TURKEY"),  # no end
]
NO_ACTORS = [
    (196, 454, 2, 10, 1962, 11, 1962, 365, 5, 2, 16, 20, "CUBAN MISSILES"),  # again
    (430, 990, 260, 3, 1999, 6, 1999, 345, 4, 4, 24, 10, "KOSOVO"),  # the Federal Republic's number, after it
    (431, 991, 2, None, None, 6, 1999, 345, 4, 4, 24, 10, "KOSOVO"),
    (432, 992, 2, 6, 1999, 3, 1999, 345, 4, 4, 24, 10, "KOSOVO"),  # ends before it starts
]
VETOED = "date draft agenda_item member_veto1 member_veto2 member_veto3 crisis_topic"
VETOES = [
    ("1946-08-29", "S/PV.57", "Portugal", "USSR", None, None, "Admission"),
    ("1946-08-29", "S/PV.57", "Ireland", "USSR", None, None, "Admission"),  # the same meeting
    ("2014-05-22", "S/2014/348", "Middle East", "China", "Russia", None, "Syria"),
    ("1955-12-13", "S/3509", "Mongolia", "China", None, None, "Admission"),  # the Republic of China's
    ("1976-10-19", "S/12211", "Namibia", "France", "UK", "USA", "Namibia"),
]
NO_VETOES = [
    ("soon", "S/1", "Namibia", "France", None, None, None),
    ("1976-10-19", None, "Namibia", "France", None, None, None),
    ("1976-10-19", "S/2", "Namibia", "Brazil", None, None, None),  # no permanent member
    ("1976-10-19", "S/3", "Namibia", None, None, None, None),
]
PAX = "AgtId Dat Agt PPName Agtp Loc1ISO Stage Status Loc2ISO Loc1GWNO Loc2GWNO"
AGREEMENTS = [
    (
        9,
        "2023-03-10",
        "Joint Statement",
        "Iran-Saudi",
        "Inter",
        "IRN",
        "Oth",
        "Signed",
        "SAU",
        630,
        670,
    ),
    (10, "2011-09-01", "Accord", "Sudan", "Intra", "SDN", "Pre", "Signed", None, 625, None),
    (11, "2002-07-20", "Machakos", "Sudan", "Intra", "SSD", "Pre", "Signed", "SDN", 626, 625),
    (
        12,
        "2009-01-01",
        "Statement",
        "Kosovo",
        "Intra",
        None,
        "Pre",
        "Unilateral",
        None,
        347,
        None,
    ),  # by number
]
NO_AGREEMENTS = [
    (9, "2023-03-10", "Joint Statement", "Iran-Saudi", "Inter", "IRN", "Oth", None, "SAU", 630, 670),  # again
    (13, "2002-07-20", "Accord", "Sudan", "Intra", "SSD", "Pre", None, None, 626, None),  # no state then
    (14, "1990-09-12", "Treaty", "Germany", "Inter", None, "Oth", None, None, None, None),  # of many states
    (15, "in 1990", "Treaty", "Germany", "Inter", "FRA", "Oth", None, None, None, None),
]

SAMPLES: dict[str, Sample] = {
    "cow_wars": sample("cow_war_inter.csv", INTER, WARS, NO_WARS),
    "cow_intra_wars": sample("cow_war_intra.csv", "\t".join(INTRA.split()), WITHIN, NOT_WITHIN),
    "cow_mid_participants": sample("MIDB 5.0.csv", MIDB, IN_DISPUTES, NOT_IN_DISPUTES),
    "icb_crises": sample("icb2v14.csv", ICB, ACTORS, NO_ACTORS),
    "unsc_vetoes": sample("unsc_vetoes.csv", VETOED, VETOES, NO_VETOES),
    "pax_agreements": sample("pax_agreements.csv", PAX, AGREEMENTS, NO_AGREEMENTS),
}
