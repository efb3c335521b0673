"""Now: what is down, who passes which tolerance next, what holds how long.

For whoever is on duty in the first minutes. Must never show a name or ask for an incident to be declared first.
"""
