"""Readers: archives, delimited text, Stata, and rows by line.

::

    archives       safe reading of untrusted files: plain, ``.gz``, or ``.zip`` with one or more files
    dated_texts    files of dated texts: CSV, Parquet, JSON or plain text
    large_text     files too large for memory, queried in place by DuckDB; only aggregates are loaded
    layouts        files of rows in the layouts that a source declares
    line_format    the format of delimited lines, and the pieces of an input that are read together
    line_index     the lines in a buffer: bounds, and which are malformed
    lines          delimited lines to typed columns, fast and without losing a line
    literal_paths  file names passed to engines literally
    quoted_csv     CSV with quoted cells, as spreadsheets write it
    r_files        R files (.rds, .RData), which can't be read: they contain R objects, not tables
    record_lines   the line on which each record of a text file begins
    stata_files    Stata files (.dta), read with pyreadstat from the extra ``stata``
    text_files     text files with a header, parsed by DuckDB
    wikitext       wikitext to the text that a reader sees
"""
