"""The version of the code."""

__all__ = ["VERSION"]

VERSION = "0.1.0"
