"""Documents as files: one folder per form, each with `render(document)` and the suffix it answers to."""
