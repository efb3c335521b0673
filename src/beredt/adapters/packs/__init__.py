"""Municipality packs on disk: read, check, write. Never stores half a pack, never holds a person."""
