"""SQLite: the only SQL in the house."""
