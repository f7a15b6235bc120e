"""The additions of panels that are figures of states by year: leaders, regimes, fractionalisation, threat, troops."""

from __future__ import annotations

from detente.panels.addition_contract import Addition
from detente.panels.store_additions import attributes_added

__all__ = ["STATE_ADDITIONS"]


def _of_states(name: str, what: str, unit: str, dataset: str) -> Addition:
    return Addition(name, what, unit, "of each state", "missing", attributes_added, "indicators", (dataset,))


STATE_ADDITIONS = (
    _of_states(
        "leaders",
        "Changes of leaders, irregular ones, and how many were in office",
        "1 or 0; persons",
        "archigos",
    ),
    _of_states("regime", "Regimes of the World", "0 closed autocracy to 3 liberal democracy", "row_regimes"),
    _of_states(
        "fractionalisation",
        "Fractionalisation and polarisation of ethnic and religious groups",
        "0 to 1",
        "fractionalisation",
    ),
    _of_states("territorial_threat", "Latent external territorial threat", "a latent score", "territorial_threat"),
    _of_states("us_troops", "Personnel of the United States in the state", "persons", "us_troops"),
)
