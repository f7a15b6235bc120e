"""Answers as documents: one module an answer, which puts it in prose, tables and charts with every number bound.

::

    architecture      the document of an architecture, with its drawing and years
    blocks            blocks and sentences within them
    chronicle         the document of a chronicle
    disputes          the document of the disputes of a state, or between two
    pacts             the document of the pacts of a state, or between two
    profile           the document of a state's profile
    roll_calls        the document of one roll call, and roll calls as records of other documents
    temperature       the document of two states' temperatures
    third_state_pull  the document of the pull of powers on third states
    votes             the document of how alike two states vote
"""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any, cast

from detente.answers.facts_coverage import compiled_on
from detente.documents.answer import Answer
from detente.documents.document import Document
from detente.documents.tense import with_dates
from detente.store import Store

__all__ = ["document_of"]

BUILDERS = {  # class of the answer: module and function here
    "ArchitectureAnswer": ("architecture", "architecture_document"),
    "Chronicle": ("chronicle", "chronicle_document"),
    "DisputeAnswer": ("disputes", "disputes_document"),
    "PactAnswer": ("pacts", "pacts_document"),
    "Profile": ("profile", "profile_document"),
    "ThirdStatePull": ("third_state_pull", "pull_document"),
    "RollCallAnswer": ("roll_calls", "roll_call_document"),
    "TemperatureAnswer": ("temperature", "temperature_document"),
    "VoteAnswer": ("votes", "votes_document"),
}


def document_of(answer: Answer, **options: Any) -> Document:
    """Return an answer as a document.

    Parameters
    ----------
    answer : Answer
        What a verb returned: votes, pacts, disputes, profile, temperature or architecture.
    **options
        Of the module that builds it: ``store``, and ``on_map`` of an architecture.

    Examples
    --------
    >>> from detente.answers.pacts import pacts
    >>> document_of(pacts("Japan", "USA", as_of="2015-09-01")).title
    'Japan and United States: pacts'
    """
    module, function = BUILDERS[type(answer).__name__]
    build = getattr(importlib.import_module(f"{__name__}.{module}"), function)
    document = cast("Document", build(answer, **options))
    store = options.get("store") or Store.open()
    last = min(compiled_on(store, table, (), document.as_of) for table in ("pacts", "disputes", "sanctions"))
    sections = with_dates(document.sections, document.figures, as_of=document.as_of, last=last)
    return replace(document, sections=tuple(sections))
