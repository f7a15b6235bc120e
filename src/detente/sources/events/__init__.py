"""Sources of events: GDELT, ICEWS, POLECAT and any table by a mapping.

::

    cameo           codes of CAMEO: quad classes, PLOVER types
    event_classes   the class of an event, from its code and the other columns of its row
    event_files     which format a file has, and its rows in chunks
    event_format    the declaration of a format of event files
    event_rows      from a provider's columns to rows of the table ``events``
    gdelt           the formats of GDELT 1.0 and 2.0
    icews           the format of ICEWS
    keys            the key that tells events from reports of them
    known_formats   the formats of event files that Detente reads without a mapping
    mapped_tables   tables with typed columns, read by a mapping as text: Parquet and Stata
    mapping         a table of events read by a mapping file
    mapping_file    the mapping file, by which any table of events is read
    own_columns     the built-in mapping of a table of a user's own events
    own_event_rows  rows of a user's own events: valid, or rejected
    polecat         the format of POLECAT
    repeated_rows   rows of events that repeat an earlier row of their file
    resaved         detection of provider files that were saved again by a spreadsheet
"""
