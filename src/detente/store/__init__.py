"""The store: the pack, the facts and the lake as one record, read as of a date.

::

    coverage        what datasets cover, as known on a day
    current_rows    rows of files that several inputs share, without those replaced by a day
    facts           CSV files compiled by hand, read strictly and once
    facts_coverage  what the facts cover
    held_results    results held in a store's memory until the records change
    pack            the starter pack, checked before it is read
    packed_votes    the votes of the starter pack, read as two tables
    row_counts      what the store holds: rows by table and dataset, of the versions current on a day
    scan            which files, vintages, rows and ends a read takes, and the scan of one file
    source_entries  the entries of a list of sources: title, origin, licence, citation
    store           `Store`: pack, facts and lake, read as one record
    version         one digest of the starter pack, the facts and the user's files
    vote_series     votes of the pack and of files as one series
"""

from detente.store.store import Provenance, Store
from detente.store.version import store_version

__all__ = ["Provenance", "Store", "store_version"]
