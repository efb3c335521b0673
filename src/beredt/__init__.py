"""Beredt: from the national risk picture to what a municipality does on Monday."""

__version__ = "0.1.0"
