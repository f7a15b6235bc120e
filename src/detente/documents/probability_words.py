"""Probability words bound to numbers.

The scale is that of Intelligence Community Directive 203 (Office of the Director of National Intelligence, 2015),
one row of its terms only. Adjacent ranges touch; a probability on an edge takes the word nearer to even. The range is
always printed beside the word, and a likelihood never shares a sentence with a level of confidence.

The scale is the vocabulary of a brief, not evidence in it: a question about an earlier day is answered in the same
words, and the day on its figures is that of the directive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.documents.figures import Figure, Record
from detente.documents.prose import Sentence, say

__all__ = ["ICD_203", "ProbabilityWord", "likelihood", "term_for"]

SCALE_KNOWN = date(2015, 1, 2)
DIRECTIVE = Record(
    id="document.icd203",
    kind="directive",
    when="2 January 2015",
    day=SCALE_KNOWN,
    text="Intelligence Community Directive 203",
    document=(
        "Office of the Director of National Intelligence, Intelligence Community Directive 203: Analytic Standards"
    ),
    known_on=SCALE_KNOWN,
)


@dataclass(frozen=True, slots=True)
class ProbabilityWord:
    """A word and the probabilities it stands for."""

    word: str
    lo: float
    hi: float
    frame: str  # how a sentence takes it

    @property
    def figure(self) -> Figure:
        """The range as a figure, so that prose can print it."""
        return Figure(
            id=f"scale.icd203.{self.word.replace(' ', '-')}",
            label=f"Range of ‘{self.word}’",
            value=(self.lo + self.hi) / 2,
            lo=self.lo,
            hi=self.hi,
            unit="probability",
            period="always",
            known_on=SCALE_KNOWN,
            source="icd203",
            coverage=1.0,
        )


ICD_203 = (
    ProbabilityWord("almost no chance", 0.01, 0.05, "There is {term} ({range:range}) that {event}"),
    ProbabilityWord("very unlikely", 0.05, 0.20, "It is {term} ({range:range}) that {event}"),
    ProbabilityWord("unlikely", 0.20, 0.45, "It is {term} ({range:range}) that {event}"),
    ProbabilityWord("roughly even chance", 0.45, 0.55, "There is a {term} ({range:range}) that {event}"),
    ProbabilityWord("likely", 0.55, 0.80, "It is {term} ({range:range}) that {event}"),
    ProbabilityWord("very likely", 0.80, 0.95, "It is {term} ({range:range}) that {event}"),
    ProbabilityWord("almost certain", 0.95, 0.99, "It is {term} ({range:range}) that {event}"),
)


def term_for(probability: float) -> ProbabilityWord:
    """Return the word for a probability.

    Parameters
    ----------
    probability : float
        Between 0 and 1. Below 0.01 and above 0.99 the outermost words are used; the scale has none for certainty.

    Raises
    ------
    ValueError
        It is not a probability.

    Examples
    --------
    >>> [term_for(p).word for p in (0.03, 0.3, 0.5, 0.85)]
    ['almost no chance', 'unlikely', 'roughly even chance', 'very likely']
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"{probability} is not a probability: expected 0 to 1")
    if probability <= 0.5:
        return next(t for t in reversed(ICD_203) if probability >= t.lo or t is ICD_203[0])
    return next(t for t in ICD_203 if probability <= t.hi or t is ICD_203[-1])


def likelihood(probability: float, event: Sentence) -> Sentence:
    """State an event's likelihood in a word with its range.

    Parameters
    ----------
    probability : float
        Of the event.
    event : Sentence
        The event as a clause: ``the sanctions stay in force``.

    Returns
    -------
    Sentence
        ``It is very likely (80–95%) that the sanctions stay in force``, without a full stop.
    """
    term = term_for(probability)
    return say(term.frame, term=term.word, range=term.figure, event=event)
