"""The way to and from Telegram. Nothing is decided here."""
