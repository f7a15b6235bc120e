"""The lake: Parquet files, their manifest and digests.

::

    batch_rows            rows of the manifest in SQLite
    batches               the rows of the manifest: batches and Parquet files
    covered_days          which days the files of a dataset of events cover
    dataset_descriptions  descriptions of users' own datasets
    disk                  errors of the disk in words
    estimate_cache        a cache of estimates that take long to compute, in the store's folder
    home                  where the user's store is
    integrity             digests of files, and whether they agree
    lake                  the lake: reading it, and changes of it as transactions
    manifest              which batches and files the lake has
    parquet               Parquet files with columns of few distinct texts
    parts                 Parquet files with rows of one table, in the pack or the lake
    upgrade               a store of an older layout, brought up to date
"""
