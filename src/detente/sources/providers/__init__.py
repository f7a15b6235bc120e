"""Sources of structural data, one module per provider."""
