"""Doors and wiring: the command line today, the web application later."""
