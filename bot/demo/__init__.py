"""A local stand-in for Telegram: its Bot API on one side, people with a chat page on the other."""
