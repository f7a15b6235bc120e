"""The verbs of the command line: the module of each, the command in it, and its line in the help."""

from __future__ import annotations

__all__ = ["VERBS"]

VERBS = {
    "assess": ("detente.cli.assess", "assess", "Assess relations between two states."),
    "changes": ("detente.cli.changes", "changes", "Show what changed between two days for a pair of states."),
    "temperature": ("detente.cli.temperature", "temperature", "Show how warm two states are toward each other."),
    "architecture": (
        "detente.cli.architecture",
        "architecture",
        "Show whether states depend on a hub or form a web.",
    ),
    "profile": ("detente.cli.profile", "profile", "Show a state's capabilities, attention and alignments."),
    "panel": ("detente.cli.panel", "panel", "Build a panel of states or pairs for analysis."),
    "votes": ("detente.cli.votes", "votes", "Show a roll call, or how alike two states vote."),
    "pacts": ("detente.cli.pacts", "pacts", "Show who is bound to whom, and by which treaty."),
    "disputes": ("detente.cli.disputes", "disputes", "Show what two states dispute, and how far it has escalated."),
    "chronicle": ("detente.cli.chronicle", "chronicle", "Show dated acts of a state, or between two."),
    "ingest": (
        "detente.cli.ingest",
        "ingest",
        "Ingest files of events, votes, pacts, disputes and figures.",
    ),
    "add": ("detente.cli.add", "add", "Add or correct facts, such as pacts and acts."),
    "code": ("detente.cli.code", "code", "Code dated acts between states from texts in English."),
    "update": ("detente.cli.update", "update", "Bring the store up to date, and say what changed."),
    "watch": ("detente.cli.watch", "watch", "Follow pairs of states: detente update reports on them."),
    "ledger": ("detente.cli.ledger", "ledger", "Write down forecasts, and score them."),
    "pull": ("detente.cli.pull", "pull", "Fetch data from their providers into the store."),
    "data": ("detente.cli.data", "data", "Show what the store holds and what it does not cover."),
    "cube": ("detente.cli.cube", "cube", "Count events by dyad, day and class, and store the counts."),
    "states": ("detente.cli.states", "states", "Look up which state a name or code means."),
}
