"""Papers as lists of sections: the report for the staff, the case for the council, the crisis folder.

Lays out what the engine found, for readers on paper. Changes nothing, knows no renderer's marks, and must never name a
person, nor, for the council, an asset.
"""
