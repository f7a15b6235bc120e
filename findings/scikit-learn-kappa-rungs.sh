#!/usr/bin/env bash
# scikit-learn 1.9.1, function cohen_kappa_score with weights='linear'.
# Expected: the labels are numbers on a scale, so the weight of a disagreement between 2 and 4 is twice that between 1 and
# 2, whether or not anybody used 3.
# Seen: the distance is that of places in the list of labels that occur. Where no coder used 3, 2 and 4 are one step apart,
# as 1 and 2 are, and kappa changes, here from .46 to .43. With labels=[1, 2, 3, 4] it is .46.
# Why it matters here: agreement of two coders on hostility levels or rungs can't be compared between subsets, in each of
# which other levels are unused.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check scikit-learn==1.9.1
"$folder/venv/bin/python" - <<'PY'
import numpy as np
from sklearn.metrics import cohen_kappa_score

one, other = [1, 2, 4, 1, 2, 4, 1, 4, 2, 2], [1, 4, 4, 2, 2, 1, 1, 4, 2, 1]
a, b = np.array(one), np.array(other)
by_hand = 1 - np.abs(a - b).mean() / np.abs(a[:, None] - b).mean()
occurring = cohen_kappa_score(one, other, weights="linear")
listed = cohen_kappa_score(one, other, weights="linear", labels=[1, 2, 3, 4])
print(f"by the numbers {by_hand:.3f}; scikit-learn {occurring:.3f}; with all levels listed {listed:.3f}")
assert abs(listed - by_hand) < 1e-12 and abs(occurring - 0.432) < 0.001, (by_hand, occurring, listed)
PY
