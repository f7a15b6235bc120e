"""Charts: specifications, their layers, themes and renderings."""
