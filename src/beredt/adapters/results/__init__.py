"""Result files: what the engine found, as JSON for machines."""
