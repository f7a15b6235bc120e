"""For each source, a file of several states and years in its producer's format, and how to cut it to a span of years.

**What a cut is.** A file with a row for each year, roll call or act is cut by filtering its rows by date, as anybody
would. A file of spells (sanctions, claims, rivalries, contiguity, exercises, seats of government) is cut to the spells
that overlap the span, each clipped to it: that is the same record, as far as the span goes. To keep only the spells
that began in the span would lose those that were there already, and no reader could tell.
"""

from __future__ import annotations

from long_rows import (
    COW,
    DEMOCRACY,
    DYADIC,
    INCIDENTS,
    LATE,
    NAMES,
    NEW,
    OLD,
    PACTS,
    REGISTER,
    SEATS,
    STATES,
    STATES_BY,
    UNDL,
    VOETEN,
    Long,
    by,
    conflicts,
    cut_exercises,
    cut_register,
    december,
    exercises,
    figures,
    iso_pairs,
    january,
    library,
    mids,
    numbered,
    pair_spells,
    pair_years,
    register,
    rivalries,
    sanctions,
    seats,
    some,
    spells,
    state_years,
    votes,
    year_of,
)
from long_statecraft import LONG as STATECRAFT
from samples_of_ties import ACD, DISPUTE, GSDB, MME, SIDES, TSS

__all__ = ["LONG", "STATES", "Long"]

LONG: dict[str, Long] = {
    "archigos": Long(
        "gw_archigos.csv",
        "gwcode year leadertransition irregular n_leaders",
        state_years(*OLD, 1, 0, 2),
        by(1),
        *OLD,
    ),
    "atop": Long("atop5_1ddyr.csv", PACTS, pair_years(*OLD, 1, 0, 0, 1, 0), by(2), *OLD),
    "capitals": Long(
        "capitals.csv", "code capital lat lon from until precision note", SEATS, seats, *OLD, yearly=False
    ),
    "chinavitae": Long(
        "chinavitae_2003_2018.parquet",
        "date country leader text",
        [
            (f"{month:02}/22/{year % 100:02}", name, "Xi Jinping", f"Xi Jinping travelled to {name}, City ")
            for year in range(LATE[0], LATE[1] + 1)
            for month, name in enumerate(("Russia", "France", "Japan"), start=2)
            if some(year, month) or month == 2
        ],
        by(0, lambda cell: 2000 + int(str(cell)[-2:])),
        *LATE,
    ),
    "china_leader_trips": Long(
        "china_leader_trips.csv",
        "Year\tName\tLevel\tCountry\tOriginal Source\tDetails",
        [
            (str(year), "Xi Jinping", "President", name, "CEIAS", None)
            for year in range(OLD[0], OLD[1] + 1)
            for place, name in enumerate(("Russia", "France", "Japan"))
            if some(year, place) or not place
        ],
        by(0),
        *OLD,
    ),
    "cow_alliances": Long(
        "alliance_v4.1_by_directed_yearly.csv",
        "ccode1 ccode2 year defense neutrality nonaggression entente",
        pair_years(*OLD, 1, 0, 0, 1),
        by(2),
        *OLD,
    ),
    "cow_contiguity": Long(
        "contdir.csv",
        "state1no state2no conttype begin end",
        [(one, other, 1 + one % 5, a, b) for one, other, a, b in pair_spells(*OLD, january, december)],
        spells(3, 4, january, december),
        *OLD,
        yearly=False,
    ),
    "cow_igo": Long("cow_igo_ndy.parquet", "ccode1 ccode2 year dyadigos", pair_years(*OLD, 7.0), by(2), *OLD),
    "cow_mids": Long(
        "dyadic_mid_4.03.csv",
        DYADIC,
        [(10 * year + place, a, b, year, year, 1, 0, 7, 7, 3, 3) for place, (a, b, year) in numbered(*OLD)],
        by(3),
        *OLD,
    ),
    "cow_mindist": Long("cow_mindist.parquet", "ccode1 ccode2 year mindist", pair_years(*OLD, 7.0), by(2), *OLD),
    "cow_nmc": Long(
        "NMC-70-abridged.csv",
        "ccode year milex milper irst pec tpop upop cinc",
        [(c, y, 1, 1, 1, 1, 100 + y, 1, (c + y) / 1e4) for c in COW.values() for y in range(OLD[0], OLD[1] + 1)],
        by(1),
        *OLD,
    ),
    "cow_trade": Long("Dyadic_COW_4.0.csv", "ccode1 ccode2 year flow1 flow2", pair_years(*OLD, 3.5, 0.0), by(2), *OLD),
    "euds": Long(
        "democracy.parquet", DEMOCRACY, figures(*OLD, 0.5, 0.5, 1.0, 0.5), by(1, lambda y: int(float(str(y)))), *OLD
    ),
    "fractionalisation": Long(
        "creg.csv",
        "ccode creg_ccode year ethfrac ethpol relfrac relpol",
        [(code, code, year, 0.5, 0.5, 0.5, 0.5) for code, year in state_years(*OLD)],
        by(2),
        *OLD,
    ),
    "gdppop": Long(
        "gdppop.parquet",
        "ccode year mrgdppc sd_mrgdppc pwtrgdp sd_pwtrgdp pwtpop sd_pwtpop",
        figures(*OLD, 35000.0, 3000.0, 4.9e6, 2e6, 128.0, 1.0),
        by(1, lambda y: int(float(str(y)))),
        *OLD,
    ),
    "gml_mids": Long(
        "gml-ddy-disputes-2.2.1.csv",
        f"dispnum ccode1 ccode2 year midonset {SIDES} {DISPUTE}",
        mids(*OLD),
        by(3),
        *OLD,
    ),
    "gsdb": Long("GSDB_V4.csv", GSDB, sanctions(*OLD), spells(3, 4, year_of, year_of), *OLD, yearly=False),
    "icews-yearly": Long(
        "icews_dyadyear_2002_2014.parquet",
        "i_iso3c j_iso3c year verbCoop matlCoop verbConf matlConf",
        iso_pairs(*LATE),
        by(2),
        *LATE,
    ),
    "icow_claims": Long(
        "icow_claims.parquet",
        "claimdy name chal tgt begclaim endclaim icowsal",
        [
            (place, "Land", one, other, a, b, 1 + place % 12)
            for place, (one, other, a, b) in enumerate(pair_spells(*OLD, january, december))
        ],
        spells(4, 5, january, december),
        *OLD,
        yearly=False,
    ),
    "itpde": Long(
        "itpde_trade.parquet",
        "year exporter importer usd",
        [
            (year, NAMES[STATES_BY[one]], NAMES[STATES_BY[other]], 1e9)  # type: ignore[index]
            for one, other, year in pair_years(*OLD)
        ],
        by(0),
        *OLD,
    ),
    "jme_russia": Long(
        "jme_russia_2009_2018.parquet",
        "id name yr participant",
        [
            (10 * year + place, "Indra", year, name)
            for year in range(NEW[0], NEW[1] + 1)
            for place, name in enumerate(("India", "Japan", "China"))
            if some(year, place) or not place
        ],
        by(2),
        *NEW,
    ),
    "mie": Long(
        "mie-1.0.csv",
        INCIDENTS,
        [(y, p, a, b, 5, 1, y, 5, 9, y, 1, 7, 3, 0, 0, 0, 0) for p, (a, b, y) in numbered(*OLD)],
        by(6),
        *OLD,
    ),
    "mme": Long("mme_v7_long_1980_2010.parquet", MME, exercises(*OLD), cut_exercises, *OLD, yearly=False),
    "polity": Long(
        "democracy.parquet", DEMOCRACY, figures(*OLD, 0.5, 0.5, 1.0, 0.5), by(1, lambda y: int(float(str(y)))), *OLD
    ),
    "row_regimes": Long(
        "row_regime.csv",
        "code year row_regime",
        [(STATES_BY[code], year, 2) for code, year in state_years(*OLD)],  # type: ignore[index]
        by(1),
        *OLD,
    ),
    "reign_elections": Long(
        "reign_elections.csv",
        "ccode elec_year elec_month event type",
        [(code, year, 5, "Vote, Early", "XLR"[(code + year) % 3]) for code, year in state_years(*OLD)],  # type: ignore[operator]
        by(1),
        *OLD,
    ),
    "reign_leaders": Long(
        "reign_leaders.csv",
        "ccode leader syear smonth eyear emonth",
        [(code, f"L{year}", year, 1, year, 12) for code, year in state_years(*OLD)],
        by(2),
        *OLD,
    ),
    "sipri_register": Long("trade-register.csv", REGISTER, register(*OLD), cut_register, *OLD),
    "territorial_threat": Long("terrthreat.csv", "ccode year lterrthreat sd", state_years(*OLD, 0.2, 0.1), by(1), *OLD),
    "us_troops": Long(
        "us_troops.csv",
        "countryname iso3c year troops_ad",
        [(NAMES[STATES_BY[code]], STATES_BY[code], year, 10) for code, year in state_years(*OLD) if code != 2],  # type: ignore[index]
        by(2),
        *OLD,
    ),
    "td_rivalries": Long(
        "td_rivalries.csv",
        "rivalryno rivalryname ccode1 ccode2 start end type1 type2 type3",
        rivalries(*OLD, "positional", None, None),
        spells(4, 5, year_of, year_of),
        *OLD,
        yearly=False,
    ),
    "tss_rivalries": Long(
        "tss_rivalries.parquet",
        TSS,
        rivalries(*OLD, 1.0, None, None, None, None, None),
        spells(4, 5, year_of, year_of),
        *OLD,
        yearly=False,
    ),
    "ucdp_acd": Long("UcdpPrioConflict_v25_1.csv", ACD, conflicts(*OLD, episodes=True), by(1), *OLD),
    "ucdp_dyadic": Long(
        "Dyadic_v25_1.csv",
        ACD.replace("conflict_id", "dyad_id").replace(" ep_end ep_end_date", ""),
        conflicts(*OLD, episodes=False),
        by(1),
        *OLD,
    ),
    "undl_votes": Long("2024_09_12_ga_voting.csv", UNDL, library(*OLD), by(4, lambda day: int(str(day)[:4])), *OLD),
    "unga_votes": Long("UNVotes2021.csv", VOETEN, votes(*OLD), by(4, lambda day: int(str(day)[:4])), *OLD),
    "vdem": Long(
        "democracy.parquet", DEMOCRACY, figures(*OLD, 0.5, 0.5, 1.0, 0.5), by(1, lambda y: int(float(str(y)))), *OLD
    ),
    **STATECRAFT,
}
