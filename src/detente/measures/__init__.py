"""Measures of relations: pure functions from frames to frames."""
