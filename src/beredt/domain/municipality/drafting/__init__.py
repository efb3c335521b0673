"""A first pack of a municipality from open data: what is known, what is estimated, what is missing.

For a coordinator without a single number of their own. Must never invent a utility's plant, spread a small estimate
below the municipality, or let a missing figure pass for safety.
"""
