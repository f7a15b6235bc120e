"""Files of users and providers, ingested into the lake.

::

    code           dated acts between states from texts, as a table or in the store
    commit         inputs read to the end, published in the lake
    cube           count events by dyad, day and class, and keep the counts up to date
    data_answers   what ``detente data`` returns: an overview, batches, coverage, rejects, citations
    data_versions  which version of the pack's data a store was last added to with, and what changed since
    dataset_names  which names a user's dataset may have: any that is not in the registry of datasets
    event_ingest   the result of an ingest of files of events
    events         files of events into the lake, in bounded memory
    facts          a user's own rows beside the facts that come with Detente, or in their place
    facts_rows     rows of facts from a CSV file: which table they are for, and why one can't be added
    ingest         add files of events, votes, pacts, disputes and indicators to the store
    ingest_unit    one input during an ingest: its counts, and the files that it is written to
    inputs         the files in the given paths, and which the lake already has
    maintenance    count, compact and remove what the lake holds
    parallel       an ingest shared by two processes
    pull           fetch providers' files and ingest them
    pull_answers   what a pull returns: what it would fetch, what it fetched, and the sources there are
    pull_news      daily pages of Wikipedia's current events, fetched and ingested
    repeated_ids   ids that a user gave to events: one event for each, in the whole dataset
    source_file    ingest of one file of votes, ties, disputes or indicators
    spark_texts    texts coded on Apache Spark: the same coder over the parts of an archive in Parquet
    text_inputs    the inputs of an ingest of texts: files and pages
    texts          texts into the store, with the acts coded from them
    verification   the files of the store against the manifest
"""
