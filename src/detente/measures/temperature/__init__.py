"""Temperature: how friendly or hostile one state's conduct toward another is, whatever the press's attention."""

from detente.measures.temperature.cells import Cells
from detente.measures.temperature.estimation import ESTIMATOR, Fit, fit
from detente.measures.temperature.levels import LEVELS, UNCLEAR, level, likely_level
from detente.measures.temperature.likelihood import Loadings, log_pmf, shares
from detente.measures.temperature.projection import Conduct, Curve, conduct
from detente.measures.temperature.result import Temperatures, temperature
from detente.measures.temperature.scales import ScalePrior
from detente.measures.temperature.schemes import SCHEMES, Scheme, Score, scheme
from detente.measures.temperature.smoother import Paths, draw_blocks, draw_paths, smooth

__all__ = [
    "ESTIMATOR",
    "LEVELS",
    "SCHEMES",
    "UNCLEAR",
    "Cells",
    "Conduct",
    "Curve",
    "Fit",
    "Loadings",
    "Paths",
    "ScalePrior",
    "Scheme",
    "Score",
    "Temperatures",
    "conduct",
    "draw_blocks",
    "draw_paths",
    "fit",
    "level",
    "likely_level",
    "log_pmf",
    "scheme",
    "shares",
    "smooth",
    "temperature",
]
