"""The document model: sections of sentences, tables and charts, with every number bound to what it came from."""
