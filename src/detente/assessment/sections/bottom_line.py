"""The bottom line: where the relation stands in a sentence, then the judgements."""

from __future__ import annotations

from detente.assessment.document import Judgements, Paragraph, Section
from detente.assessment.evidence import Evidence
from detente.assessment.prose import Sentence, say
from detente.assessment.questions import Question
from detente.assessment.readings import temperature_figure, title_case
from detente.assessment.register import Register
from detente.measures.temperature import level

__all__ = ["bottom_line"]

MOST = 5


def bottom_line(evidence: Evidence, register: Register, asked: list[Question]) -> Section:
    """Say it in a sentence, then state the judgements."""
    judgements = tuple(q.judgement for q in asked[:MOST])
    blocks = [Paragraph(s) for s in [_state(evidence, register)] if s is not None]
    if not judgements:
        why = say("enough about this pair for a judgement that could be scored")
        return Section("bottom-line", "Bottom line", tuple(blocks), silence=why)
    return Section("bottom-line", "Bottom line", (*blocks, Judgements(judgements)))


def _state(evidence: Evidence, register: Register) -> Sentence | None:
    parts = []
    for dyad in evidence.directions:
        series = evidence.series("all").get(dyad)
        if series is None:
            continue
        now = temperature_figure(evidence, register, dyad, series.years[-1])
        before = temperature_figure(evidence, register, dyad, series.years[-1] - 1)
        if now is None:
            continue
        b = evidence.name(dyad[1])
        if before is None or abs(now.value - before.value) < 0.25:
            parts.append(
                say(
                    "{own} conduct toward {b} was {w} in {now:period} ({now})",
                    own=evidence.whose(dyad[0]),
                    b=b,
                    w=level(now.value),
                    now=now,
                )
            )
            continue
        parts.append(
            say(
                "{own} conduct toward {b} {verb} from {was} ({before}) in {before:period} to {w} ({now}) in {now:period}",
                own=evidence.whose(dyad[0]),
                b=b,
                verb="fell" if now.value < before.value else "rose",
                was=level(before.value),
                before=before,
                w=level(now.value),
                now=now,
            )
        )
    if not parts:
        return None
    text = parts[0] if len(parts) == 1 else say("{one}; {two}", one=parts[0], two=parts[1])
    first = text.spans[0]
    return Sentence((type(first)(title_case(first.text), first.ref, first.kind), *text.spans[1:], *say(".").spans))
