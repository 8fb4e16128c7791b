-- Updates from Telegram, kept until they are handled and what they ask for is said.

CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,                -- JSON, of a tapped message only which it is; '' once done
    came_at TEXT NOT NULL,
    done_at TEXT,                      -- kept a little longer, to know it when it is delivered again
    error TEXT                         -- why it was set aside, instead of being handled
) STRICT;
CREATE INDEX inbox_done ON inbox (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX inbox_waiting ON inbox (came_at, update_id) WHERE done_at IS NULL;
CREATE INDEX inbox_set_aside ON inbox (update_id) WHERE error IS NOT NULL;

INSERT INTO inbox (update_id, body, came_at, error) SELECT update_id, body, at, error FROM set_aside;
DROP TABLE set_aside;
