"""A fast first guess: coordinate ascent on a Gaussian approximation to the posterior.

Seats and items take turns. Items take a Newton step with the seats' uncertainty integrated out to second order,
then seats are smoothed given the items, with the items' uncertainty likewise. A few rounds come close; more do not
come closer, since standardising at every round and the priors pull the spread of distant sessions apart (the
sampler does not have this fault). The curvature of the items is kept: it scales the sampler's proposals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from detente.measures.ideal_points.ballots import ABSTAIN, BOUND, CHOICES, NO, YES, Ballots
from detente.measures.ideal_points.choices import Items, slopes
from detente.measures.ideal_points.paths import PathLayout

__all__ = ["StartingValues", "resumed", "standardised", "start"]

Array = NDArray[np.float64]

ROUNDS = 9
SETTLING = 3  # Newton steps of the items in the first round
VAGUE = 0.05  # variance of a seat before the first round; least half width of a first guess
LITTLE = 1e-3  # information that keeps an item that no ballot informs from running away


@dataclass(frozen=True)
class StartingValues:
    """Starting values of the sampler.

    Parameters
    ----------
    theta : ndarray
        Standardised position of each seat.
    items : Items
        Parameters of the items.
    covariance : ndarray, shape (items, 3, 3)
        Approximate posterior covariance of slope, free cut point (the middle, of three choices) and log half width.
    """

    theta: Array
    items: Items
    covariance: Array


def start(ballots: Ballots, paths: PathLayout) -> StartingValues:
    """Guess positions and items."""
    theta, var = standardised(_first_positions(ballots, paths))[0], np.full(ballots.seats.height, VAGUE)
    items = _first_items(ballots)
    for settling in [SETTLING] + [1] * (ROUNDS - 1):
        for _ in range(settling):
            items, covariance = _step_of_items(ballots, theta, var, items)
        theta, var = _smoothed_seats(ballots, paths, theta, items, covariance)
        theta, centre, unit = standardised(theta)
        var, items = var / unit**2, items.standardised(ballots, centre, unit)
    return StartingValues(theta, items, covariance)


def resumed(ballots: Ballots, theta: Array, items: Items, fresh: NDArray[np.bool_]) -> StartingValues:
    """Return the positions and items of an earlier vintage as starting values, with a guess of the fresh items.

    Parameters
    ----------
    ballots : Ballots
        The ballots.
    theta : ndarray
        Position of each seat.
    items : Items
        The items; those of fresh ones are not used.
    fresh : ndarray of bool
        Which items are new, or have got ballots since.
    """
    guessed, covariance = _first_items(ballots), np.empty((len(fresh), 3, 3))
    items = _chosen(fresh, guessed, items)
    for _ in range(SETTLING):
        stepped, covariance = _step_of_items(ballots, theta, np.full(len(theta), VAGUE), items)
        items = _chosen(fresh, stepped, items)
    return StartingValues(theta, items, covariance)


def _chosen(where: NDArray[np.bool_], one: Items, other: Items) -> Items:
    return Items(*(np.where(where, getattr(one, n), getattr(other, n)) for n in ("slope", "middle", "half")))


def standardised(theta: Array) -> tuple[Array, float, float]:
    """Return positions with mean 0 and standard deviation 1, and the centre and unit removed."""
    centre, unit = float(theta.mean()), float(theta.std())
    return (theta - centre) / unit, centre, unit


def _first_positions(ballots: Ballots, paths: PathLayout) -> Array:
    """First principal component of states' votes over all sessions, around each item's mean."""
    vote = np.empty(ballots.size, np.float32)
    for choice in CHOICES:
        vote[ballots.block(choice)] = choice - 1
    mean = ballots.by_item(vote)[0] / ballots.counts.sum(0)
    table = np.zeros((paths.shape[1], ballots.items.height), np.float32)
    np.add.at(table, (paths.state[ballots.seat], ballots.item), vote - ballots.of_item(mean))
    leading = np.linalg.eigh(table @ table.T)[1][:, -1]
    return np.asarray(leading[paths.state], dtype=np.float64)


def _first_items(ballots: Ballots) -> Items:
    """Cut points from the shares of the choices."""
    total = ballots.counts.sum(0) + 1
    low, high = ndtri((ballots.counts[NO] + 0.5) / total), -ndtri((ballots.counts[YES] + 0.5) / total)
    low = np.where(ballots.counts[NO] == 0, -BOUND, low)
    high = np.where(ballots.counts[YES] == 0, BOUND, high)
    half = np.where(ballots.counts[ABSTAIN] == 0, 0, np.maximum((high - low) / 2, VAGUE))
    return Items(np.zeros(len(total)), (low + high) / 2, half)


def _step_of_items(ballots: Ballots, theta: Array, var: Array, items: Items) -> tuple[Items, Array]:
    """One Newton step for every item; return the items and their covariance."""
    shift, stretch, width = ballots.shift, ballots.stretch, np.where(ballots.graded, items.half, 0)
    at, spread = ballots.of_seat(theta), ballots.of_seat(var)
    d = slopes(ballots, *items.offsets(ballots, at))
    t, t_at, h, tt, tt_at, tt_at2, tt_var, th, th_at, hh = ballots.by_item(
        d.t, d.t * at, d.h, d.tt, d.tt * at, d.tt * at * at, d.tt * spread, d.th, d.th * at, d.hh
    )
    flat = np.where(ballots.graded, 1, 0)  # a flat prior of the cut points, seen from the log half width
    gradient = np.stack([-t_at - items.slope * (1 + tt_var), shift * t + stretch * h, width * h + flat], 1)
    information = np.empty((len(t), 3, 3))
    information[:, 0, 0] = 1 + tt_at2 + tt_var
    information[:, 0, 1] = information[:, 1, 0] = -(shift * tt_at + stretch * th_at)
    information[:, 1, 1] = shift**2 * tt + 2 * shift * stretch * th + stretch**2 * hh + LITTLE
    information[:, 0, 2] = information[:, 2, 0] = -width * th_at
    information[:, 1, 2] = information[:, 2, 1] = width * (shift * th + stretch * hh)
    information[:, 2, 2] = width**2 * hh + 1
    covariance: Array = np.asarray(np.linalg.inv(information), dtype=np.float64)
    step = np.clip((covariance @ gradient[:, :, None])[:, :, 0], -1, 1)
    return items.moved(ballots, *step.T), covariance


def _smoothed_seats(
    ballots: Ballots, paths: PathLayout, theta: Array, items: Items, covariance: Array
) -> tuple[Array, Array]:
    """Smooth all paths given the items; return means and variances."""
    at = ballots.of_seat(theta)
    d = slopes(ballots, *items.offsets(ballots, at))
    slope = ballots.of_item(items.slope)
    own, cross, wide = (
        ballots.of_item(x)
        for x in (
            covariance[:, 0, 0],
            ballots.shift * covariance[:, 0, 1],
            np.where(ballots.graded, items.half, 0) * covariance[:, 0, 2] + ballots.stretch * covariance[:, 0, 1],
        )
    )
    gradient = ballots.by_seat(-slope * d.t - d.tt * (at * own - cross) + d.th * wide)
    precision = ballots.by_seat(d.tt * (slope * slope + own))
    return paths.smooth(precision, precision * theta + gradient)
