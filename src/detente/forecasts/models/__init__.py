"""Forecast models, each behind the contract of `detente.forecasts.contract`."""
