#!/usr/bin/env bash
# girth 0.8.0, functions twopl_mml and twopl_jml, the two-parameter item response model.
# Expected: discriminations may have either sign, as roll calls need, in which some texts are backed by one side and some
# by the other; the estimated positions then agree with the true ones up to their direction.
# Seen: discriminations are bounded below by about 0.2. With 20 texts of each side, all of discrimination 1.5, those of
# one side end between 0.2 and 0.65 and say little. Positions correlate at 0.91 with the truth, and at 0.96 once the
# votes on one side's texts are turned round by hand. Nothing is raised.
# Why it matters here: positions of states from votes rest on half of the roll calls; which half is chance.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check girth==0.8.0
"$folder/venv/bin/python" -W ignore - <<'PY'
import girth
import numpy as np

rng = np.random.default_rng(0)
position, place = rng.normal(size=400), rng.normal(size=40)
side = np.repeat([1.5, -1.5], 20)
votes = (rng.random((40, 400)) < 1 / (1 + np.exp(-side[:, None] * (position - place[:, None])))).astype(int)
turned = np.vstack([votes[:20], 1 - votes[20:]])


def agreement(answers):
    fit = girth.twopl_mml(answers)
    found = girth.ability_eap(answers, fit["Difficulty"], fit["Discrimination"])
    return fit["Discrimination"], abs(np.corrcoef(found, position)[0, 1])


discrimination, as_cast = agreement(votes)
_, by_hand = agreement(turned)
one, other = sorted((discrimination[:20].max(), discrimination[20:].max()))
print(f"lowest discrimination {discrimination.min():.2f}; largest of each side {one:.2f} and {other:.2f}")
print(f"correlation with the truth: as cast {as_cast:.2f}, one side turned round {by_hand:.2f}")
assert discrimination.min() > 0.19 and one < 0.7 < 1.5 < other, (one, other)
assert as_cast < 0.93 < 0.95 < by_hand, (as_cast, by_hand)
PY
