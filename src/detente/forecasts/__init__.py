"""Forecasts: targets as data, models behind one contract, scores, and a rolling-origin backtest.

Names load when first used, so that a brief that scores nothing loads no library for scores.

::

    backtest      a rolling-origin backtest
    base_rates    base rates in the facts: ends of disputes and sanctions, and steps to a clash
    contract      the contract of models: what they are given, and what they return
    history       what a model is given: the series of some units as they were known on one day
    models        forecast models, each behind the contract of `detente.forecasts.contract`
    pair_outlook  today's forecasts of a pair: temperatures and vote agreement
    resolution    whether a target's event happened, by the records known on a day
    scores        scores of forecasts against what happened; lower is better
    targets       what is forecast, as data that can be stored today and resolved years later
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.forecasts.backtest import Backtest, rolling_origin
    from detente.forecasts.base_rates import AtRisk, clashes, liftings, settlements
    from detente.forecasts.contract import FittedModel, Model, Predictions
    from detente.forecasts.history import (
        History,
        agreement_history,
        as_known,
        sanction_history,
        temperature_history,
    )
    from detente.forecasts.models.baselines import BaseRate, Climatology, LastValue, Persistence, spread_evenly
    from detente.forecasts.models.hazard import Hazard, survival
    from detente.forecasts.models.local_level import LocalLevel, local_level
    from detente.forecasts.models.trait import Outlook, Trait, TraitOutlook, outlook
    from detente.forecasts.pair_outlook import agreement_outlook, predict_until, temperature_outlook
    from detente.forecasts.resolution import resolve
    from detente.forecasts.scores import brier, crps, interval_score, log_score, quantile_score
    from detente.forecasts.targets import MEASURES, ResolutionRule, Target

__all__ = [
    "MEASURES",
    "AtRisk",
    "Backtest",
    "BaseRate",
    "Climatology",
    "FittedModel",
    "Hazard",
    "History",
    "LastValue",
    "LocalLevel",
    "Model",
    "Outlook",
    "Persistence",
    "Predictions",
    "ResolutionRule",
    "Target",
    "Trait",
    "TraitOutlook",
    "agreement_history",
    "agreement_outlook",
    "as_known",
    "brier",
    "clashes",
    "crps",
    "interval_score",
    "liftings",
    "local_level",
    "log_score",
    "outlook",
    "predict_until",
    "quantile_score",
    "resolve",
    "rolling_origin",
    "sanction_history",
    "settlements",
    "spread_evenly",
    "survival",
    "temperature_history",
    "temperature_outlook",
]

_HOMES = {
    "backtest": ("Backtest", "rolling_origin"),
    "base_rates": ("AtRisk", "clashes", "liftings", "settlements"),
    "contract": ("FittedModel", "Model", "Predictions"),
    "history": ("History", "agreement_history", "as_known", "sanction_history", "temperature_history"),
    "models.baselines": ("BaseRate", "Climatology", "LastValue", "Persistence", "spread_evenly"),
    "models.hazard": ("Hazard", "survival"),
    "models.local_level": ("LocalLevel", "local_level"),
    "models.trait": ("Outlook", "Trait", "TraitOutlook", "outlook"),
    "resolution": ("resolve",),
    "pair_outlook": ("agreement_outlook", "predict_until", "temperature_outlook"),
    "scores": ("brier", "crps", "interval_score", "log_score", "quantile_score"),
    "targets": ("MEASURES", "ResolutionRule", "Target"),
}
_HOME = {name: f"{__name__}.{module}" for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
