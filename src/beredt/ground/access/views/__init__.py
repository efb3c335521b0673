"""Pages of access: signing in, one's own account, the members of a municipality."""
