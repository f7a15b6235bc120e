#!/usr/bin/env bash
# edtf 5.0.2, function parse_edtf, methods lower_fuzzy and upper_fuzzy.
# Expected: an approximate day may be off by some days and an approximate month by some months: the mark qualifies the
# date at its own precision.
# Seen: the allowances for year, month and day are added up. 'About 18 March 2014' runs from 17 February 2013 to
# 19 April 2015, over two years, and so does an uncertain day ('?'); 'about March 2014' is as wide.
# Why it matters here: dates of acts are marked as approximate because the day alone is in doubt; an act of
# 18 March 2014 would then be possible in three calendar years.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check edtf==5.0.2
"$folder/venv/bin/python" - <<'PY'
import time

from edtf import parse_edtf


def span(text):
    date = parse_edtf(text)
    return tuple(time.strftime("%Y-%m-%d", end) for end in (date.lower_fuzzy(), date.upper_fuzzy()))


for text in ("2014-03-18~", "2014-03-18?", "2014-03~", "2014~"):
    print(text, *span(text))
assert span("2014-03-18~") == span("2014-03-18?") == ("2013-02-17", "2015-04-19"), span("2014-03-18~")
assert span("2014-03~") == ("2013-02-01", "2015-04-30"), span("2014-03~")
assert span("2014~") == ("2013-01-01", "2015-12-31"), span("2014~")
PY
