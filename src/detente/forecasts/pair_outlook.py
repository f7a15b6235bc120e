"""Today's forecasts of a pair: the outlook of its temperatures, and of its vote agreement."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.forecasts.contract import Model, Predictions
from detente.forecasts.history import History, temperatures_as_history, votes_as_history
from detente.forecasts.models.local_level import LocalLevel
from detente.forecasts.models.trait import TraitOutlook

if TYPE_CHECKING:
    import polars as pl

__all__ = ["agreement_outlook", "predict_until", "temperature_outlook"]


def predict_until(model: Model, history: History, period: date) -> Predictions | None:
    """Fit a model and predict up to a period; None where the history already reaches it, or the model can't predict.

    Parameters
    ----------
    model : Model
        The model.
    history : History
        What was known.
    period : datetime.date
        First day of the last period to predict.
    """
    steps = history.steps_to(period)
    if steps < 1:
        return None
    ahead = model.fit(history).predict(steps)
    return ahead if len(ahead) else None


def temperature_outlook(
    temperatures: pl.DataFrame, parameters: pl.DataFrame, *, origin: date, until: int
) -> Predictions | None:
    """Return draws of one directed dyad's temperature in each year after its last on record, up to a year.

    Parameters
    ----------
    temperatures : polars.DataFrame
        The dyad's rows of the table ``temperatures`` in the years that the dataset covers, as known on the origin.
    parameters : polars.DataFrame
        Rows of ``trait_parameters`` of the same dataset, score and vintage.
    origin : datetime.date
        The day.
    until : int
        The last year.

    Returns
    -------
    Predictions or None
        None where there is no such year, or the dyad's standing is not known.
    """
    history = temperatures_as_history(temperatures, parameters, origin=origin)
    return predict_until(TraitOutlook(), history, date(until, 1, 1))


def agreement_outlook(agreements: pl.DataFrame, *, origin: date, until: int) -> Predictions | None:
    """Return draws of a pair's vote agreement in each year after its last on record, up to a year.

    Parameters
    ----------
    agreements : polars.DataFrame
        The pair's rows of the table ``agreements``, as known on the origin.
    origin : datetime.date
        The day.
    until : int
        The last year.

    Returns
    -------
    Predictions or None
        None where there is no such year.
    """
    return predict_until(LocalLevel(), votes_as_history(agreements, origin=origin), date(until, 1, 1))
