"""Work spread over the processors of one machine."""
