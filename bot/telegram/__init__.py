"""The way to and from Telegram. Nothing is decided here."""

import os

# The library's own switch: waiting times are timedeltas, as they will always be in its next major
# version; without it each "too many requests" comes with a deprecation warning.
os.environ["PTB_TIMEDELTA"] = "true"
