"""The brief: one question about a pair of states, answered as sections of a document."""

from detente.brief.assess import assess
from detente.brief.assessment import Assessment
from detente.documents.document import Chart, CitedSource, Judgement, Section
from detente.documents.figures import Figure, Record

__all__ = ["Assessment", "Chart", "CitedSource", "Figure", "Judgement", "Record", "Section", "assess"]
