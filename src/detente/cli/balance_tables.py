"""The tables of a balance, as rows of text for the terminal."""

from __future__ import annotations

from detente.answers.balance import Balance
from detente.cli.architecture_tables import NONE, TextTable
from detente.identity import display_name

__all__ = ["balance_tables"]

THIRDS = 4  # third states named beside a tie


def balance_tables(balance: Balance) -> list[TextTable]:
    """Return the tables of a balance: its figures, and the ties that stand in its way."""
    return [_figures(balance), *([_guilty(balance)] if balance.frustration.index else [])]


def _figures(balance: Balance) -> TextTable:
    found, triads, null = balance.frustration, balance.triads, balance.null
    kinds = (triads.friends, triads.common_foe, triads.torn, triads.foes)
    rows = [
        ("friends", str(found.ties.height - balance.network.negative)),
        ("foes", str(balance.network.negative)),
        ("frustrated ties (L)", str(found.index) if found.exact else f"{found.least} to {found.index}, not proven"),
        ("balance (1 − 2L/m)", NONE if found.balance is None else f"{found.balance:.2f}".replace("-", "−")),
        ("triangles: three friends, common foe", f"{kinds[0]}, {kinds[1]}"),
        ("triangles unbalanced: foes’ common friend, three foes", f"{kinds[2]}, {kinds[3]}"),
    ]
    if balance.interval is not None:
        rows.insert(3, ("90% interval of L", f"{balance.interval[0]:.0f} to {balance.interval[1]:.0f}"))
    if null is not None:
        lo, hi = null.interval()
        rows.append(("L with the signs shuffled", f"{null.mean:.1f} ({lo:.0f} to {hi:.0f})"))
        rows.append(("share of these at or below L", f"{null.at_most(found.index):.2f}"))
    if balance.supposed is not None:
        rows.append(("L with the ties supposed", str(balance.supposed.index)))
    return TextTable(f"Balance, {balance.on.year}", ("figure", "value"), tuple(rows), "lr")


def _guilty(balance: Balance) -> TextTable:
    """Return a row a frustrated tie: its sign, and the third states with which its triangles are unbalanced."""
    thirds: dict[tuple[str, str], list[str]] = {}
    for row in balance.guilty.to_dicts():
        three = {row["a"], row["b"], row["c"]}
        for tie in row["frustrated"].split("; "):
            a, b = tie.split("–")
            thirds.setdefault((a, b), []).append(*(three - {a, b}))
    rows = []
    bad = balance.frustration.ties.filter("frustrated").to_dicts()
    for row in sorted(bad, key=lambda row: (-len(thirds.get((row["a"], row["b"]), [])), row["a"], row["b"])):
        third = thirds.get((row["a"], row["b"]), [])
        names = sorted(display_name(code, balance.on) for code in third)
        more = f" and {len(names) - THIRDS} more" if len(names) > THIRDS else ""
        mark = "" if row["always"] else " (or others)"
        pair = f"{display_name(row['a'], balance.on)}–{display_name(row['b'], balance.on)}"
        rows.append((f"{pair}{mark}", "friends" if row["sign"] > 0 else "foes", str(len(third)),
                     ", ".join(names[:THIRDS]) + more if names else NONE))  # fmt: skip
    header = ("frustrated tie", "sign", "triads", "unbalanced with")
    return TextTable("The ties in the way of balance", header, tuple(rows), "llrl")
