"""Pages for whoever keeps the installation running: self-checks, versions, jobs."""
