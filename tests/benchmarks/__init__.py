"""Measurements, run by hand or all by `make bench`: they print, and fail nothing."""
