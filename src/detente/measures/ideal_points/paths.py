"""Random walks of all states at once: exact smoothing, and exact draws, given Gaussian information.

A state's seats follow each other one step apart; a state that was away resumes a step from where it was. PathLayout
are packed to the left in arrays of steps × states, so that each step is one vector operation; beyond a
state's last seat the walk goes on without information, which changes nothing before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["STEP", "PathLayout"]

STEP = 0.25  # variance of a step from session to session, as published
START = 1.0  # variance at a state's first seat

Array = NDArray[np.float64]


@dataclass(frozen=True)
class PathLayout:
    """The arrangement of seats in paths.

    Parameters
    ----------
    step, state : ndarray of int
        Index of each seat in arrays of steps × states.
    shape : tuple of int
        Their shape.
    """

    step: NDArray[np.intp]
    state: NDArray[np.intp]
    shape: tuple[int, int]

    @classmethod
    def of(cls, first: NDArray[np.bool_]) -> PathLayout:
        """Form paths of seats in order, each beginning where `first` is true."""
        starts = np.flatnonzero(first)
        lengths = np.diff(np.append(starts, len(first)))
        step = np.arange(len(first)) - np.repeat(starts, lengths)
        return cls(step, np.repeat(np.arange(len(starts)), lengths), (int(lengths.max()), len(starts)))

    def smooth(self, precision: Array, information: Array) -> tuple[Array, Array]:
        """Return each seat's posterior mean and variance (Rauch–Tung–Striebel)."""
        smooth, left = _smoothed(*self._filter(precision, information))
        return smooth[self.step, self.state], left[self.step, self.state]

    def draw(self, precision: Array, information: Array, rng: np.random.Generator) -> tuple[Array, Array, Array]:
        """Draw paths; return the draw, and the mean and variance that it was drawn with."""
        mean, var = self._filter(precision, information)
        smooth, left = _smoothed(mean, var)
        noise = rng.standard_normal(self.shape)
        drawn = np.empty(self.shape)
        drawn[-1] = mean[-1] + np.sqrt(var[-1]) * noise[-1]
        gain = var / (var + STEP)
        spread = np.sqrt(STEP * gain) * noise
        for t in range(self.shape[0] - 2, -1, -1):
            drawn[t] = mean[t] + gain[t] * (drawn[t + 1] - mean[t]) + spread[t]
        at = self.step, self.state
        return drawn[at], smooth[at], left[at]

    def _filter(self, precision: Array, information: Array) -> tuple[Array, Array]:
        weight, pull = np.zeros(self.shape), np.zeros(self.shape)
        weight[self.step, self.state], pull[self.step, self.state] = precision, information
        mean, var = np.empty(self.shape), np.empty(self.shape)
        before, spread = np.zeros(self.shape[1]), np.full(self.shape[1], START)
        for t in range(self.shape[0]):
            var[t] = 1 / (1 / spread + weight[t])
            mean[t] = var[t] * (before / spread + pull[t])
            before, spread = mean[t], var[t] + STEP
        return mean, var


def _smoothed(mean: Array, var: Array) -> tuple[Array, Array]:
    """Run back over filtered paths, so that each seat knows of the later ones."""
    smooth, left = mean.copy(), var.copy()
    gain = var / (var + STEP)
    for t in range(len(mean) - 2, -1, -1):
        smooth[t] += gain[t] * (smooth[t + 1] - mean[t])
        left[t] += gain[t] ** 2 * (left[t + 1] - var[t] - STEP)
    return smooth, left
