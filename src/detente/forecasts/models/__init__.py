"""Forecast models, each behind one contract."""
