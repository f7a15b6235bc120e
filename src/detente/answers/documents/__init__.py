"""Answers as documents: one module an answer, which says it in prose, tables and charts with every number bound."""
