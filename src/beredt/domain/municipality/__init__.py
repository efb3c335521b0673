"""The municipality as a network: areas, assets, dependencies, sites and anonymous need profiles.

For everyone who computes or shows something about one municipality.
Must never hold a person: profiles are head-counts with needs, not citizens.
"""
