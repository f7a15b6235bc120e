"""How the figures of a dossier are computed, and how they are to be read: said once, at its end."""

from __future__ import annotations

from detente.answers.event_counts import is_coded
from detente.answers.facts_coverage import compiled_since
from detente.answers.temperature_warnings import sources_note
from detente.brief.evidence import Evidence
from detente.documents.document import Paragraph, Section
from detente.documents.probability_words import DIRECTIVE
from detente.documents.prose import Year, say
from detente.documents.register import Register

__all__ = ["method"]


def method(evidence: Evidence, register: Register) -> Section:
    """State the method, and how each measure is to be read."""
    conduct = say(
        "Temperatures come from a Dirichlet-multinomial dynamic trait model of reported acts, fitted to all directed "
        "pairs at once from records known at the time, in standard deviations from the average between states; "
        "intervals hold nine chances in ten. The standing is the slow level under a year’s temperature. Words and "
        "deeds have averages of their own: a gap compares a state with others."
    )
    coded = (evidence.events,) if is_coded(evidence.store, evidence.events) else ()
    if note := sources_note((evidence.events,), coded):
        conduct += register.bind(note, "datasets", evidence.as_of, f"{evidence.events}-temperature")
    votes = say(
        "Agreement counts divided roll calls, a half where one of the two abstained; κ corrects it for agreement by "
        "chance, given each one’s shares of yes, no and abstention. Votes are words to the world, not alliance, and "
        "one crisis hardly moves an ideal point."
    )
    structure = say(
        "Capabilities are means of shares of the world’s military spending and personnel, iron and steel, energy and "
        "population. Density and transitivity are those among the hub’s partners. Facts are compiled by hand, each "
        "from a public document; of pacts that ended before {year} only a part. Likelihood words follow {directive}.",
        year=Year(compiled_since(evidence.store, "pacts").year), directive=register.record(DIRECTIVE),
    )  # fmt: skip
    return Section("method", "Method", (Paragraph(conduct), Paragraph(votes), Paragraph(structure)))
