"""The additions of panels that are figures of states by year: leaders, regimes, fractionalisation, threat, troops."""

from __future__ import annotations

from detente.panels.addition_contract import Addition
from detente.panels.state_levels import elections_added, missions_added
from detente.panels.store_additions import attributes_added

__all__ = ["STATE_ADDITIONS"]


def _of_states(name: str, what: str, unit: str, *datasets: str) -> Addition:
    return Addition(name, what, unit, "of each state", "missing", attributes_added, "indicators", datasets)


STATE_ADDITIONS = (
    _of_states(
        "leaders",
        "Changes of leaders, irregular ones, and how many were in office",
        "1 or 0; persons",
        "archigos",
        "reign_leaders",
    ),
    Addition(
        "elections",
        "National elections held: all, executive, legislative; and referendums",
        "votes held",
        "of each state",
        "zero",
        elections_added,
        "indicators",
        ("reign_elections",),
    ),
    _of_states("terrain", "Ruggedness and mountains, constant over time", "hundred metres; log", "rugged_terrain"),
    _of_states("regime", "Regimes of the World", "0 closed autocracy to 3 liberal democracy", "row_regimes"),
    _of_states(
        "fractionalisation",
        "Fractionalisation and polarisation of ethnic and religious groups",
        "0 to 1",
        "fractionalisation",
    ),
    _of_states("territorial_threat", "Latent external territorial threat", "a latent score", "territorial_threat"),
    _of_states("us_troops", "Personnel of the United States in the state", "persons", "us_troops"),
    Addition(
        "us_missions",
        "Level of representation of the United States in the state",
        "0 none to 8 embassy",
        "of each state",
        "missing",
        missions_added,
        "ties",
        ("us_missions",),
    ),
)
