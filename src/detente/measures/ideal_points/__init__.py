"""Ideal points: where each state stands on the one line that best orders votes in the General Assembly."""

from detente.measures.ideal_points.ballots import Ballots
from detente.measures.ideal_points.estimates import IdealPoints, ideal_points

__all__ = ["Ballots", "IdealPoints", "ideal_points"]
