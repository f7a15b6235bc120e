"""The lake: Parquet files, their manifest and digests."""
