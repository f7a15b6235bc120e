"""From a provider's rows to validated frames: states, ties, years, column formats.

::

    column_forms   the format of a column, determined from all its cells
    day_parts      dates given as a year, a month and perhaps a day
    dispute_years  militarised interstate disputes by pair and year, read into the table ``mids``
    indicators     files by state or pair and year, to the tables ``indicators`` and ``dyad_indicators``
    months         files by month, to the tables ``indicators`` and ``dyad_indicators``
    pact_spells    files of pacts by pair and year, joined into spells of the table ``ties``
    row_checks     checks of rows, one after another: valid rows and rejects
    states         codes of states in rows, translated; rows without a valid state rejected
    ties           rows to the table ``ties``: years joined into spells, sides in order
    un_votes       seats, symbols and titles of roll calls
    vote_series    one series of roll calls from several datasets that record the same votes
"""
