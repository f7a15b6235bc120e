"""The lake: Parquet is the record, DuckDB the view; every read is as of a date."""
