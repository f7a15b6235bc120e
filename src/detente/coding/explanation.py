"""Why an act was coded: its sentence, with the two states and the words that were matched marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from detente.coding.acts import Act, code_text

__all__ = ["explain", "marked"]


def marked(act: Act) -> str:
    """Return the sentence of an act: states in square brackets with their codes, the words matched in curly brackets.

    Examples
    --------
    >>> (act,) = code_text("Norwegian troops attack Chile.", date(2015, 3, 14))
    >>> marked(act)
    '[Norwegian: NOR] troops {attack} [Chile: CHL].'
    """
    marks = [(act.source_at, f": {act.source}]"), (act.target_at, f": {act.target}]")]
    opening = {at[0]: "[" for at, _ in marks if at}
    closing = {at[1]: end for at, end in marks if at}
    begin, end = act.matched_at
    parts = []
    for i, mark in enumerate(f"{act.sentence} "):
        parts.append((closing.get(i, "")) + ("}" if i == end else ""))
        parts.append(("{" if i == begin else "") + opening.get(i, ""))
        parts.append(mark)
    return "".join(parts).rstrip()


def explain(text: str, day: date, *, sentences: int = 4) -> Iterator[tuple[str, str]]:
    """Yield each act of a text in words, and its marked sentence.

    Examples
    --------
    >>> for act, sentence in explain("Norwegian troops attack Chile.", date(2015, 3, 14)):
    ...     print(act)
    NOR to CHL: ASSAULT attack, material_conflict; rule active, force to state
    """
    for act in code_text(text, day, most=sentences):
        roles = f"{act.source_role} to {act.target_role}"
        what = f"{act.type} {act.mode}, {act.quad}"
        yield f"{act.source} to {act.target}: {what}; rule {act.rule}, {roles}", marked(act)
