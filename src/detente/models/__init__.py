"""Forecast models behind one contract, and the scores they are held to."""

from detente.models.hazards import survival
from detente.models.outlook import Outlook, Trait, outlook
from detente.models.scores import brier, crps, interval_score
from detente.models.walk import local_level

__all__ = ["Outlook", "Trait", "brier", "crps", "interval_score", "local_level", "outlook", "survival"]
