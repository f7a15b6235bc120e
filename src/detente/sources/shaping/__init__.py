"""From a provider's rows to canonical frames: states, ties, years, column formats."""
