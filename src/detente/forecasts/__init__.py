"""Forecast models behind one contract, and the scores they are held to."""

from detente.forecasts.models.hazard import survival
from detente.forecasts.models.local_level import local_level
from detente.forecasts.models.trait import Outlook, Trait, outlook
from detente.forecasts.scores import brier, crps, interval_score

__all__ = ["Outlook", "Trait", "brier", "crps", "interval_score", "local_level", "outlook", "survival"]
