"""Blocks on the balance of a group, for the document of its architecture: friends and foes, camps, ties in the way."""

from __future__ import annotations

from typing import Any

from detente.answers.balance import Balance
from detente.answers.documents.blocks.network_drawings import balance_drawing
from detente.documents.document import Block, Grid, Paragraph
from detente.documents.figures import Figure
from detente.documents.prose import Sentence, say
from detente.documents.register import Register
from detente.identity import display_name

__all__ = ["balance_blocks", "balance_summary"]

THIRDS = 4  # third states named beside a tie


def balance_blocks(balance: Balance, register: Register, source: str) -> tuple[Block, ...]:
    """Return a balance as blocks: what the signs are, the drawing, its figures, the ties in its way.

    Parameters
    ----------
    balance : Balance
        The balance.
    register : Register
        Keeps the figures that the blocks state.
    source : str
        Id of their source.
    """
    builder = _BalanceBuilder(balance, register, source)
    drawing = balance_drawing(balance, register, source)
    summary = register.bind(balance_summary(balance), "balance.signs", balance.on, source)
    return (
        Paragraph(summary), drawing, builder.figures(), *([builder.frustrated()] if balance.frustration.index else [])
    )  # fmt: skip


def balance_summary(balance: Balance) -> str:
    """Say what the signs are, how the best camps fall, and how sure that is."""
    foes = balance.network.negative
    text = f"Signs by {balance.signs}."
    if balance.frustration.index == foes and foes:
        text += " The best camps frustrate every tie between foes: the ties show no two camps."
    if balance.frustration.ties.filter("frustrated", ~balance.frustration.ties["always"]).height:
        text += " Other camps are as good and frustrate other ties; those that every best choice frustrates are marked."
    return text


class _BalanceBuilder:
    def __init__(self, balance: Balance, register: Register, source: str) -> None:
        self.balance = balance
        self.register = register
        self.source = source

    def number(self, key: str, label: str, value: float, unit: str = "count", **ends: float) -> Figure:
        on = self.balance.on
        return self.register.figure(
            f"balance.{key}", label, value, unit, str(on.year), on, self.source, **ends
        )  # fmt: skip

    def figures(self) -> Grid:
        """Return the figures of the balance, a row each."""
        found, triads, null = self.balance.frustration, self.balance.triads, self.balance.null
        rows: list[tuple[str, Sentence]] = [
            (label, say("{f}", f=self.number(key, label, value)))
            for key, label, value in (
                ("friends", "Pairs of friends", self.balance.network.ties - self.balance.network.negative),
                ("foes", "Pairs of foes", self.balance.network.negative),
            )
        ]
        index = say("{f}", f=self.number("frustrated", "Frustrated ties (L)", found.index))
        if not found.exact:
            least = self.number("frustrated-least", "Least number of frustrated ties", found.least)
            index = say("{least} to {index}, not proven", least=least, index=index)
        rows.append(("Frustrated ties (L)", index))
        if self.balance.interval is not None:
            lo, hi = self.balance.interval
            span = self.number("frustrated-interval", "Interval of L", (lo + hi) / 2, lo=lo, hi=hi)
            rows.append(("Interval of L", say("{f:interval}", f=span)))
        label = "Balance"
        value = None if found.balance is None else self.number("share", label, found.balance, "index")
        rows.append((label, say("–") if value is None else say("{f}", f=value)))
        for key, label, number in (
            ("three-friends", "Triangles of three friends", triads.friends),
            ("common-foe", "Triangles of two friends with a common foe", triads.common_foe),
            ("torn", "Unbalanced triangles: foes with a common friend", triads.torn),
            ("three-foes", "Unbalanced triangles: three foes", triads.foes),
        ):
            rows.append((label, say("{f}", f=self.number(key, label, number))))
        if null is not None:
            lo, hi = null.interval()
            label = "L with the signs shuffled"
            rows.append((label, say("{f:full}", f=self.number("shuffled", label, null.mean, "years", lo=lo, hi=hi))))
            label = "Share of these at or below L"
            rows.append((label, say("{f}", f=self.number("at-most", label, null.at_most(found.index), "index"))))
        if self.balance.supposed is not None:
            label = "L with the hypothetical ties"
            rows.append((label, say("{f}", f=self.number("hypothetical", label, self.balance.supposed.index))))
        return Grid(
            "Frustrated ties L and balance 1 − 2L/m, with 90% intervals",
            ("Figure", "Value"),
            tuple((say("{text}", text=text), value) for text, value in rows),
            "lr",
        )

    def frustrated(self) -> Grid:
        """Return a row a frustrated tie: its sign, and the third states with which its triangles are unbalanced."""
        thirds: dict[tuple[str, str], list[str]] = {}
        for row in self.balance.guilty.to_dicts():
            three = {row["a"], row["b"], row["c"]}
            for tie in row["frustrated"].split("; "):
                a, b = tie.split("–")
                thirds.setdefault((a, b), []).extend(three - {a, b})
        bad = self.balance.frustration.ties.filter("frustrated").to_dicts()
        bad.sort(key=lambda row: (-len(thirds.get((row["a"], row["b"]), [])), row["a"], row["b"]))
        rows = tuple(self._tie(row, sorted(thirds.get((row["a"], row["b"]), []))) for row in bad)
        return Grid(
            "The ties in the way of balance", ("Frustrated tie", "Sign", "Triads", "Unbalanced with"), rows, "llrl"
        )

    def _tie(self, row: dict[str, Any], thirds: list[str]) -> tuple[Sentence, ...]:
        on = self.balance.on
        names = sorted(display_name(code, on) for code in thirds)
        pair = f"{display_name(row['a'], on)}–{display_name(row['b'], on)}"
        key = f"{row['a']}.{row['b']}"
        triads = self.number(f"triads.{key}", f"Unbalanced triangles of {pair}", len(thirds))
        listed = say("{names}", names=", ".join(names[:THIRDS]) if names else "–")
        if len(names) > THIRDS:
            more = self.number(f"triads-more.{key}", f"Third states not named, {pair}", len(names) - THIRDS)
            listed = say("{listed} and {more} more", listed=listed, more=more)
        mark = "" if row["always"] else " (or others)"
        return (
            say("{pair}{mark}", pair=pair, mark=mark),
            say("friends" if row["sign"] > 0 else "foes"),
            say("{f}", f=triads),
            listed,
        )
