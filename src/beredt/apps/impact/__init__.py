"""Runs of the impact model: who loses what, when and why, kept whole so that every page and paper says the same.

For coordinators who run and compare, and for everybody inside who reads. A run is stored with what is needed to repeat
it bit for bit. This room never sees a person, never shows a figure that is not a field of a stored run, and never
shows "not assessed" as nought.
"""
