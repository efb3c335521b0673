"""The engine: scenario and municipality in; who loses what, when and why out.

For assessment, explanation, measures and national sums.
Must never see a person, read a clock, or roll dice that are not named by seed, row and variable.
"""
