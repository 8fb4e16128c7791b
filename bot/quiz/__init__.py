"""The game itself: pure values and functions. No clock, no dice, no await, no other room."""
