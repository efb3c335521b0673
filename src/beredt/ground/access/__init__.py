"""Who may do what: users, municipalities of the installation, members and roles, sign-in, and the gate at each page.

For everyone who signs in, and for every room, which asks here and nowhere else. Must never show one municipality's
page or row to another's user, keep a password or a second factor readable, or log what somebody typed.
"""
