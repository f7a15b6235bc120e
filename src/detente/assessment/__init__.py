"""One question about a pair of states, answered."""
