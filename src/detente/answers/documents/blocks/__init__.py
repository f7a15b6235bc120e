"""Blocks and sentences that several documents share, or that one document is too long to hold."""
