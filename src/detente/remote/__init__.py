"""Providers' files over the network: which there are, and how they are fetched.

::

    addresses   which addresses are valid, which redirects are followed, what is shown of an address
    sites       a site on the network, or a folder laid out as one
    errors      why a file could not be fetched
    certificate_fallback    a second site, used once the first has an invalid certificate
    retries     how many requests at a time, how long to wait, when to give up
    lists       lists of files, cached so that only what is new is requested
    gdelt, dataverse    from a provider's lists to a plan of files of events
    mediawiki, daily_pages    pages of a wiki through its API, and those of daily news
    datasets    from a source's declaration to a plan of its files
    download    one file: resumed, checked, moved into place
    ledger      what was downloaded, what is missing and why
    fetch       the files of a plan, a few at a time
"""

from __future__ import annotations

from detente.remote.certificate_fallback import FallbackSite
from detente.remote.datasets import plan_source, server_of
from detente.remote.dataverse import DATAVERSE, STORAGE, plan_dataset
from detente.remote.errors import is_unreachable
from detente.remote.fetch import Inventory, fetch_files, take_inventory
from detente.remote.fetch_plan import FetchOutcome, FetchPlan, ListGap, RemoteFile
from detente.remote.gdelt import GDELT, GDELT_STORAGE, SECOND_BEGINS, STREAMS, plan_gdelt
from detente.remote.ledger import Ledger
from detente.remote.retries import MOST_CONNECTIONS, RetryPolicy
from detente.remote.sites import Site, site_at

__all__ = [
    "DATAVERSE",
    "GDELT",
    "GDELT_STORAGE",
    "MOST_CONNECTIONS",
    "SECOND_BEGINS",
    "STORAGE",
    "STREAMS",
    "FallbackSite",
    "FetchOutcome",
    "FetchPlan",
    "Inventory",
    "Ledger",
    "ListGap",
    "RemoteFile",
    "RetryPolicy",
    "Site",
    "fetch_files",
    "is_unreachable",
    "plan_dataset",
    "plan_gdelt",
    "plan_source",
    "server_of",
    "site_at",
    "take_inventory",
]
