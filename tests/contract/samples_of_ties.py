"""Samples of the sources of ties, disputes and conflicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
from source_sample import Sample, save

Rows = Sequence[tuple[object, ...]]


def file_of(name: str, columns: str, rows: Rows) -> Callable[[Path], Path]:
    """Return what writes a file of that name, with columns named in one text and all rows given."""

    def write(folder: Path) -> Path:
        frame = pl.DataFrame(
            rows, schema=columns.split("\t" if "\t" in columns else None), orient="row", infer_schema_length=None
        )
        save(frame, folder / name)
        return folder / name

    return write


def sample(name: str, columns: str, kept: Rows, rejected: Rows) -> Sample:
    """Return a sample whose sound rows come before the faulty ones."""
    return Sample(file_of(name, columns, [*kept, *rejected]), len(kept), len(rejected))


PACTS = [
    (740, 365, 2016, 0, 0, 0, 1, 0),
    (740, 365, 2017, 0, 0, 0, 1, 0),
    (740, 365, 2018, 0, 0, 0, 1, 0),
    (710, 731, 1961, 1, 0, 0, 1, 0),
    (2, 740, 1900, 0, 0, 0, 0, 0),  # a covered zero
]
NO_PACTS = [
    (999, 365, 2016, 1, 0, 0, 0, 0),  # nobody
    (816, 365, 1900, 1, 0, 0, 0, 0),  # not yet a state
    (365, 365, 2016, 1, 0, 0, 0, 0),  # itself
]
ALLIANCES = [
    (365, 740, 1941, 0, 1, 0, 0),
    (740, 365, 1941, 0, 1, 0, 0),  # the same, the other way round
    (2, 20, 2011, 1, 0, 1, 1),
    (2, 20, 2012, 1, 0, 1, 1),
]
NO_ALLIANCES = [
    (260, 200, 1995, 1, 0, 0, 1),  # the Federal Republic's number, after it
    (2, 2, 2012, 1, 0, 0, 0),
]
CONTIGUITY = [
    (365, 740, 3, 186001, 194508),
    (365, 740, 2, 195204, 201612),
    (731, 365, 1, 194808, 201612),  # begins before the state does
    (713, 740, 0, 195204, 197204),  # none: a covered zero
]
NO_CONTIGUITY = [
    (2, 20, 9, 192001, 201612),  # no type
    (2, 20, 1, 192013, 201612),  # no month
    (771, 750, 1, 197001, 197002),  # no state yet at either end
]
DATES = {
    186001: "1860-01-01",
    194508: "1945-08-01",
    195204: "1952-04-01",
    201612: "2016-12-01",
    194808: "1948-08-01",
    197204: "1972-04-01",
    192001: "1920-01-01",
    192013: "1920-13-01",
    197001: "1970-01-01",
    197002: "1970-02-01",
}
RIVALRIES = [
    (75, "Japan-Russia", 365, 740, 1894, 1945, "positional", "spatial", None),
    (24, "Britain-Russia", 200, 365, 1778, 1956, "positional", None, None),  # older than the lists
    (197, "Russia-United States 2", 2, 365, 2007, 2010, "positional", None, None),
]
NO_RIVALRIES = [
    (4, "France-Spain", 220, 230, 1494, 1700, "positional", None, None),  # ended before the lists
    (93, "Saudi Arabia-Yemen 1", 670, 679, 1932, 1934, "spatial", None, None),
]
CLAIMS = [
    (82804, "Kuril Islands & South Sakhalin", 740, 365, 195204, 201799, 12),
    (None, "Preah Vihear", 800, 811, 200807, 201311, None),
    (7, "Los Roques", 101, 200, 185000, 185604, 3),  # a month unknown
]
NO_CLAIMS = [
    (8, "Aegean Sea Islands", 640, 350, 196404, None, 9),  # no end
    (9, "Nowhere", 2, 200, 190013, 190101, 1),  # no month
    (10, "Nowhere", 2, 200, 190105, 190101, 1),  # ends before it begins
]
SANCTIONS = [
    (1008, "Russia", "Japan", 2014, 2023, 1, 0, 1, 1, 1, 0, "imp_part"),
    (1009, "Russia", "EU, Norway", 2014, 2023, 0, 1, 0, 0, 0, 0, None),
    (7, "Egypt, Arab Rep.", "Germany", 1965, 1967, 0, 0, 0, 1, 0, 0, None),
    (8, "Sri Lanka", "ECOWAS, Canada", 1990, 1991, 0, 0, 0, 0, 1, 0, None),
]
NO_SANCTIONS = [
    (9, "Liberia", "ECOWAS", 1990, 1991, 1, 0, 0, 0, 0, 0, None),
    (10, "Balkans", "Canada", 1990, 1991, 1, 0, 0, 0, 0, 0, None),
    (11, "Cuba", "Canada", 1991, 1990, 1, 0, 0, 0, 0, 0, None),
    (12, "France", "France", 1991, 1992, 1, 0, 0, 0, 0, 0, None),
]
EXERCISES = [
    ("mme1", "Keen Sword", "-9", "2", "United States", "1986", "10", "xx", "1986", "10", "31"),
    ("mme1", "Keen Sword", "-9", "740", "Japan", "1986", "10", "xx", "1986", "10", "31"),
    ("mme1", "Keen Sword", "-9", None, "Tonga", "1986", "10", "xx", "1986", "10", "31"),
    ("mme2", "-9", "Cobra Gold", "817", "Vietnam", "2003", "5", "2", "2003", "5", "xx"),
    ("mme2", "-9", "Cobra Gold", "2", "United States", "2003", "5", "2", "2003", "5", "xx"),
    ("mme3", "Alone", "-9", "2", "United States", "2003", "5", "2", "2003", "5", "3"),
]
NO_EXERCISES = [
    ("mme1", "Keen Sword", "-9", None, "-9", "1986", "10", "xx", "1986", "10", "31"),
    ("mme1", "Keen Sword", "-9", None, "NATO", "1986", "10", "xx", "1986", "10", "31"),
    ("mme4", "Odd", "-9", "2", "United States", "2003", "5", "2", "2003", "5", "1"),  # ends before it starts
    ("mme5", "Odd", "-9", "2", "United States", "2003", "2", "30", "2003", "3", "1"),  # no day
]
RUSSIAN = [(1, "Indra-2018", 2018, "India"), (2, "Rimpac", 2012, "Japan"), (2, "Rimpac", 2012, "China")]
NOT_RUSSIAN = [(3, "Odd", 2018, "Atlantis"), (4, "Odd", 2018, "Russia")]
NOTICE = "https://www.fmprc.gov.cn/eng/1.html"
TRIPS = [
    ("1956", "Zhou Enlai", "Premier", "Vietnam", "CEIAS", None),
    ("2013", "Xi Jinping", " President ", "Russia", "CEIAS", None),
    ("2013", "Xi Jinping", "President", "Russia", "CEIAS", None),  # a second time in the year
    ("2024", "Xi Jinping", "President", "France", NOTICE, "Xi Jinping Visits France_Ministry"),
]
NO_TRIPS = [
    ("2023", "Xi Jinping", "President", "Ukraine", NOTICE, "Ma Zhaoxu Attends Debate_Ministry"),
    ("2013", "Xi Jinping", "Emperor", "Russia", "CEIAS", None),
    ("2013", "Xi Jinping", "President", "Atlantis", "CEIAS", None),
]
ENTRIES = [
    ("03/22/13", "Russia", "Xi Jinping", "Xi Jinping travelled to Russia, Moscow and met with the following: X"),
    ("03/23/13", "Russia", "Xi Jinping", "Xi Jinping travelled to Russia, Moscow "),
    ("03/23/13", "Russia", "Yang Jiechi", "Yang Jiechi travelled to Russia, Moscow Others Attending: Y"),
    ("11/16/14", "France", "Xi Jinping", "Xi Jinping travelled to Australia, Brisbane and met with the following: Z"),
    ("06/30/08", "England", "Hu Jintao", "Hu Jintao was in Beijing Municipality and met with the following: A"),
]
NO_ENTRIES = [
    ("12/22/14", "Russia", "Wang Yi", "Wang Yi: China willing to assist Russia (Beijing Municipality)"),
    ("12/22/14", "Wales", "Wang Yi", "Wang Yi was in Beijing Municipality and met with the following: B"),
    ("13/22/14", "Russia", "Wang Yi", "Wang Yi travelled to Russia, Moscow"),
]
MIDS = [
    (4680, 365, 740, 2013, 1, 1, 0, 1, 1, 7, 7, 3, 3, 0, 0, 0, -9, 3, 0, 1, 561, 561, 2),
    (4680, 740, 365, 2013, 1, 0, 1, 1, 1, 7, 7, 3, 3, 0, 0, -9, 0, 3, 0, 1, 561, 561, 2),
    (4680, 365, 740, 2014, 0, 1, 0, 1, 1, 7, 7, 3, 3, 0, 0, 0, 0, 3, 0, 1, 561, 561, 13),
]
NO_MIDS = [
    (1, 999, 740, 2013, 1, 1, 0, 1, 1, 7, 7, 3, 3, 0, 0, 0, 0, 3, 0, 1, 5, 5, 2),
    (2, 740, 740, 2013, 1, 1, 0, 1, 1, 7, 7, 3, 3, 0, 0, 0, 0, 3, 0, 1, 5, 5, 2),
    (None, 365, 740, 2013, 1, 1, 0, 1, 1, 7, 7, 3, 3, 0, 0, 0, 0, 3, 0, 1, 5, 5, 2),
]
SIDES = "sidea1 sidea2 orig1 orig2 hiact1 hiact2 hostlev1 hostlev2 fatality1 fatality2 fatalpre1 fatalpre2"
DISPUTE = "hostlev fatality recip mindur maxdur stmon"
DYADIC = [
    (4680, 365, 740, 2013, 2013, 2, 1, 0, 1, 1, 0, 0, 7, -9, 3, 3, 0, 0, 3, 0, 1),
    (4680, 365, 740, 2014, 2013, 2, 1, 0, 1, 1, 0, 0, 7, 7, 3, 3, 0, 0, 3, 0, 1),
]
NO_DYADIC = [(1, 2, 999, 2013, 2013, 2, 1, 0, 1, 1, 0, 0, 7, -9, 3, 3, 0, 0, 3, 0, 1)]
INCIDENTS = [
    (2, 1, 2, 200, 5, -9, 1902, 5, -9, 1902, 1, 7, 3, 0, 0, 0, 0),
    (4680, 1, 365, 740, 2, 7, 2013, 2, 7, 2013, 1, 7, 3, 0, 0, -9, 0),
]
NO_INCIDENTS = [
    (4680, 1, 365, 740, 2, 7, 2013, 2, 7, 2013, 1, 7, 3, 0, 0, 0, 0),  # again
    (3, 1, 365, 740, 2, 30, 2013, 3, 7, 2013, 1, 7, 3, 0, 0, 0, 0),  # no day
    (4, 1, 365, 740, 2, 7, 2013, 2, 6, 2013, 1, 7, 3, 0, 0, 0, 0),  # ends before it starts
    (5, 1, 365, 816, 2, 7, 1913, 2, 7, 1913, 1, 7, 3, 0, 0, 0, 0),  # not yet a state
]
CONFLICTS = [
    (420, 2003, 2, 2, 2, "2003-03-20", 1, "2003-05-01", "2, 200, 900", None, "645", None),
    (11346, 2019, 2, 2, 4, "2011-02-28", 0, None, "620", None, None, "625, 696"),
    (299, 1990, 1, 1, 3, "1990-01-02", 0, None, "678", None, None, None),
]
NO_CONFLICTS = [
    (1, 1948, 1, 2, 3, "1947-09-13", 0, None, "751", None, None, None),
    (2, 2003, 2, 2, 9, "2003-03-20", 0, None, "2", None, "645", None),
    (3, 2003, 2, 2, 2, "20 March", 0, None, "2", None, "645", None),
    (4, 2003, 2, 2, 3, "2003-03-20", 0, None, None, None, None, None),
]
WORDS = {1: "territory", 2: "government"}
TYPES = {2: "interstate", 3: "intrastate", 4: "II", 9: "other"}


def single(rows: Rows) -> Rows:
    """Return conflicts as peacesciencer writes them: in words, a row for each state."""
    return [
        (row[0], row[1], WORDS[int(str(row[2]))], row[3], TYPES[int(str(row[4]))], *row[5:8], *one)
        for row in rows
        for one in zip(*(_cells(cell, row[8:12]) for cell in row[8:12]), strict=True)
    ]


def _cells(cell: object, cells: Sequence[object]) -> list[float | None]:
    """Return one of the states of a cell for each state of the longest, the last again where it has fewer."""
    most = max([len(str(one).split(",")) for one in cells if one] or [1])
    states = [float(one) for one in str(cell).split(",")] if cell else [None]
    return [states[min(place, len(states) - 1)] for place in range(most)]


ACD = "conflict_id year incompatibility intensity_level type_of_conflict start_date ep_end ep_end_date"
ACD += " gwno_a gwno_a_2nd gwno_b gwno_b_2nd"
MME = "MMEID Ex_Name Series_Name gwcode country s.year s.month s.day e.year e.month e.day"
GSDB = "case_id sanctioned_state sanctioning_state begin end trade arms military financial travel other descr_trade"
TSS = "tssr_id rivalry ccode1 ccode2 start end positional spatial ideological interventionary principal aprin"


def of_2021(rows: Rows) -> Rows:
    """Return rivalries as the later edition has them, a mark a type."""
    types = ("positional", "spatial", "ideological", "interventionary", "principal", "aprin")
    return [(*row[:6], *(1.0 if name in row[6:9] else None for name in types)) for row in rows]


def as_days(rows: Rows) -> Rows:
    """Return contiguity with days for months."""
    return [(*row[:3], DATES[int(str(row[3]))], DATES[int(str(row[4]))]) for row in rows]


SAMPLES: dict[str, Sample] = {
    "atop": sample("atop5_1ddyr.csv", "stateA stateB year defense offense neutral nonagg consul", PACTS, NO_PACTS),
    "atop/pairs": sample("atop5_1dy.csv", "mem1 mem2 year defense offense neutral nonagg consul", PACTS, NO_PACTS),
    "atop/peacesciencer": sample(
        "atop_dyadyear_1815_2018.parquet",
        "ccode1 ccode2 year atop_defense atop_offense atop_neutral atop_nonagg atop_consul",
        PACTS,
        NO_PACTS,
    ),
    "cow_alliances": sample(
        "alliance_v4.1_by_directed_yearly.csv",
        "ccode1 ccode2 year defense neutrality nonaggression entente",
        ALLIANCES,
        NO_ALLIANCES,
    ),
    "cow_alliances/peacesciencer": sample(
        "cow_alliance_1816_2012.parquet",
        "ccode1 ccode2 year cow_defense cow_neutral cow_nonagg cow_entente",
        ALLIANCES,
        NO_ALLIANCES,
    ),
    "cow_contiguity": sample("contdir.csv", "state1no state2no conttype begin end", CONTIGUITY, NO_CONTIGUITY),
    "cow_contiguity/peacesciencer": sample(
        "cow_contdir.parquet",
        "ccode1 ccode2 conttype stdate enddate",
        as_days(CONTIGUITY),
        as_days(NO_CONTIGUITY),
    ),
    "td_rivalries": sample(
        "td_rivalries.parquet",
        "rivalryno rivalryname ccode1 ccode2 styear endyear type1 type2 type3",
        RIVALRIES,
        NO_RIVALRIES,
    ),
    "td_rivalries/later": sample(
        "td_rivalries.csv",
        "rivalryno rivalryname ccode1 ccode2 start end type1 type2 type3",
        RIVALRIES,
        NO_RIVALRIES,
    ),
    "tss_rivalries": sample("tss_rivalries.parquet", TSS, of_2021(RIVALRIES), of_2021(NO_RIVALRIES)),
    "icow_claims": sample("icow_claims.parquet", "claimdy name chal tgt begclaim endclaim icowsal", CLAIMS, NO_CLAIMS),
    "gsdb": sample("GSDB_V4.csv", GSDB, SANCTIONS, NO_SANCTIONS),
    "mme": sample("mme_v7_long_1980_2010.parquet", MME, EXERCISES, NO_EXERCISES),
    "mme/csv": sample("mme_long.csv", MME, EXERCISES, NO_EXERCISES),
    "jme_russia": sample("jme_russia_2009_2018.parquet", "id name yr participant", RUSSIAN, NOT_RUSSIAN),
    "china_leader_trips": sample(
        "china_leader_trips.csv", "Year|Name|Level|Country|Original Source|Details".replace("|", "\t"), TRIPS, NO_TRIPS
    ),
    "chinavitae": sample("chinavitae_2003_2018.parquet", "date country leader text", ENTRIES, NO_ENTRIES),
    "cow_mids": sample(
        "dyadic_mid_4.03.csv",
        "disno statea stateb year strtyr strtmnth sideaa sideab orignata orignatb revstata revstatb highmcaa highmcab "
        "hihosta hihostb fatleva fatlevb hihost fatlev recip",
        DYADIC,
        NO_DYADIC,
    ),
    "cow_mids/peacesciencer": sample(
        "cow_mid_dyadyear.parquet", f"dispnum ccode1 ccode2 year cowmidonset {SIDES} {DISPUTE}", MIDS, NO_MIDS
    ),
    "cow_mids/all": sample(
        "cow_mid_dirdisps.csv",
        f"dispnum ccode1 ccode2 year disponset {SIDES}",
        [row[:17] for row in MIDS],
        [row[:17] for row in NO_MIDS],
    ),
    "gml_mids": sample(
        "gml-ddy-disputes-2.2.1.csv", f"dispnum ccode1 ccode2 year midonset {SIDES} {DISPUTE}", MIDS, NO_MIDS
    ),
    "gml_mids/peacesciencer": sample(
        "gml_mid_dyadyear.parquet", f"dispnum ccode1 ccode2 year gmlmidonset {SIDES} {DISPUTE}", MIDS, NO_MIDS
    ),
    "mie": sample(
        "mie-1.0.csv",
        "micnum eventnum ccode1 ccode2 stmon stday styear endmon endday endyear sidea1 action hostlev fatalmin1 "
        "fatalmax1 fatalmin2 fatalmax2",
        INCIDENTS,
        NO_INCIDENTS,
    ),
    "ucdp_acd": sample("UcdpPrioConflict_v25_1.csv", ACD, CONFLICTS, NO_CONFLICTS),
    "ucdp_dyadic": sample(
        "Dyadic_v25_1.csv",
        ACD.replace("conflict_id", "dyad_id").replace(" ep_end ep_end_date", ""),
        [(*row[:6], *row[8:]) for row in CONFLICTS],
        [(*row[:6], *row[8:]) for row in NO_CONFLICTS],
    ),
    "ucdp_acd/peacesciencer": sample("ucdp_acd.parquet", ACD, single(CONFLICTS), single(NO_CONFLICTS)),
}
