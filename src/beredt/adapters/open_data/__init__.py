"""Open data as Danish authorities publish it: borders, care homes, population, points, health units, roads.

One module per source form; `folder` finds what a folder offers. Nothing is fetched: a user puts the files there.
"""
