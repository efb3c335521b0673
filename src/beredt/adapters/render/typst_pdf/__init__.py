"""PDF through Typst: tagged (PDF/UA-1), fonts inside, the same bytes for the same document."""
