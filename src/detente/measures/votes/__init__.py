"""Agreement in recorded votes of the United Nations General Assembly.

A *roll call* is one recorded vote; it is *divided* if the states that took part did not all vote the same. Only divided
roll calls on whole texts count: a unanimous one has no information on a pair, and separate votes on paragraphs and
amendments repeat one question. Votes are 1 (yes), 0 (abstention) and −1 (no).

Three figures for each pair over the roll calls in which both took part::

    raw      1 − mean |x − y| / 2                1 for the same vote, ½ where one of the two abstained
    kappa    1 − mean |x − y| / E |x − y|        E over independent votes, each from its state's own shares
    pi       1 − mean |x − y| / E |x − y|        E over independent votes, both from the pooled shares of the two

Kappa is Cohen's weighted kappa with linear weights (Cohen 1968), pi is Scott's with the same weights (Scott
1955; Häge 2011): each corrects for agreement by chance. Pi also penalises different shares of yes votes; kappa does
not. Raw agreement and the other two can move in opposite directions; `agreement_change` decomposes such a change. The
90% intervals take the roll calls of the window as draws: see `detente.measures.votes.cross_tables`.

Single roll calls: `roll_call` returns one, `telling` ranks those with the least expected disagreement, or agreement, of
two states.

Agreement does not measure alliance: Japan and the United States agree in about half of the divided votes.

::

    changes             the change of agreement, and of agreement beyond chance, between two windows
    cross_tables        cross-tables of the votes of two states
    roll_calls          one roll call by symbol or number: its counts and each state's vote
    telling_roll_calls  the most telling roll calls of two states
    trend               a line through yearly agreement, and agreement pooled over years
    vote_table          the votes of many roll calls as one array
    windows             the voting agreement of pairs of states by window: a year, a session, any period
    yearly              the most telling roll calls of many pairs by year

References
----------
Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial
credit. Psychological Bulletin 70(4), 213–220.
Häge, F. M. (2011). Choice or circumstance? Adjusting measures of foreign policy similarity for chance
agreement. Political Analysis 19(3), 287–305.
Scott, W. A. (1955). Reliability of content analysis: the case of nominal scale coding. Public Opinion
Quarterly 19(3), 321–325.
Voeten, E. (2013). Data and analyses of voting in the United Nations General Assembly. In: Reinalda, B. (ed.),
Routledge Handbook of International Organization.
"""

from __future__ import annotations

from detente.measures.votes.changes import AgreementChange, AgreementWindow, agreement_change
from detente.measures.votes.cross_tables import FIGURES
from detente.measures.votes.roll_calls import RollCall, roll_call, symbol
from detente.measures.votes.telling_roll_calls import telling
from detente.measures.votes.trend import PooledAgreement, Slope, pooled_agreement, slope
from detente.measures.votes.vote_table import VoteTable, divided
from detente.measures.votes.windows import agreement, agreement_between, agreement_by_issue
from detente.measures.votes.yearly import gaps_by_year

__all__ = [
    "FIGURES",
    "AgreementChange",
    "AgreementWindow",
    "PooledAgreement",
    "RollCall",
    "Slope",
    "VoteTable",
    "agreement",
    "agreement_between",
    "agreement_by_issue",
    "agreement_change",
    "divided",
    "gaps_by_year",
    "pooled_agreement",
    "roll_call",
    "slope",
    "symbol",
    "telling",
]
