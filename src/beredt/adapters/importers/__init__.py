"""Ways in for data that others keep; one folder per source."""
