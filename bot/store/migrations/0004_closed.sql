-- Who cannot be spoken to: they blocked the bot, never began with it, or are gone from Telegram.

ALTER TABLE players ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;  -- 1: the bot cannot speak to them
