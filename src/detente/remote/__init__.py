"""Providers' files over the network: which there are, and how they are fetched.

::

    addresses   what may be asked, where a redirect may lead, what may be shown
    sites, stand_in     a site on the network, a folder laid out as one, and a site with another behind it
    manners     how many at a time, how long to wait, when to give up
    lists       lists of files, kept so that only what is new is asked for
    gdelt, dataverse    from a provider's lists to a plan of files of events
    records     from what a source says of itself to a plan of its files
    download    one file: resumed, checked, moved into place
    record      what was had, what is missing and why
    pull        a plan, carried out
"""

from __future__ import annotations

from detente.remote.datasets import plan_source, server_of
from detente.remote.dataverse import DATAVERSE, STORAGE, plan_dataset
from detente.remote.fallback import StandIn
from detente.remote.files import Gap, Outcome, Plan, RemoteFile
from detente.remote.gdelt import GDELT, GDELT_STORAGE, SECOND_BEGINS, STREAMS, plan_gdelt
from detente.remote.ledger import Record
from detente.remote.pull import Start, carry_out, starting_from
from detente.remote.retries import MOST_CONNECTIONS, Manners
from detente.remote.sites import Site, site_at

__all__ = [
    "DATAVERSE",
    "GDELT",
    "GDELT_STORAGE",
    "MOST_CONNECTIONS",
    "SECOND_BEGINS",
    "STORAGE",
    "STREAMS",
    "Gap",
    "Manners",
    "Outcome",
    "Plan",
    "Record",
    "RemoteFile",
    "Site",
    "StandIn",
    "Start",
    "carry_out",
    "plan_dataset",
    "plan_gdelt",
    "plan_source",
    "server_of",
    "site_at",
    "starting_from",
]
