"""Providers of records: one module each, fetch and parse to canonical frames."""
