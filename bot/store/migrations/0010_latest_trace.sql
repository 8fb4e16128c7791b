-- When it was that somebody was forgotten last: what they had sent before is waited for.

ALTER TABLE traces ADD COLUMN latest TEXT NOT NULL DEFAULT '';  -- UTC
