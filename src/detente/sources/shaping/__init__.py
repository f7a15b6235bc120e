"""From a provider's rows to validated frames: states, ties, years, column formats."""
