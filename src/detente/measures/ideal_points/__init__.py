"""Ideal points: each state's position on the one dimension that best orders votes in the General Assembly."""

from detente.measures.ideal_points.ballots import Ballots
from detente.measures.ideal_points.estimates import IdealPoints, ideal_points
from detente.measures.ideal_points.vintages import ideal_point_vintages

__all__ = ["Ballots", "IdealPoints", "ideal_point_vintages", "ideal_points"]
