"""The demo's chat page in a real Chromium, against the real stand-in."""
