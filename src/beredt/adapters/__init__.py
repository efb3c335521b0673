"""The outside world: pack files, catalogues, spreadsheets, result files. Imports domain and kit, never apps."""
