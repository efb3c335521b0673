"""Guided start: a few questions, then the first answer; later the three-day test.

For someone who has never seen the program. Must never count an unanswered question as safe.
"""
