"""The cube: events summed by dyad, day and class.

::

    batch_counting  counting of new batches into files of the cube
    counts          events summed to dyad, period and class, from the cube or the events
    cube            the cube, and its update as batches come
    cube_files      which cube files there are, and which batches of events they count
    dialects        the cube's SQL in each engine's dialect
    duckdb_engine   the cube's SQL on DuckDB
    spark           the cube's SQL on Apache Spark
    verification    whether the cube is whole: its files, and the records that they count
"""
