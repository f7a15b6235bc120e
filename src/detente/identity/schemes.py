"""The schemes in which a state can be written; see `detente.identity.resolution` for how each is read."""

from __future__ import annotations

__all__ = ["SCHEMES"]

SCHEMES = ("code", "name", "cow", "gw", "iso3", "iso2", "iso_numeric", "fips", "cameo", "cowabb")
