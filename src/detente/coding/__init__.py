"""The event coder: dated acts between states, read from news text by rules. Text in, acts out."""
