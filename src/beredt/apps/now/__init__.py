"""The first minutes of a real event: what is down is ticked, and who passes which tolerance next is shown by the clock.

For whoever is on duty, before there is an incident, a staff or a list. Several people see and tick the same state.
This room never needs or shows a person, never says that somebody is helped, and never takes an expected return for a
return: what is not reported back is still down.
"""
