#!/usr/bin/env bash
# edtf 5.0.2, functions parse_edtf and text_to_edtf.
# Expected: a winter has three months like the other seasons, so 'winter 1939-40', the Soviet–Finnish war, covers
# December 1939 to February or March 1940.
# Seen: winter (2014-24) is December alone, one month against three of each other season. 'winter 1939-40' becomes
# '1939-24/1940', December 1939 to the end of December 1940.
# Why it matters here: an act dated to a winter is not found in its January, or is possible for a year.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check edtf==5.0.2
"$folder/venv/bin/python" - <<'PY'
import time

from edtf import parse_edtf, text_to_edtf


def span(text):
    date = parse_edtf(text)
    return tuple(time.strftime("%Y-%m-%d", end) for end in (date.lower_strict(), date.upper_strict()))


for name, text in (("spring", "2014-21"), ("summer", "2014-22"), ("autumn", "2014-23"), ("winter", "2014-24")):
    print(name, *span(text))
assert span("2014-23") == ("2014-09-01", "2014-11-30"), span("2014-23")
assert span("2014-24") == ("2014-12-01", "2014-12-31"), span("2014-24")
read = str(text_to_edtf("winter 1939-40"))
print("winter 1939-40 ->", read, *span(read))
assert read == "1939-24/1940" and span(read) == ("1939-12-01", "1940-12-31"), (read, span(read))
PY
