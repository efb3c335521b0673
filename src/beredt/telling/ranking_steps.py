"""What is being done while measures are ranked, for those who wait."""

from __future__ import annotations

from collections.abc import Mapping

from beredt.kit.language import mark

STEP_WORDS: Mapping[str, str] = {
    "baselines": mark("computing the hazards without any measure"),
    "candidates": mark("trying every measure in every hazard"),
    "bundles": mark("looking for measures that only help together"),
    "best set": mark("looking for the best set"),
    "assumption sets": mark("computing again under other assumptions"),
    "twice the horizon": mark("looking twice as far"),
}
"""The steps of `domain.measures.ranking.rank`, in their order."""
