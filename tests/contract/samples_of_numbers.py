"""Samples of the sources of indicators and dyads' indicators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
from source_sample import Sample


def _file(name: str, columns: str, rows: Sequence[tuple[object, ...]]) -> Callable[[Path], Path]:
    """Return what writes rows under a name: as Parquet, or as text."""

    def write(folder: Path) -> Path:
        path = folder / name
        if path.suffix == ".parquet":
            pl.DataFrame(rows, schema=columns.split(), orient="row").write_parquet(path)
        else:
            text = [[None if cell is None else str(cell) for cell in row] for row in rows]
            pl.DataFrame(text, schema=dict.fromkeys(columns.split(), pl.String), orient="row").write_csv(path)
        return path

    return write


NMC = _file(
    "NMC-70-abridged.csv",
    "stateabb ccode year milex milper irst pec tpop upop cinc version",
    [
        ("USA", 2, 1913, 68863, 155, 31803, 534624, 97225, 21979, 0.22, 7.0),
        ("USA", 2, 1914, 257000, 165, 23889, 509436, 99111, 22731, 0.21, 7.0),
        ("GMY", 255, 1990, 28900000, 545, 43900, -9, 79365, 25000, 0.03, 7.0),
        ("GFR", 260, 1990, 28900000, 545, 38434, 336000, 63253, 20000, 0.03, 7.0),
        ("YUG", 345, 2010, -9, 29, 1254, 20000, 7291, 1800, 0.001, 7.0),
        ("GFR", 260, 1991, 1, 1, 1, 1, 1, 1, 0.1, 7.0),  # no longer a state
        ("XXX", 999, 1990, 1, 1, 1, 1, 1, 1, 0.1, 7.0),  # nobody
        ("USA", 2, 1914, 1, 1, 1, 1, 1, 1, 0.1, 7.0),  # again
        ("USA", 2, 1915, "much", 1, 1, 1, 1, 1, 0.1, 7.0),  # no number
        ("USA", 2, None, 1, 1, 1, 1, 1, 1, 0.1, 7.0),  # no year
    ],
)
VDEM = _file(
    "V-Dem-CY-Core-v15.csv",
    "country_name country_text_id COWcode year v2x_polyarchy v2x_polyarchy_sd",
    [
        ("Germany", "DEU", 255, 1980, 0.86, 0.02),
        ("Germany", "DEU", 255, 2000, 0.88, 0.02),
        ("Yemen", "YEM", 679, 1980, 0.08, 0.01),
        ("Czechia", "CZE", 316, 1930, 0.6, 0.03),
        ("Japan", "JPN", 740, 1870, None, None),
        ("Palestine/Gaza", "PSG", None, 2010, 0.2, 0.02),  # has no number
        ("India", "IND", 750, 1900, 0.1, 0.02),  # no state then
        ("Germany", "DEU", 255, 2000, 0.88, 0.02),  # again
    ],
)
VDEM_BY_TEXT = _file(
    "vdem_v15.csv",
    "country_text_id country_id country_name year v2x_polyarchy v2x_libdem v2x_partipdem v2x_delibdem v2x_egaldem",
    [
        ("DEU", 77, "Germany", 1980, 0.86, 0.8, 0.5, 0.7, 0.7),
        ("CZE", 157, "Czechia", 1980, 0.2, 0.1, 0.1, 0.1, 0.2),
        ("JPN", 9, "Japan", 2000, 0.83, None, None, None, None),
        ("ZZB", 236, "Zanzibar", 1960, 0.2, 0.1, 0.1, 0.1, 0.1),  # no state's code
        ("UKR", 100, "Ukraine", 1960, 0.2, 0.1, 0.1, 0.1, 0.1),  # no state then
        ("JPN", 9, "Japan", 2000, 0.83, None, None, None, None),  # again
    ],
)
CREG = _file(
    "creg.csv",
    "ccode gwcode creg_ccode year ethfrac ethpol relfrac relpol efindex",
    [
        (740, 740, 740, 2000, 0.02, 0.04, 0.5, 0.8, 0.01),
        (365, 365, 393, 1991, 0.28, 0.5, 0.4, 0.6, 0.69),  # gives way
        (365, 365, 365, 1991, 0.69, 0.7, 0.7, 0.7, 0.69),
        (365, 365, 365, 2000, None, None, None, None, 0.32),  # gives way
        (365, 365, 393, 2000, 0.32, 0.5, 0.4, 0.6, 0.32),
        (345, 340, 340, 1950, None, None, None, None, None),  # gives way
        (345, 345, 345, 1950, 0.66, 0.8, 0.7, 0.8, 0.75),
        (740, 740, 740, 2001, 1.2, 0.04, 0.5, 0.8, 0.01),  # out of range
        (679, 678, 679, 1980, 0.1, 0.1, 0.1, 0.1, 0.1),  # no state then
    ],
)
THREAT = _file(
    "terrthreat.csv",
    "ccode year lterrthreat sd m_lterrthreat",
    [
        (740, 2000, 0.25, 0.05, 0.2),
        (2, 1816, 0.27, 0.12, None),
        (679, 1980, 0.1, 0.1, 0.1),  # no state then
        (740, 2000, 0.25, 0.05, 0.2),  # again
    ],
)
TROOPS = _file(
    "us_troops.csv",
    "countryname iso3c ccode region year troops_ad total_civilian",
    [
        ("Japan", "JPN", 740, "East Asia & Pacific", 2024, 52000, 7000),
        ("Germany", "DEU", 255, "Europe", 1980, 244320, 9000),
        ("Trinidad and Tobago", "TTO", 52, "Latin America", 2013, 0, 0),  # gives way
        ("Trinidad & Tobago", "TTO", 52, "Latin America", 2013, 7, 0),
        ("Norway", "NOR", 385, "Europe", 2013, 0, 0),
        ("Vietnam", "VNM", 816, "East Asia & Pacific", 1968, 537377, 0),
        ("Czechoslovakia", None, 315, "Europe", 1980, 16, 0),
        ("Guam", None, 1030, "East Asia & Pacific", 2013, 6000, 1),  # no state
        ("Norway", "NOR", 385, "Europe", 2012, -1, 0),  # less than zero
    ],
)
REGIMES = _file(
    "row_regime.csv",
    "code year row_regime",
    [
        ("JPN", 2020, 3),
        ("OWID_GFR", 1980, 3),
        ("OWID_KOS", 2020, 2),
        ("OWID_RVN", 1960, 1),
        ("OWID_DRV", 1960, 0),
        ("OWID_RVN", 1900, 0),  # no state then
        ("CZE", 1980, 0),
        ("UKR", 1980, 0),  # no state then
        ("OWID_BAD", 1850, 0),  # no code of ours
        ("JPN", 2019, 4),  # no regime
        ("JPN", 2020, 3),  # again
    ],
)
LEADERS = _file(
    "gw_archigos.csv",
    "gwcode year leadertransition irregular n_leaders jan1obsid dec31obsid",
    [
        (740, 2006, 1, 0, 2, "JPN-2001", "JPN-2006"),
        (260, 1980, 0, 0, 1, "GFR-1974", "GFR-1974"),
        (678, 2000, 0, 0, 1, "YAR-1978", "YAR-1978"),
        (265, 2000, 0, 0, 1, "GDR-1990", "GDR-1990"),  # no state then
    ],
)
ELECTIONS = _file(
    "reign_elections_2021.csv",
    "ccode electionnumber country elec_year elec_month elec_day sequence event type direct",
    [
        (365, 1, "Russia", 2018, 3, 18, 1, "Vote, As Scheduled", "X", "Y"),
        (365, 1, "Russia", 2018, 9, None, 1, "Vote, Early ", "R", "Y"),
        (740, 1, "Japan", 2017, 10, 22, 1, "Vote, Early", "L", "Y"),
        (740, 1, "Japan", 2017, 9, 28, 1, "Announced", "L", "Y"),  # not held
        (740, 1, "Japan", 2021, 1, 22, 1, "Vote, Early", "L", "Y"),  # covered in part
        (740, 1, "Japan", 1924, 5, 10, 1, "Vote, Early", "L", "Y"),  # before the record
        (740, 1, "Japan", 2017, 10, 22, 1, "Vote, Early", "Q", "Y"),
        (999, 1, "Nobody", 2017, 10, 22, 1, "Vote, Early", "L", "Y"),
    ],
)
OFFICE = _file(
    "reign_leaders_1945_2021.csv",
    "stateabb ccode leadid leader sday smonth syear emonth eyear",
    [
        ("RUS", 365, "1", "Medvedev", 7, 5, 2008, 5, 2012),
        ("RUS", 365, "2", "Putin", 7, 5, 2012, None, None),
        ("JPN", 740, "3", "Abe", 26, 12, 2012, 9, 2020),
        ("USA", 2, "4", "Biden", 20, 1, 2021, None, None),  # covered in part
        ("JPN", 740, "5", "Nobody", 1, 1, 2012, 1, 2011),  # ends before it begins
        ("XXX", 999, "6", "Nobody", 1, 1, 2012, 1, 2013),
    ],
)
TERRAIN = _file(
    "ruggedness.csv",
    "ccode gwcode rugged newlmtnest",
    [
        (740, 740, 1.974, 4.3),
        (341, 341, 3.4, None),
        (232, None, 5.7, 2.0),
        (740, 740, 1.974, 4.3),  # again
        (999, 999, 1.0, 1.0),  # nobody
        (2, 2, -1.0, 1.0),
    ],
)
POLITY = _file(
    "p5v2018.csv",
    "p5 cyear ccode scode country year polity2",
    [
        (0, 3641922, 364, "USR", "USSR", 1922, -7),
        (0, 3481, 348, "MNT", "Montenegro", 2010, 9),
        (0, 3411, 341, "KOS", "Kosovo", 2010, 8),
        (0, 5251, 525, "SSU", "South Sudan", 2012, 0),
        (0, 7001, 700, "AFG", "Afghanistan", 2002, None),
        (0, 7002, 700, "AFG", "Afghanistan", 2001, -66),
        (0, 3651922, 365, "RUS", "Russia", 1922, -1),  # gives way
        (0, 2601, 260, "GFR", "Germany West", 1946, 0),  # no state then
        (0, 7003, 700, "AFG", "Afghanistan", 2003, 11),  # no score
        (0, 7004, 700, "AFG", "Afghanistan", 2002, 1),  # again
    ],
)
DEMOCRACY = [
    (2, 1816, 0.28, -0.01, 6, 0.355),
    (260, 1980, 1.5, 1.2, 10, 0.85),
    (345, 2010, 1.0, 0.7, None, 0.5),
    (700, 2000, None, None, -7, None),
    (255, 1960, 1.0, 1.0, 1, 0.5),  # no state then
    (2, 1816, 1.0, 1.0, 1, 0.5),  # again
]
UDS = _file(
    "extended_uds.csv",
    "extended_country_name GWn cown in_GW_system year z1 se_z1 z1_adj",
    [
        ("Germany", 260, 255, "TRUE", 1980, 1.5, 0.3, 1.2),
        ("Germany", 260, 255, "TRUE", 2000, 1.6, 0.3, 1.3),
        ("Yemen", 678, 679, "TRUE", 2000, -0.5, 0.3, -0.8),
        ("Tonga", 972, 955, "TRUE", 2000, None, None, None),
        ("India", 750, 750, "FALSE", 1930, -1, 0.3, -1.3),  # no state then
        ("Hyderabad", None, None, "FALSE", 1930, -1, 0.3, -1.3),  # has no number
    ],
)
GDP_BY_CODE = _file(
    "gdppop.parquet",
    "ccode year mrgdppc sd_mrgdppc pwtrgdp sd_pwtrgdp pwtpop sd_pwtpop",
    [
        (740.0, 2010.0, 35000.0, 3000.0, 4.9e6, 2e6, 128.0, 1.0),
        (679.0, 2010.0, None, None, None, None, 23.0, 0.5),
        (679.0, 1980.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),  # no state then
        (740.0, 2010.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),  # again
    ],
)
GDP_PREDICTED = _file(
    "estimates_2024.csv",
    "gwno year indicator mean sd",
    [
        (260, 1980, "PWT100_pop", 61.5, 0.5),
        (260, 2000, "PWT100_pop", 82.2, 0.5),
        (260, 2000, "PWT100_gdp_ppp_none_2017", 3.5e6, 1.4e6),
        (678, 2000, "Maddison2020_gdppc_ppp_bcbt", 3100, 500),
        (260, 2000, "latent_pop", 1, 1),  # another figure
        (260, 2000, "PWT100_pop", 82, 0.5),  # again
        (260, 1500, "PWT100_pop", 10, 5),  # no state then
    ],
)
TRADE = _file(
    "Dyadic_COW_4.0.csv",
    "ccode1 ccode2 year importer1 importer2 flow1 flow2 version",
    [
        (2, 740, 2013, "United States", "Japan", 142148, 71939, 4),
        (365, 740, 2013, "Russia", "Japan", 13560, 24610, 4),
        (2, 731, 2013, "United States", "North Korea", 0, -9, 4),
        (2, 679, 1980, "United States", "Yemen", 1, 1, 4),  # no state then
        (2, 740, 2013, "United States", "Japan", 142148, 71939, 4),  # again
        (740, 740, 2013, "Japan", "Japan", 1, 1, 4),  # itself
        (2, 740, 2012, "United States", "Japan", -1, 1, 4),  # less than zero
    ],
)
TRADE_FROM_BOTH_SIDES = _file(
    "cow_trade_dyadyear.parquet",
    "ccode1 ccode2 year flow1 flow2",
    [
        (2, 740, 2013, 142148.0, 71939.0),
        (740, 2, 2013, 71939.0, 142148.0),
        (2, 731, 2013, 0.0, None),
        (731, 2, 2013, None, 0.0),
        (2, 740, 2014, 1.0, 2.0),
        (740, 2, 2014, 2.0, 3.0),  # says otherwise
    ],
)
INDUSTRIES = _file(
    "ITPD_E_R02.csv",
    "exporter_iso3 importer_iso3 year industry_id trade flag_zero",
    [
        ("AAA", "RUS", 2013, 1, 1.5, "p"),  # nobody
        ("JPN", "JPN", 2013, 1, 900.5, "p"),  # at home
        ("JPN", "RUS", 2013, 1, 13264.5, "p"),
        ("JPN", "UKR", 2013, 1, 0, "r"),
        ("JPN", "UZB", 2013, 1, 0, "u"),
    ],
)
SUMS = _file(
    "itpde_trade.parquet",
    "year exporter importer usd",
    [
        (2013, "Japan", "Russia", 13.2645e9),
        (2013, "Congo", "Macedonia (FYROM)", 1e6),
        (2013, "DR Congo", "South Sudan", 0.0),
        (2013, "Japan", "Japan", 1e12),  # at home
        (2005, "Japan", "South Sudan", 1.0),  # no state then
        (2013, "Japan", "Russia", 1.0),  # again
    ],
)
MINDIST = _file(
    "cow_mindist.parquet",
    "ccode1 ccode2 year mindist",
    [
        (365.0, 740.0, 2014.0, 4.2),
        (255.0, 220.0, 2014.0, 0.0),
        (345.0, 355.0, 1990.0, 0.0),
        (2.0, 255.0, 1960.0, 1.0),  # no state then
        (740.0, 365.0, 2014.0, 4.2),  # again
        (2.0, 740.0, 2014.0, -1.0),  # no distance
        (2.0, 2.0, 2014.0, 0.0),  # itself
    ],
)
GW_MINDIST = _file(
    "gw_mindist.csv",
    "gwcode1 gwcode2 year mindist",
    [(260, 220, 2014, 0.0), (260, 220, 1980, 0.0), (678, 698, 2014, 0.0), (679, 698, 2014, 0.0)],
)
SHARED = _file(
    "cow_igo_ndy.parquet",
    "ccode1 ccode2 year dyadigos",
    [
        (365.0, 740.0, 2014.0, 45.0),
        (2.0, 731.0, 2014.0, 0.0),
        (2.0, 999.0, 2014.0, 1.0),  # nobody
        (2.0, 731.0, 2014.0, 1.0),  # again
    ],
)
BODIES = _file(
    "dyadic_formatv3.csv",
    "ccode1 country1 ccode2 country2 year AALCO EU UN WTO dyadid version",
    [
        (365, "Russia", 740, "Japan", 2014, 0, -1, 1, 1, 365740, 3),
        (2, "United States", 731, "North Korea", 1985, 0, -1, 0, -9, 2731, 3),
        (2, "United States", 255, "Germany", 1960, 0, -1, 0, -9, 2255, 3),  # no state then
    ],
)
CAPITALS = _file(
    "capitals.csv",
    "code capital lat lon from until precision note",
    [
        ("JPN", "Kyoto", 35.01, 135.77, None, "1868-09-02", "day", None),
        ("JPN", "Tokyo", 35.69, 139.69, "1868-09-03", None, "day", None),
        ("RUS", "Moscow", 55.76, 37.62, None, None, None, None),
        ("QQQ", "Nowhere", 0.0, 0.0, None, None, None, None),  # nobody
        ("JPN", "Osaka", 34.69, 135.5, "1900-01-01", None, "day", None),  # while Tokyo is
        ("FRA", "Paris", 148.86, 2.35, None, None, None, None),  # off the globe
        ("FRA", "Paris", 48.86, 2.35, "1871-02-30", None, None, None),  # no day
    ],
)


def _register(folder: Path) -> Path:
    columns = ["SIPRI AT Database ID", "Supplier", "Recipient", "Delivery year", "TIV delivery values"]
    rows = [
        ("1", "Russia", "China", "2005", "66.5"),
        ("2", "Russia", "China", "2004; 2005?", "10; 20"),
        ("3", "Congo", "Turkiye", "(1999)", "0.25"),
        ("4", "Soviet Union", "Viet Nam", "1980", "4"),
        ("5", "Germany", "Greece", "1975", "4"),
        ("6", "Iran", "Hezbollah (Lebanon)*", "2006", "10"),  # no state
        ("7", "unknown supplier(s)", "Syria", "2012", "1"),  # unknown
        ("8", "Ukraine", "South Sudan", "2009", "30"),  # no state then
        ("9", "Russia", "India", "2004; 2005", "10"),  # one value for two years
        ("10", "Russia", "India", "soon", "10"),  # no year
        ("11", "Russia", "India", "2005", "much"),  # no number
    ]
    path = folder / "trade-register.csv"
    pl.DataFrame(rows, schema=columns, orient="row").write_csv(path)
    return path


def _democracy(folder: Path) -> Path:
    columns = ["ccode", "year", "euds", "aeuds", "polity2", "v2x_polyarchy"]
    path = folder / "democracy.parquet"
    pl.DataFrame(DEMOCRACY, schema=columns, orient="row", strict=False).cast(pl.Float64).write_parquet(path)
    return path


SAMPLES: dict[str, Sample] = {
    "archigos": Sample(LEADERS, kept=3, rejected=1),
    "capitals": Sample(CAPITALS, kept=3, rejected=4),
    "cow_igo": Sample(SHARED, kept=2, rejected=2),
    "cow_igo/bodies": Sample(BODIES, kept=2, rejected=1),
    "cow_mindist": Sample(MINDIST, kept=3, rejected=4),
    "cow_mindist/gw": Sample(GW_MINDIST, kept=3, rejected=1),
    "cow_nmc": Sample(NMC, kept=5, rejected=5),
    "cow_trade": Sample(TRADE, kept=3, rejected=4),
    "cow_trade/both": Sample(TRADE_FROM_BOTH_SIDES, kept=5, rejected=1),
    "euds": Sample(UDS, kept=4, rejected=2),
    "euds/ccode": Sample(_democracy, kept=4, rejected=2),
    "fractionalisation": Sample(CREG, kept=4, rejected=5),
    "gdppop": Sample(GDP_BY_CODE, kept=2, rejected=2),
    "gdppop/predicted": Sample(GDP_PREDICTED, kept=4, rejected=3),
    "itpde": Sample(SUMS, kept=3, rejected=3),
    "itpde/industries": Sample(INDUSTRIES, kept=3, rejected=2),
    "polity": Sample(POLITY, kept=6, rejected=4),
    "polity/ccode": Sample(_democracy, kept=4, rejected=2),
    "reign_elections": Sample(ELECTIONS, kept=3, rejected=5),
    "reign_leaders": Sample(OFFICE, kept=3, rejected=3),
    "row_regimes": Sample(REGIMES, kept=6, rejected=5),
    "rugged_terrain": Sample(TERRAIN, kept=3, rejected=3),
    "sipri_register": Sample(_register, kept=5, rejected=6),
    "territorial_threat": Sample(THREAT, kept=2, rejected=2),
    "us_troops": Sample(TROOPS, kept=6, rejected=3),
    "vdem": Sample(VDEM, kept=5, rejected=3),
    "vdem/ccode": Sample(_democracy, kept=4, rejected=2),
    "vdem/text": Sample(VDEM_BY_TEXT, kept=3, rejected=3),
}
