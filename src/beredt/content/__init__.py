"""Data only, no code: catalogues, vocabularies, the demo municipality."""
