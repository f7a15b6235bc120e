#!/usr/bin/env bash
# statsforecast 2.1.1, classes CrostonClassic and TSB, models of counts that are mostly zero.
# Expected: a missing month is refused, gives NaN as in the package's IMAPA and ADIDA, or is left out.
# Seen: nothing is raised. A missing month counts as one in which something happened, since it is 'not equal to zero',
# and its size is left out: events seem to come oftener. A series of one clash of size 4 every four months is forecast
# at 0.92 a month by TSB, and at 4 a month when the quiet months are missing: more than were it known that they were quiet.
# Why it matters here: months that a source does not cover raise the forecast of conflict.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check statsforecast==2.1.1
"$folder/venv/bin/python" -W ignore - <<'PY'
import numpy as np
from statsforecast.models import TSB, CrostonClassic

models = {"Croston": CrostonClassic(), "TSB": TSB(alpha_d=0.2, alpha_p=0.2)}
quiet = np.array([4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0], float)
some, every = quiet.copy(), np.where(quiet > 0, quiet, np.nan)
some[6] = np.nan
found = {}
for name, model in models.items():
    found[name] = [float(model.forecast(y=y, h=1)["mean"][0]) for y in (quiet, some, every)]
    print(f"{name:8} all known {found[name][0]:.2f}, one quiet month missing {found[name][1]:.2f}, all quiet months {found[name][2]:.2f}")
for known, one, all_missing in found.values():
    assert known < one < all_missing == 4.0, found
PY
