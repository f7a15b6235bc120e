"""The oracle: the same model sampled by NUTS (NumPyro) on forty dyads.

It shares the likelihood and the priors with Detente, and nothing else: no Gaussian sites, no grid of scales, no
expectation propagation, no plug-in of α, λ, A or the distribution of τ. κ alone is held at Detente's estimate,
since a moment equation has no posterior.

Run it again with NumPyro installed (about five CPU minutes for each of the two)::

    DETENTE_REFERENCE=... python tests/reference/temperature/oracle.py 4      # writes oracle-student.json
    DETENTE_REFERENCE=... python tests/reference/temperature/oracle.py inf    # writes oracle-gaussian.json
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from icews_years import PERIODS, counts, forty, only
from jax.scipy.special import gammaln
from numpyro.diagnostics import summary
from numpyro.infer import MCMC, NUTS, init_to_value

from detente.measures.temperature import Cells, Curve, fit, scheme, shares

HERE = Path(__file__).parent
CHAINS, WARM_UP, DRAWS, SEED = 4, 800, 1500, 1


def model(n, dyad, period, shape, freedom):
    """Every prior is the package's; the last slope stays negative, which fixes the sign."""
    classes, (dyads, periods) = n.shape[1], shape
    alpha = numpyro.sample("alpha", dist.Normal(0, 5).expand([classes - 1]))
    inner = numpyro.sample("slope_inner", dist.Normal(jnp.array([0.0, -1.0]), 1))
    last = numpyro.sample("slope_last", dist.TruncatedNormal(1.0, 1.0, low=0.0))
    slope = numpyro.deterministic("slope", jnp.concatenate([inner, -last[None]]))
    concentration = jnp.exp(numpyro.sample("log_concentration", dist.Normal(3, 2)))
    mean = numpyro.sample("scale_mean", dist.Normal(-1.2, 1.0))
    log_sd = numpyro.sample("scale_log_sd", dist.Normal(np.log(0.6), 0.5))
    tau = jnp.exp(mean + jnp.exp(log_sd) * numpyro.sample("scale_raw", dist.Normal(0, 1).expand([dyads])))
    first = numpyro.sample("first", dist.Normal(0, 1).expand([dyads]))
    law = dist.StudentT(freedom, 0, 1) if np.isfinite(freedom) else dist.Normal(0, 1)
    step = numpyro.sample("step", law.expand([dyads, periods - 1]))
    walk = jnp.concatenate([first[:, None], first[:, None] + jnp.cumsum(tau[:, None] * step, 1)], 1)
    x = numpyro.deterministic("standing", walk)
    logit = jnp.pad(alpha, (1, 0)) + jnp.pad(slope, (1, 0)) * x[dyad, period][:, None]
    a = concentration * jax.nn.softmax(logit, -1)
    events = n.sum(1)
    each = gammaln(concentration) - gammaln(concentration + events) + (gammaln(n + a) - gammaln(a)).sum(1)
    numpyro.factor("counts", each.sum())


def main(freedom: float) -> None:
    """Fit, sample from there, standardise every draw, and write means and standard deviations."""
    numpyro.enable_x64()
    frame = counts(Path(os.environ["DETENTE_REFERENCE"]))
    used = scheme("quad")
    cells = Cells.from_frame(only(frame, forty(frame)), used, PERIODS)
    fitted = fit(cells, used, freedom=freedom)
    dyad, period = np.divmod(cells.at, cells.shape[1])
    n = fitted.loadings.counted(cells.n)
    first = {
        "alpha": fitted.loadings.intercept[0, 1:],
        "slope_inner": fitted.loadings.slope[1:-1],
        "slope_last": -fitted.loadings.slope[-1],
        "log_concentration": fitted.loadings.log_concentration,
        "scale_mean": fitted.prior.mean,
        "scale_log_sd": np.log(fitted.prior.sd),
        "scale_raw": (np.log(fitted.scale) - fitted.prior.mean) / fitted.prior.sd,
        "first": fitted.paths.mean[:, 0],
        "step": np.diff(fitted.paths.mean, axis=1) / fitted.scale[:, None],
    }
    kernel = NUTS(
        model,
        target_accept_prob=0.9,
        init_strategy=init_to_value(values={k: jnp.asarray(v) for k, v in first.items()}),
    )
    sampler = MCMC(
        kernel, num_warmup=WARM_UP, num_samples=DRAWS, num_chains=CHAINS, chain_method="sequential", progress_bar=False
    )
    began = time.process_time()
    sampler.run(
        jax.random.PRNGKey(SEED), jnp.asarray(n.T), jnp.asarray(dyad), jnp.asarray(period), cells.shape, freedom
    )
    seconds = time.process_time() - began
    found = summary(sampler.get_samples(group_by_chain=True))
    got = {k: np.asarray(v)[::2] for k, v in sampler.get_samples().items()}
    temperature, standing = _standardised(cells, n, got)
    out = {
        "model": f"NUTS, {CHAINS} chains of {WARM_UP} + {DRAWS} draws, seed {SEED}",
        "versions": {name: version(name) for name in ("numpyro", "jax", "jaxlib", "numpy")}
        | {"python": platform.python_version()},
        "freedom": freedom if np.isfinite(freedom) else None,
        "clustering": fitted.loadings.clustering,
        "cpu_seconds": round(seconds, 1),
        "worst_rhat": round(max(float(np.nanmax(v["r_hat"])) for v in found.values()), 4),
        "parameters": {
            name: {"mean": np.round(found[name]["mean"], 4).tolist(), "sd": np.round(found[name]["std"], 4).tolist()}
            for name in ("alpha", "slope", "log_concentration", "scale_mean", "scale_log_sd")
        },
        "dyads": cells.dyads,
        "periods": [str(p) for p in PERIODS],
        "temperature": np.round(temperature.mean(0), 4).tolist(),
        "temperature_sd": np.round(temperature.std(0), 4).tolist(),
        "standing": np.round(standing.mean(0), 4).tolist(),
        "standing_sd": np.round(standing.std(0), 4).tolist(),
    }
    name = "oracle-student.json" if np.isfinite(freedom) else "oracle-gaussian.json"
    (HERE / name).write_text(json.dumps(out) + "\n")
    sys.stdout.write(f"{name}: {out['cpu_seconds']} CPU s, worst rhat {out['worst_rhat']}\n{out['parameters']}\n")


def _standardised(cells: Cells, n, got):
    """Temperature and standing of every draw, by that draw's own report-weighted centre and unit."""
    rng = np.random.default_rng(SEED)
    shape = cells.shape
    weight = cells.volume / cells.volume.sum()
    counted = np.zeros((len(cells.classes), shape[0] * shape[1]))
    counted[:, cells.at] = n
    temperature, standing = [], []
    for i, x in enumerate(got["standing"]):
        alpha, slope = np.pad(got["alpha"][i], (1, 0)), np.pad(got["slope"][i], (1, 0))
        a = np.exp(got["log_concentration"][i]) * shares(x.ravel(), alpha, slope) + counted
        gamma = rng.standard_gamma(np.maximum(a, 1e-9))
        y = Curve.of(alpha, slope).nearest(slope @ (gamma / gamma.sum(0))).reshape(shape)
        centre = (weight * y).sum()
        unit = np.sqrt((weight * (y - centre) ** 2).sum())
        temperature.append((y - centre) / unit)
        standing.append((x - centre) / unit)
    return np.array(temperature), np.array(standing)


if __name__ == "__main__":
    main(float(sys.argv[1]))
