"""Readers: archives, delimited text, Stata, and rows by line."""
