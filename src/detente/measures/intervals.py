"""Half-widths of central normal intervals, in standard deviations."""

__all__ = ["Z50", "Z90"]

Z50 = 0.6744897501960817  # Φ⁻¹(0.75)
Z90 = 1.6448536269514722  # Φ⁻¹(0.95)
