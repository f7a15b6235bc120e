"""Samples of the sources of ties, disputes and conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from source_sample import Sample

SAMPLES: dict[str, Sample] = {}
