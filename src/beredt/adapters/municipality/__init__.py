"""What the municipality's room sees of the outside: pack files, spreadsheets, call lists, drafts from open data."""
