"""Roads for maps: GeoJSON from a pack's network, vector tiles where there are too many."""
