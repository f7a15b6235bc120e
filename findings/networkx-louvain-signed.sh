#!/usr/bin/env bash
# networkx 3.6.1, functions community.louvain_communities and community.modularity.
# Expected: negative weights are refused, or their sign counts, so that two triangles of allies with two hostile ties
# between them come out as two communities.
# Seen: where hostile weight outweighs friendly weight, the total weight by which modularity is divided is negative, and
# the objective turns round: both triangles are split and the two most hostile pairs put together. The partition into the
# triangles scores -2, far outside modularity's range. Nothing is raised.
# Why it matters here: blocs found in a signed network of states are then the opposite of blocs.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check networkx==3.6.1
"$folder/venv/bin/python" - <<'PY'
import networkx as nx

allies = [("A", "B"), ("B", "C"), ("A", "C"), ("D", "E"), ("E", "F"), ("D", "F")]
states = nx.Graph()
states.add_weighted_edges_from((one, other, 1) for one, other in allies)
states.add_weighted_edges_from([("A", "D", -5), ("B", "E", -5)])
for seed in range(20):
    blocs = nx.community.louvain_communities(states, seed=seed)
    bloc = {state: number for number, members in enumerate(blocs) for state in members}
    assert bloc["A"] == bloc["D"] and bloc["B"] == bloc["E"], blocs
    assert bloc["A"] != bloc["B"], blocs
score = nx.community.modularity(states, [{"A", "B", "C"}, {"D", "E", "F"}])
print("blocs:", [sorted(members) for members in blocs])
print("modularity of the two alliances:", score)
assert score == -2, score
PY
