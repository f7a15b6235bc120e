#!/usr/bin/env bash
# dateparser 1.5.0, function parse, English, RELATIVE_BASE 18 May 2015.
# Expected: a decade is not one date, so the answer is None, or the first day of the decade.
# Seen: 'the 1990s' is 1,990 seconds before the base, 17 May 2015 23:26:50, and 'in the 1990s' 1,990 seconds after it.
# 'the 2nd' is 18 February and 'the 3rd' 18 March: the number of the day is taken for a month. None is marked as doubtful.
# Why it matters here: commentaries date their claims this way, and the wrong answer is always near the document's date.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0
"$folder/venv/bin/python" -W ignore - <<'PY'
from datetime import datetime

import dateparser

for text in ("the 1990s", "in the 1990s", "the 2nd", "the 3rd"):
    print(text, "->", dateparser.parse(text, languages=["en"], settings={"RELATIVE_BASE": datetime(2015, 5, 18)}))
read = lambda text: dateparser.parse(text, languages=["en"], settings={"RELATIVE_BASE": datetime(2015, 5, 18)})
assert read("the 1990s") == datetime(2015, 5, 17, 23, 26, 50)
assert read("in the 1990s") == datetime(2015, 5, 18, 0, 33, 10)
assert read("the 2nd") == datetime(2015, 2, 18)
assert read("the 3rd") == datetime(2015, 3, 18)
PY
