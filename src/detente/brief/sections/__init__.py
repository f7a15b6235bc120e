"""The sections of a brief, one module a section; `detente.brief.sections.order` lists them in reading order.

A section is a function of the evidence and the register that returns a `Section`. The bottom line and the outlook take
the judgements, too.

::

    architecture      the architecture around the pair, by pacts and by conduct
    bottom_line       where the relation stands in a sentence, then the judgements
    dataset_records   what the datasets in the user's store record between the two, by kind and dataset
    method            how the figures are computed and to be read
    neighbours        the same measures for the third parties that matter most to the pair
    order             the sections of a brief in reading order
    outlook           the outlook of the pair, and what would change our mind
    path              how it got here: turning points, the dated acts around them, and the chart by year
    profiles          the two states: capabilities, attention, defence partners, disputes nearby
    retrospect        what was forecast, what happened since, and the scores
    sanctions         a part of ties: sanctions of either on the other, and of groups that one of them is in
    sources           sources behind the figures, and what is missing
    standing          where the relation stands now, in both directions: a table
    third_state_pull  the pull of the two states, and of their neighbours, on third states
    ties              pacts, disputes, sanctions and incidents around the pair
    votes             votes in the General Assembly: raw agreement, and agreement beyond chance
    votes_depth       a part of votes: ideal points, telling roll calls, votes with the neighbours
    words_deeds       words against deeds: two scores from the same machinery, and their gap
"""
