"""The cube: events summed by dyad, day and class."""
