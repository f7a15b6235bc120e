"""Answers: one question each, one frame or small object, as of a date.

::

    architecture            whether states depend on a hub or form a web, and what would change it
    assembly_records        votes, roll calls and absences of the General Assembly, as known on a day
    balance                 the balance of a group: how far friends and foes are from two camps
    cached_temperatures     temperatures estimated from a user's own events, computed once and cached
    chronicle               acts compiled by hand or coded from texts, not the rows of the table ``events``
    conflict_records        rows of disputes, wars, crises and agreements as records of documents
    continued_temperatures  the pack's temperatures moved on by later events
    dataset_coverage        the stretches of days that datasets cover, and whether they contain a period
    dataset_records         what datasets record between two states: disputes, ties, agreements, flows, events
    disputes                disputes compiled by hand, with their rungs, and disputes in datasets; of one state or two
    document_answer         the class of answers that have a document
    documents               the answers as documents
    event_counts            counts of a dataset's events by dyad, period and class
    facts_coverage          the coverage of the facts compiled by hand, and how sentences state it
    group_networks          the networks of a group by year, read from the store: pacts, cooperation, visits, exercises
    held_temperatures       stored temperatures held in memory as a whole, for many pairs in a row
    map_points              points of states and disputes on a map
    network_series          a group's networks by year: indices, hubs, change, and what hypothetical ties would do
    organisations           organisations as parties: the European Union or NATO as senders of sanctions and acts
    pacts                   treaties compiled by hand, and spells in datasets
    pair_architecture       the architecture of the group around a pair of states
    period_coverage         the share of each period that a dataset covers
    profile                 a state's capabilities, attention and alignments over time
    roll_calls              one roll call: the count, and who voted how
    rows_of_states          rows of one state with any other, or between two states
    ruptures                diplomatic relations that were broken off or lowered, and whether they were restored
    states                  look up a name or code, with codes, spells and names
    structural_data         capabilities, trade shares and pact ties, from datasets or the starter pack
    temperature             the temperatures of a pair, by period and direction; estimated in `temperature_estimates`
    temperature_estimates   the temperatures of all dyads of a dataset: stored ones, or estimated from events
    temperature_warnings    warnings about temperatures: partly covered periods, outsized reports
    third_state_pull        how strongly powers draw on third states: trade, votes, conduct, pacts, visits
    tie_records             pacts, claims, rivalries, sanctions, exercises and visits as records of documents
    vetoes                  vetoes that two states cast in the Security Council, and on which drafts both
    vote_agreement          vote agreement of two states by window
    votes                   how alike two states vote, or one roll call
    wars_and_crises         wars and international crises of one state, or between two, from datasets
"""
