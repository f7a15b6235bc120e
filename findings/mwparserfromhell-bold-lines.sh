#!/usr/bin/env bash
# mwparserfromhell 0.7.2, function parse.
# Expected: bold type ends with its line at the latest, as on a MediaWiki page, which reads quotes line by line; each
# bullet is then a node of its own.
# Seen: quotes that are left open on one line pair with those of a later line. The bullets between them are inside one
# bold tag, so a walk over the page's own nodes finds the first bullet and not the others, and the heading that was
# properly marked is read as plain text with quotes.
# Why it matters here: daily news pages have such slips, and the acts of the lines between are then lost or joined.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mwparserfromhell==0.7.2
"$folder/venv/bin/python" - <<'PY'
import mwparserfromhell


def bullets(page):
    nodes = mwparserfromhell.parse(page).nodes
    return sum(str(node) == "*" for node in nodes)


lines = ["* '''Armed conflicts", "* First state protests to second state.", "* Third and fourth meet.", "* '''Elections'''"]
whole = bullets("\n".join(lines))
apart = sum(bullets(line) for line in lines)
bold = [str(tag.contents) for tag in mwparserfromhell.parse("\n".join(lines)).filter_tags(matches=lambda tag: tag.tag == "b")]
print("bullets on the page:", whole, " bullets line by line:", apart)
print("bold:", bold)
assert (whole, apart) == (1, 4), (whole, apart)
assert len(bold) == 1 and bold[0].count("\n") == 3, bold
PY
