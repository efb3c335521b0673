"""The command line, one file per verb group. Parses, makes one call, prints; thinks nothing itself."""
