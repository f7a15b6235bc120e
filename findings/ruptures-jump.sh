#!/usr/bin/env bash
# ruptures 1.1.10, class Pelt.
# Expected: PELT is an exact method, so one clean step in a series gives one change point, on the step or, on a coarse
# grid, on the nearest grid point.
# Seen: with the default jump=5 a step between grid points gives two change points around it, at 10 and 15 for a step at
# 13, at a penalty 300 times the noise variance. The stretch between them mixes both levels, and two segments more cost
# less than fitting it badly. With jump=1, and with KernelCPD, which has no grid, the answer is 13 alone.
# Why it matters here: a count of turning points, or 'the first turn', from a yearly or monthly series is wrong by default.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.4.6 scipy==1.17.1 ruptures==1.1.10
"$folder/venv/bin/python" - <<'PY'
import numpy as np
import ruptures

series = np.repeat([0.0, 5.0], [13, 17]) + np.random.default_rng(1).normal(0, 0.1, 30)
by_default = ruptures.Pelt(model="l2").fit(series).predict(pen=3)
every_point = ruptures.Pelt(model="l2", jump=1).fit(series).predict(pen=3)
kernel = [int(end) for end in ruptures.KernelCPD(kernel="linear").fit(series).predict(pen=3)]
print("Pelt, default grid:", by_default)
print("Pelt, jump=1:      ", every_point)
print("KernelCPD:         ", kernel)
assert by_default == [10, 15, 30], by_default
assert every_point == kernel == [13, 30], (every_point, kernel)
PY
