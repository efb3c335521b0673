"""One Django room per domain: pages, operations and rows, lowest room first."""
