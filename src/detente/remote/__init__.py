"""Providers' files over the network: which there are, and how they are fetched.

::

    addresses             which are valid, which redirects are followed, and what is shown of an address
    certificate_fallback  a second site, used once the first has an invalid certificate
    daily_pages           plan and files of the daily pages of 'Portal:Current events'
    datasets              from a source's declaration to a plan of its files
    dataverse             ICEWS and POLECAT as files of datasets in the Harvard Dataverse
    download              one file: resumed, checked, moved into place
    download_log          what was downloaded, what is missing and why
    errors                why a file could not be fetched
    fetch                 fetch the files of a plan a few at a time, and record the outcome of each
    fetch_plan            a file at a provider, a plan of files to fetch, and the outcome of each
    file_lists            lists of files, cached so that only what is new is requested
    gdelt                 from the lists of GDELT to a plan of its files
    gdelt_v1              the files of GDELT 1.0
    gdelt_v2              the files of GDELT 2.0
    mediawiki             pages of a wiki with their newest revision, through MediaWiki's API
    retries               how many requests at a time, how long to wait, when to give up
    sites                 a site on the network, or a folder laid out as one
"""

from __future__ import annotations

from detente.remote.certificate_fallback import FallbackSite
from detente.remote.datasets import plan_source, server_of
from detente.remote.dataverse import DATAVERSE, STORAGE, plan_dataset
from detente.remote.download_log import DownloadLog
from detente.remote.errors import is_unreachable
from detente.remote.fetch import Inventory, fetch_files, take_inventory
from detente.remote.fetch_plan import FetchOutcome, FetchPlan, ListGap, RemoteFile
from detente.remote.gdelt import GDELT, GDELT_STORAGE, SECOND_BEGINS, STREAMS, plan_gdelt
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
    "DownloadLog",
    "FallbackSite",
    "FetchOutcome",
    "FetchPlan",
    "Inventory",
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
