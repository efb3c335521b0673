"""The municipality's own data: areas, assets, dependencies, sites, anonymous need profiles, prices, and where each
value comes from. For planners who keep it right, and for every room that computes on it. Rows leave this room only as
domain values. This room never holds a person, never stores data that `municipality check` would refuse, and loses no
column it does not know.
"""
