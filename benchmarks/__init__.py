"""Timings and memory, on made-up municipalities. Never asserted in tests; run with `make bench`."""
