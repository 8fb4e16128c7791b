"""An educational quiz chatbot for Telegram: questions from YAML, scores in SQLite."""
