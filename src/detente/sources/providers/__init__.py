"""Sources of slow records, one module a provider."""
