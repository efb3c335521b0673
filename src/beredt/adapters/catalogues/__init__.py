"""Risk catalogues and vocabularies as files. The only code that reads `content`."""
