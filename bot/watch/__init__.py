"""How the bot is doing: numbers, health, logs, and what is told to whoever supervises it."""
