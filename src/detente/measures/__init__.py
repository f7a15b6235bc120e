"""Measures of relations: pure functions from frames to frames.

::

    architecture      whether a network of states hangs on a hub, is a web, or both
    balance           structural balance: how far friends and foes form two camps
    ideal_points      each state's position on the one dimension that best orders votes in the General Assembly
    intervals         factors of normal intervals, and quantiles of Student's t
    obligations       ties from treaties: the pairs of states that a pact bound to each other
    portfolios        similarity of the pact portfolios of two states
    profiles          profiles of states: shares of capabilities and attention
    temperature       how friendly or hostile one state's conduct toward another is
    third_state_pull  the pull of powers on third states, by trade, votes, conduct, pacts and visits
    turning_points    the probability for each period that a path moved to a new level
    votes             agreement in recorded votes of the United Nations General Assembly
"""
