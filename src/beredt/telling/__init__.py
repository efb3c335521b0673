"""What domain values sound and look like: sentences, names, figures, curves in both languages. No web, no files."""
