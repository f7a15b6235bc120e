"""A line on the terminal that counts what has been read."""

from __future__ import annotations

import sys

import click

from detente.number_text import number_of

__all__ = ["ProgressLine"]


class ProgressLine:
    """One line on standard error, written over as the counts grow; nothing where that is not a terminal.

    Parameters
    ----------
    *nouns : str
        What is counted, in the singular: 'file', 'row'.
    enabled : bool
        Whether to write anything.
    """

    def __init__(self, *nouns: str, enabled: bool) -> None:
        self.nouns, self.totals = nouns, [0] * len(nouns)
        self.enabled = enabled and sys.stderr.isatty()

    def __enter__(self) -> ProgressLine:
        if self.enabled:
            click.echo("reading", nl=False, err=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self.enabled:
            click.echo("", err=True)

    def add(self, *more: int) -> None:
        """Add to the counts, one number for each noun."""
        self.totals = [total + number for total, number in zip(self.totals, more, strict=True)]
        if self.enabled:
            counts = ", ".join(number_of(total, noun) for total, noun in zip(self.totals, self.nouns, strict=True))
            click.echo(f"\r{counts}", nl=False, err=True)
