"""The ordered probit: the probability of a ballot given an item's parameters and a seat's position.

Z = β θ + ε with ε ~ N(0, 1); no below a − h, yes above a + h, abstention between. For a ballot let
t = a − β θ be the distance of the item's midpoint above the seat. Then, with Φ the normal distribution function,

    no          Φ(t − h)
    abstention  Φ(t + h) − Φ(t − h)
    yes         Φ(−t − h)

An item on which nobody abstained has h = 0. Ballots are in single precision: a ballot's probability needs no more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from detente.measures.ideal_points.ballots import ABSTAIN, NO, YES, Ballots

__all__ = ["BallotProbabilities", "Items", "Slopes", "chances", "slopes"]

Array = NDArray[np.float64]
Single = NDArray[np.float32]

FAR = np.float32(8)  # distance, in standard deviations, beyond which a ballot is as surprising as it can be
LEAST = np.float32(1e-30)  # least probability of a ballot
MOST = np.float32(1 - 2**-24)  # the greatest below 1
PEAK = np.float32(1 / np.sqrt(2 * np.pi))
HALF = np.float32(0.5)


@dataclass(frozen=True)
class Items:
    """Parameters of all items.

    Parameters
    ----------
    slope : ndarray
        β: how an item divides along the line; positive if the positive end votes yes.
    middle : ndarray
        a: halfway between the cut points.
    half : ndarray
        h: half the distance between the cut points.
    """

    slope: Array
    middle: Array
    half: Array

    def moved(self, ballots: Ballots, slope: Array, cut: Array, width: Array | float = 0.0) -> Items:
        """Return items with slopes, free cut points and (of three choices) the log of h moved by so much."""
        wider = np.where(ballots.graded, self.half * np.exp(width), self.half + ballots.stretch * cut)
        return Items(self.slope + slope, self.middle + ballots.shift * cut, wider)

    def standardised(self, ballots: Ballots, centre: float, unit: float) -> Items:
        """Return the items that give the same chances to seats at (θ − centre) / unit."""
        return self.moved(ballots, self.slope * (unit - 1), -self.slope * centre)

    def offsets(self, ballots: Ballots, at: Single) -> tuple[Single, Single]:
        """Return t and h of each ballot, cast from a seat at `at`."""
        return ballots.of_item(self.middle) - ballots.of_item(self.slope) * at, ballots.of_item(self.half)


@dataclass(frozen=True)
class Slopes:
    """Derivatives of the log probability of each ballot.

    Parameters
    ----------
    t, h : ndarray
        First derivatives.
    tt, th, hh : ndarray
        Second derivatives, negated.
    """

    t: Single
    h: Single
    tt: Single
    th: Single
    hh: Single


def slopes(ballots: Ballots, t: Single, h: Single) -> Slopes:
    """Differentiate the log probability of each ballot by t and h."""
    n = ballots.size
    out = Slopes(*(np.empty(n, np.float32) for _ in range(5)))
    for choice, sign in ((NO, np.float32(1)), (YES, np.float32(-1))):
        here = ballots.block(choice)
        x = np.clip(sign * t[here] - h[here], -FAR, FAR)
        hazard = PEAK * np.exp(-HALF * x * x) / ndtr(x)
        bend = hazard * (x + hazard)
        out.t[here], out.h[here] = sign * hazard, -hazard
        out.tt[here], out.th[here], out.hh[here] = bend, -sign * bend, bend
    here = ballots.block(ABSTAIN)
    side, t, h = np.sign(t[here]), np.minimum(np.abs(t[here]), FAR), h[here]
    upper, lower = t + h, t - h
    chance = np.maximum(ndtr(-lower) - ndtr(-upper), LEAST)
    p, q = (PEAK * np.exp(-HALF * x * x) / chance for x in (upper, lower))
    curve = upper * p - lower * q
    out.t[here], out.h[here] = side * (p - q), p + q
    out.tt[here] = np.maximum(curve + (p - q) ** 2, 0)
    out.th[here] = side * (upper * p + p * p + lower * q - q * q)
    out.hh[here] = curve + (p + q) ** 2
    return out


@dataclass(frozen=True)
class BallotProbabilities:
    """Probabilities of ballots, in the form from which the latent Z can be drawn.

    Parameters
    ----------
    chance : ndarray
        Probability of each ballot.
    below : ndarray
        Of each abstention: the probability beyond the nearer cut point, on the side away from the seat.
    """

    chance: Single
    below: Single

    def log(self) -> Single:
        """Return log probabilities."""
        return np.log(self.chance)

    def where(self, first: NDArray[np.bool_], other: BallotProbabilities, ballots: Ballots) -> BallotProbabilities:
        """Take the first's ballots of the items marked, the other's of the rest."""
        chosen = ballots.of_item(first) > 0
        return BallotProbabilities(
            np.where(chosen, self.chance, other.chance),
            np.where(chosen[ballots.block(ABSTAIN)], self.below, other.below),
        )

    def residuals(self, ballots: Ballots, t: Single, rng: np.random.Generator) -> Single:
        """Draw Z − βθ of each ballot given the vote.

        Draws come from the tail that holds the vote, where single precision is fine.
        """
        level = rng.random(ballots.size, dtype=np.float32) * self.chance
        middle = ballots.block(ABSTAIN)
        level[middle] += self.below
        z = ndtri(np.clip(level, LEAST, MOST, out=level))
        z[ballots.block(YES)] *= -1
        z[middle] *= -np.sign(t[middle])
        return np.asarray(z, dtype=np.float32)


def chances(ballots: Ballots, t: Single, h: Single) -> BallotProbabilities:
    """Return the probability of each ballot."""
    out = np.empty(ballots.size, np.float32)
    no, middle, yes = (ballots.block(c) for c in (NO, ABSTAIN, YES))
    out[no] = ndtr(t[no] - h[no])
    out[yes] = ndtr(-t[yes] - h[yes])
    near = np.abs(t[middle])
    below = ndtr(-near - h[middle])
    out[middle] = ndtr(h[middle] - near) - below
    return BallotProbabilities(np.maximum(out, LEAST), below)
