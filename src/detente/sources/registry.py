"""The registry of sources: every provider's dataset by its name."""

from __future__ import annotations

from detente.errors import UsageError
from detente.sources.contract import Source
from detente.sources.providers.ai_gpr import AI_GPR
from detente.sources.providers.archigos import ARCHIGOS
from detente.sources.providers.atop import ATOP
from detente.sources.providers.capitals import CAPITALS
from detente.sources.providers.china_leader_trips import CHINA_LEADER_TRIPS
from detente.sources.providers.chinavitae import CHINAVITAE
from detente.sources.providers.colt_trips import COLT_TRIPS
from detente.sources.providers.cow_alliances import COW_ALLIANCES
from detente.sources.providers.cow_contiguity import COW_CONTIGUITY
from detente.sources.providers.cow_igo import COW_IGO
from detente.sources.providers.cow_mid_incidents import COW_MID_INCIDENTS
from detente.sources.providers.cow_mid_participants import COW_MID_PARTICIPANTS
from detente.sources.providers.cow_mids import COW_MIDS
from detente.sources.providers.cow_mindist import COW_MINDIST
from detente.sources.providers.cow_nmc import COW_NMC
from detente.sources.providers.cow_trade import COW_TRADE
from detente.sources.providers.cow_wars import COW_INTRA_WARS, COW_WARS
from detente.sources.providers.euds import EUDS
from detente.sources.providers.eusanct import EUSANCT
from detente.sources.providers.fractionalisation import FRACTIONALISATION
from detente.sources.providers.gdppop import GDPPOP
from detente.sources.providers.gml_mids import GML_MIDS
from detente.sources.providers.gpr import GPR
from detente.sources.providers.gsdb import GSDB
from detente.sources.providers.icb_crises import ICB_CRISES
from detente.sources.providers.icews_dyad_years import ICEWS_DYAD_YEARS
from detente.sources.providers.icow_claims import ICOW_CLAIMS
from detente.sources.providers.itpde import ITPDE
from detente.sources.providers.jme_russia import JME_RUSSIA
from detente.sources.providers.mie import MIE
from detente.sources.providers.mme import MME
from detente.sources.providers.ofac_entities import OFAC_ENTITIES
from detente.sources.providers.pax_agreements import PAX_AGREEMENTS
from detente.sources.providers.polity import POLITY
from detente.sources.providers.regimes import REGIMES
from detente.sources.providers.reign_elections import REIGN_ELECTIONS
from detente.sources.providers.reign_leaders import REIGN_LEADERS
from detente.sources.providers.rivalries import TD_RIVALRIES, TSS_RIVALRIES
from detente.sources.providers.rugged_terrain import RUGGED_TERRAIN
from detente.sources.providers.sipri_register import SIPRI_REGISTER
from detente.sources.providers.territorial_threat import TERRITORIAL_THREAT
from detente.sources.providers.ucdp import UCDP_ACD, UCDP_DYADIC
from detente.sources.providers.ukraine_aid import UKRAINE_AID
from detente.sources.providers.undl_votes import UNDL_VOTES
from detente.sources.providers.unga_votes import UNGA_VOTES
from detente.sources.providers.unsc_vetoes import UNSC_VETOES
from detente.sources.providers.us_missions import US_MISSIONS
from detente.sources.providers.us_troops import US_TROOPS
from detente.sources.providers.vdem import VDEM

__all__ = ["SOURCES", "source"]

SOURCES: dict[str, Source] = {
    one.name: one
    for one in (
        AI_GPR,
        ARCHIGOS,
        ATOP,
        CAPITALS,
        CHINAVITAE,
        CHINA_LEADER_TRIPS,
        COLT_TRIPS,
        COW_ALLIANCES,
        COW_CONTIGUITY,
        COW_IGO,
        COW_INTRA_WARS,
        COW_MIDS,
        COW_MID_INCIDENTS,
        COW_MID_PARTICIPANTS,
        COW_MINDIST,
        COW_NMC,
        COW_TRADE,
        COW_WARS,
        EUDS,
        EUSANCT,
        FRACTIONALISATION,
        GDPPOP,
        GML_MIDS,
        GPR,
        GSDB,
        ICB_CRISES,
        ICEWS_DYAD_YEARS,
        ICOW_CLAIMS,
        ITPDE,
        JME_RUSSIA,
        MIE,
        MME,
        OFAC_ENTITIES,
        PAX_AGREEMENTS,
        POLITY,
        REGIMES,
        REIGN_ELECTIONS,
        REIGN_LEADERS,
        RUGGED_TERRAIN,
        SIPRI_REGISTER,
        TD_RIVALRIES,
        TERRITORIAL_THREAT,
        TSS_RIVALRIES,
        UCDP_ACD,
        UCDP_DYADIC,
        UKRAINE_AID,
        UNDL_VOTES,
        UNGA_VOTES,
        UNSC_VETOES,
        US_MISSIONS,
        US_TROOPS,
        VDEM,
    )
}


def source(name: str) -> Source:
    """Return a source by its name.

    Parameters
    ----------
    name : str
        A key of `SOURCES`.

    Raises
    ------
    UsageError
        If there is no such source; lists those there are.

    Examples
    --------
    >>> source("icews-yearly").table
    'counts'
    """
    if name not in SOURCES:
        raise UsageError(f"no source is called {name!r}; the sources are {', '.join(sorted(SOURCES))}", value=name)
    return SOURCES[name]
