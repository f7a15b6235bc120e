"""What a reason for differences is: which pairs of states it explains, in which comparison, and on which side."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Reason"]


@dataclass(frozen=True)
class Reason:
    """One sentence that explains the differences of some pairs of states.

    Parameters
    ----------
    topics : str
        Topics of the comparisons it is about, separated by blanks.
    side : str
        'ours' or 'theirs': the side that alone has the pair.
    sentence : str
        The explanation.
    pairs : str
        Pairs such as 'AUS-NZL', separated by blanks; of sanctions, the sender first.
    among : str
        States that both of a pair must be among.
    between : tuple of str
        Two sets of states; one of a pair in the first, the other in the second. For sanctions the sender
        is in the first.
    """

    topics: str
    side: str
    sentence: str
    pairs: str = ""
    among: str = ""
    between: tuple[str, str] = ("", "")

    def covers(self, topic: str, side: str, pair: tuple[str, str]) -> bool:
        """Say whether the reason explains that `side` alone has `pair` in the comparison `topic`."""
        if topic not in self.topics.split() or side != self.side:
            return False
        a, b = pair
        one, other = (text.split() for text in self.between)
        across = (a in one and b in other) or (topic != "gsdb" and b in one and a in other)
        both = a in self.among.split() and b in self.among.split()
        return "-".join(pair) in self.pairs.split() or both or across
