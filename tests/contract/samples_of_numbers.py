"""Samples of the sources of indicators and dyads' indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from source_sample import Sample

SAMPLES: dict[str, Sample] = {}
