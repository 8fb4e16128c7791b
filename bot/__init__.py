"""An educational quiz chatbot for Telegram: questions from YAML, scores in SQLite."""

__version__ = "0.1.0"
