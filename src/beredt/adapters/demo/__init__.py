"""Demo municipalities, built from content with a fixed seed.

For everyone who wants to see Beredt work before having data. Must never resemble a real place or person.
"""
