"""What people can do: load, call the game, save, return an outcome."""
