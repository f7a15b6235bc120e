"""One question about a pair of states, answered."""

from detente.assessment.assess import assess
from detente.assessment.document import Assessment, Chart, Judgement, Section, Source
from detente.assessment.figures import Figure, Record
from detente.assessment.profiles import Profile, profile, pulls
from detente.assessment.temperatures import temperatures

__all__ = [
    "Assessment",
    "Chart",
    "Figure",
    "Judgement",
    "Profile",
    "Record",
    "Section",
    "Source",
    "assess",
    "profile",
    "pulls",
    "temperatures",
]
