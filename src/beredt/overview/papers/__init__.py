"""Papers by a button: report, council's case, call list, crisis folder.

For whoever needs it in the hand. Reads every room, changes none. Must never hand names out to the public.
"""
