"""Work that takes longer than a page: waiting, running, done; with progress, cancel, retry, and safe through a crash.

For every room that computes; for the person who waits and wants to know what happens.
This room must never run a job twice at once, lose one, or keep what a job is about beyond ids and figures.
"""
