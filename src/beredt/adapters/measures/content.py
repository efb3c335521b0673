"""Measures, ranges and names of groups, as they ship with the program."""

from __future__ import annotations

from beredt.adapters.catalogues.assumption_ranges import load_default_ranges
from beredt.adapters.catalogues.measures import load_measures
from beredt.adapters.open_data.defaults import load_defaults

__all__ = ["load_default_ranges", "load_defaults", "load_measures"]
