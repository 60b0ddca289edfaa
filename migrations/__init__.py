"""How does a database get from any earlier release to this one? Numbered files, the same on SQLite and PostgreSQL."""
