"""The start page of a municipality: what is assessed, what to do now, whom to ring, what is old.

For everybody inside. Reads every room, changes none. Must never show a figure that no stored run holds.
"""
