"""Small, domain-free tools: errors, units, seeds, arrays, language.

Used by every storey. Knows nothing of municipalities; must never read a clock, a user's file or a network.
"""
