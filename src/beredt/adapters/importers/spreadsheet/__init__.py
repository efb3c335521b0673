"""Spreadsheets as Danes save them (.xlsx, semicolon CSV, cp1252) into a pack, dry run first."""
