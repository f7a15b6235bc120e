"""The section on how two states' agreement changed on a day, and by what."""

from __future__ import annotations

from detente.documents.document import Grid, Paragraph, Section
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, say
from detente.documents.register import Register
from detente.measures.votes import AgreementChange

__all__ = ["change_section"]

CHANGES = {"agreement": "agreement_change", "kappa": "kappa"}


def change_section(change: AgreementChange, names: tuple[str, ...], register: Register, source: str) -> Section:
    """Return why agreement changed: a table of both windows, and what moved with conduct.

    Parameters
    ----------
    change : AgreementChange
        As `detente.measures.votes.agreement_change`.
    names : tuple of str
        Names of the two states.
    register : Register
        Keeps the figures.
    source : str
        Id of their source.
    """
    builder = _VoteChangeBuilder(change, names, register, source)
    return Section("change", "Why agreement changed", (builder.table(), Paragraph(builder.why())))


class _VoteChangeBuilder:
    def __init__(self, change: AgreementChange, names: tuple[str, ...], register: Register, source: str) -> None:
        self.change = change
        self.names = names
        self.register = register
        self.source = source

    def number(self, key: str, label: str, value: float, unit: str, **ends: float) -> Figure:
        span = f"{self.change.before.start} to {self.change.after.end}"
        return self.register.figure(
            f"vote-change.{key}", label, value, unit, span, self.change.after.end, self.source, **ends
        )

    def pair(self, key: str, label: str, then: float | None, now: float | None, unit: str) -> list[Sentence]:
        return [
            say("undefined")
            if value is None
            else say("{f}", f=self.number(f"{key}.{when}", f"{label}, {when}", value, unit))
            for when, value in (("before", then), ("after", now))
        ]

    def table(self) -> Grid:
        """Return a row a figure: before, after, and the change with its interval."""
        then, now = self.change.before, self.change.after
        rows = [
            (
                say("Divided roll calls"),
                *self.pair("votes", "Divided roll calls", then.votes, now.votes, "count"),
                say("–"),
            )
        ]
        for key, label, unit in (("raw", "Agreement", "agreement"), ("kappa", "κ", "kappa"), ("pi", "π", "kappa")):
            moved = say("–")
            if key in self.change.change:
                moved = say("{f:full}", f=self._moved(key, label, unit))
            rows.append((say(label), *self.pair(key, label, getattr(then, key), getattr(now, key), unit), moved))
        for key, label, one, other in (
            ("apart", "Distance of the votes", then.apart, now.apart),
            ("by-chance", "Distance by chance alone", then.by_chance, now.by_chance),
        ):
            rows.append((say(label), *self.pair(key, label, one, other, "distance"), say("–")))
        for name, before, after in (
            (self.names[0], then.shares_a, now.shares_a),
            (self.names[1], then.shares_b, now.shares_b),
        ):
            for i, word in enumerate(("yes", "abstained", "no")):
                label = f"{name}: {word}"
                rows.append(
                    (say("{l}", l=label), *self.pair(f"{name}.{word}", label, before[i], after[i], "share"), say("–"))
                )
        header = ("", f"{then.start} to {then.end}", f"{now.start} to {now.end}", "Change (90% interval)")
        return Grid("Before and after", header, tuple(rows), "lrrr")

    def _moved(self, key: str, label: str, unit: str) -> Figure:
        value, lo, hi = self.change.change[key]
        return self.number(f"{key}.change", f"Change of {label}", value, CHANGES[unit], lo=lo, hi=hi)

    def why(self) -> Sentence:
        """Say what moved, and which part of the change of κ conduct makes."""
        change = self.change
        if "kappa" not in change.change or change.conduct is None:
            return say(
                "Agreement beyond chance (κ) is undefined in one of the windows, since both voted the same one way "
                "throughout it, so its change can’t be split into parts."
            )
        text = say(
            "Raw agreement changed by {raw:full} and κ by {kappa:full}.",
            raw=self._moved("raw", "Agreement", "agreement"),
            kappa=self._moved("kappa", "κ", "kappa"),
        )
        if change.parted:
            text += say("The two part because what chance alone would give moved too.")
        parts = {
            key: self.number(f"kappa.{key}", f"Part of the change of κ made by {label}", value or 0.0, "kappa")
            for key, label, value in (
                ("conduct", "how far apart they voted", change.conduct),
                ("a", f"{self.names[0]}’s shares of votes", change.votes_of_a),
                ("b", f"{self.names[1]}’s shares of votes", change.votes_of_b),
            )
        }
        return text + say(
            "Of the change of κ, how far apart they voted makes {conduct}, {one}’s own shares of yes, abstentions and "
            "no make {a}, and {other}’s {b}.",
            one=self.names[0],
            other=self.names[1],
            **parts,
        )
