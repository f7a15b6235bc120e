"""Random walks of all states at once: exact smoothing, and exact draws, given Gaussian information.

A walk takes a step from each session to the next; between two seats of a state that was away, or of whom there is no
record, lie as many steps as sessions. Paths are packed to the left in arrays of seats × states, so that each seat is
one vector operation; beyond a state's last seat the walk goes on without information, which changes nothing before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["STEP", "PathLayout"]

STEP = 0.25  # variance of a step from one session to the next, as published
START = 1.0  # variance at a state's first seat

Array = NDArray[np.float64]


@dataclass(frozen=True)
class PathLayout:
    """The arrangement of seats in paths.

    Parameters
    ----------
    step, state : ndarray of int
        Index of each seat in arrays of steps × states.
    spread : ndarray of float
        Variance of the walk from the seat before, in an array of steps × states.
    """

    step: NDArray[np.intp]
    state: NDArray[np.intp]
    spread: Array

    @classmethod
    def of(cls, first: NDArray[np.bool_], session: NDArray[np.int64]) -> PathLayout:
        """Form paths of seats in order, each beginning where `first` is true, in the sessions given."""
        starts = np.flatnonzero(first)
        lengths = np.diff(np.append(starts, len(first)))
        step = np.arange(len(first)) - np.repeat(starts, lengths)
        state = np.repeat(np.arange(len(starts)), lengths)
        spread = np.full((int(lengths.max()), len(starts)), STEP)
        spread[step, state] = np.where(first, START, STEP * np.diff(session, prepend=0))
        return cls(step, state, spread)

    @property
    def shape(self) -> tuple[int, int]:
        """Shape of the arrays of steps × states."""
        steps, states = self.spread.shape
        return steps, states

    def smooth(self, precision: Array, information: Array) -> tuple[Array, Array]:
        """Return each seat's posterior mean and variance (Rauch–Tung–Striebel)."""
        smooth, left = self._smoothed(*self._filter(precision, information))
        return smooth[self.step, self.state], left[self.step, self.state]

    def draw(self, precision: Array, information: Array, rng: np.random.Generator) -> tuple[Array, Array, Array]:
        """Draw paths; return the draw, and the mean and variance that it was drawn with."""
        mean, var = self._filter(precision, information)
        smooth, left = self._smoothed(mean, var)
        noise = rng.standard_normal(self.shape)
        drawn = np.empty(self.shape)
        drawn[-1] = mean[-1] + np.sqrt(var[-1]) * noise[-1]
        gain = var[:-1] / (var[:-1] + self.spread[1:])
        spread = np.sqrt(self.spread[1:] * gain) * noise[:-1]
        for t in range(self.shape[0] - 2, -1, -1):
            drawn[t] = mean[t] + gain[t] * (drawn[t + 1] - mean[t]) + spread[t]
        at = self.step, self.state
        return drawn[at], smooth[at], left[at]

    def _filter(self, precision: Array, information: Array) -> tuple[Array, Array]:
        weight, pull = np.zeros(self.shape), np.zeros(self.shape)
        weight[self.step, self.state], pull[self.step, self.state] = precision, information
        mean, var = np.empty(self.shape), np.empty(self.shape)
        before, known = np.zeros(self.shape[1]), np.zeros(self.shape[1])
        for t in range(self.shape[0]):
            spread = known + self.spread[t]
            var[t] = 1 / (1 / spread + weight[t])
            mean[t] = var[t] * (before / spread + pull[t])
            before, known = mean[t], var[t]
        return mean, var

    def _smoothed(self, mean: Array, var: Array) -> tuple[Array, Array]:
        """Run back over filtered paths, so that each seat knows of the later ones."""
        smooth, left = mean.copy(), var.copy()
        gain = var[:-1] / (var[:-1] + self.spread[1:])
        for t in range(len(mean) - 2, -1, -1):
            smooth[t] += gain[t] * (smooth[t + 1] - mean[t])
            left[t] += gain[t] ** 2 * (left[t + 1] - var[t] - self.spread[t + 1])
        return smooth, left
