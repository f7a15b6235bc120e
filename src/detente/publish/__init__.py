"""An assessment on a page: terminal, HTML, PDF, Markdown, JSON. Computes no statistics."""
