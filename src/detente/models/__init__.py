"""Forecast models behind one contract, and the scores they are held to."""
