#!/usr/bin/env bash
# ruptures 1.1.10, classes Pelt and KernelCPD.
# Expected: a series with one missing value is refused, or both estimators answer alike, since with a linear kernel they
# minimise the same cost.
# Seen: neither refuses it. Pelt returns a change point at every second position from the missing value on, KernelCPD
# returns none at all, and a real step of fifty standard deviations further on is lost in both.
# Why it matters here: months without reports are usual in event data, and come as NaN.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.4.6 scipy==1.17.1 ruptures==1.1.10
"$folder/venv/bin/python" - <<'PY'
import numpy as np
import ruptures

series = np.repeat([0.0, 5.0], [13, 17]) + np.random.default_rng(1).normal(0, 0.1, 30)


def ends(values):
    pelt = ruptures.Pelt(model="l2", jump=1).fit(values).predict(pen=3)
    kernel = ruptures.KernelCPD(kernel="linear").fit(values).predict(pen=3)
    return [int(end) for end in pelt], [int(end) for end in kernel]


whole = ends(series)
series[5] = np.nan
pelt, kernel = ends(series)
print("without a gap:  Pelt", whole[0], " KernelCPD", whole[1])
print("one value gone: Pelt", pelt, " KernelCPD", kernel)
assert whole == ([13, 30], [13, 30]), whole
assert len(pelt) > 10 and set(np.diff(pelt)) == {2}, pelt
assert kernel == [30], kernel
PY
