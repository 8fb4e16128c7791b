"""Measurements, run by hand: they print, and hold nothing against a limit."""
