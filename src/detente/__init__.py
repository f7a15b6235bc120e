"""Detente: a workbench for relations between states."""

__version__ = "0.1.0"
