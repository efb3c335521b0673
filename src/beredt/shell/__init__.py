"""Doors and wiring: the command line and the web application."""
