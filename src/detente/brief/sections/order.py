"""The sections of a brief in reading order.

The method, the sources and the retrospect are added by `detente.brief.assess`.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.evidence import Evidence
from detente.brief.sections.architecture import architecture
from detente.brief.sections.bottom_line import bottom_line
from detente.brief.sections.dataset_records import dataset_section
from detente.brief.sections.neighbours import neighbours
from detente.brief.sections.outlook import outlook, signposts
from detente.brief.sections.path import path, shown_acts
from detente.brief.sections.profiles import profiles
from detente.brief.sections.standing import standing
from detente.brief.sections.third_state_pull import third_state_pull
from detente.brief.sections.ties import ties
from detente.brief.sections.votes import votes
from detente.brief.sections.words_deeds import words_deeds
from detente.documents.document import Judgement, Section
from detente.documents.register import Register

__all__ = ["body"]


def body(evidence: Evidence, register: Register, judged: Sequence[Judgement]) -> list[Section]:
    """Return the sections of a brief, in reading order."""
    recorded = dataset_section(evidence, register)
    course = path(evidence, register)
    return [
        bottom_line(evidence, register, judged),
        standing(evidence, register),
        course,
        words_deeds(evidence, register),
        votes(evidence, register),
        ties(evidence, register, shown_acts(course)),
        *((recorded,) if recorded is not None else ()),
        profiles(evidence, register),
        neighbours(evidence, register),
        architecture(evidence, register),
        third_state_pull(evidence, register),
        outlook(evidence, register, judged),
        signposts(evidence, register),
    ]
