"""Who did what, when: an append-only log with one hash chain per municipality, anchored outside the database.

For the administrator and the data-protection officer, and for whoever must trust the rest.
This room must never hold a name, a number of a person or free text: only ids, codes, numbers and words of the trade.
"""
