"""Tags and filters of access for templates."""
