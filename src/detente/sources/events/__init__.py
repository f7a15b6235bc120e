"""Sources of events: GDELT, ICEWS, POLECAT and any table by a mapping."""
