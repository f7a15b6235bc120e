"""The brief: one question about a pair of states, answered as sections of a document.

::

    assess              a brief on a pair of states
    assessment          the document that `assess` returns: a brief on a pair of states
    changes             what moved between two days for a pair of states, and why
    compared            what is known of a pair at two times, compared
    evidence            what several sections need, each read once
    evidence_figures    measures of the evidence as figures, each with its id, label, interval and vintage
    judgements          targets that later records resolve, each with its probability
    many_pairs          briefs on many pairs, written to a folder with an index
    organisations       a brief on an organisation and a state
    sections            the sections, one module each
    temperature_series  the temperatures of directed dyads as series of the years that are covered
"""

from detente.brief.assess import assess
from detente.brief.assessment import Assessment
from detente.documents.document import Chart, CitedSource, Judgement, Section
from detente.documents.figures import Figure, Record

__all__ = ["Assessment", "Chart", "CitedSource", "Figure", "Judgement", "Record", "Section", "assess"]
