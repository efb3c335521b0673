"""What the measures' room takes from the outside: content that ships, files for other programs, answers."""
