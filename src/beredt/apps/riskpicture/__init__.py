"""National risk pictures and what they mean here: editions, their hazards, and each hazard as a local scenario.

For coordinators who must know what the list holds, how sure its wording is, and which entries can be computed.
Editions are content that comes through a door; this room stores nothing. It never calls a recommendation binding,
never hides an entry that cannot be computed, and says of each why and what its source advises instead.
"""
