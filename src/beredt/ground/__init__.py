"""The ground under all rooms, laid once: access, audit, jobs, and the look and feel."""
