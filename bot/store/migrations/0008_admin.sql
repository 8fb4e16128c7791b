-- For whoever looks after the bot: figures, reports that are dealt with, messages to all.

ALTER TABLE players ADD COLUMN active_on TEXT;  -- the last day they came, in the configured time zone
ALTER TABLE players ADD COLUMN admin_menu INTEGER NOT NULL DEFAULT 0;  -- 1: their menu has /admin
CREATE INDEX players_by_day ON players (active_on);
CREATE INDEX players_with_admin_menu ON players (id) WHERE admin_menu = 1;

ALTER TABLE reports ADD COLUMN done_at TEXT;    -- null: nobody has dealt with it yet
CREATE INDEX reports_open ON reports (reported_at, id) WHERE done_at IS NULL;

-- Messages to all, sent in the order of the players' ids: the last id is all that is kept about
-- who has got one.
CREATE TABLE broadcasts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- an old button must never mean a newer one
    player_id INTEGER NOT NULL REFERENCES players (id) ON DELETE CASCADE,  -- who wrote it
    text TEXT NOT NULL,
    text_id INTEGER NOT NULL,          -- the message it was typed in
    phase TEXT NOT NULL DEFAULT 'draft'
        CHECK (phase IN ('draft', 'sending', 'stopped', 'done')),
    meant INTEGER NOT NULL DEFAULT 0,  -- how many people, when it began
    reached INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0,
    last_id INTEGER NOT NULL DEFAULT 0,
    message_id INTEGER,                -- the message that shows how far it is
    begun_at TEXT
) STRICT;
CREATE INDEX broadcasts_of_author ON broadcasts (player_id);
CREATE UNIQUE INDEX one_draft_each ON broadcasts (player_id) WHERE phase = 'draft';
CREATE UNIQUE INDEX one_broadcast_at_a_time ON broadcasts (phase) WHERE phase = 'sending';

-- How much there is of what grows, so that nobody has to count it.
CREATE TABLE tallies (what TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO tallies VALUES
    ('players', (SELECT count(*) FROM players)),
    ('closed', (SELECT count(*) FROM players WHERE closed = 1)),
    ('attempts', (SELECT count(*) FROM attempts)),
    ('finished', (SELECT count(*) FROM attempts WHERE finished_at IS NOT NULL)),
    ('answers', (SELECT count(*) FROM answers WHERE response IS NOT NULL)
        + (SELECT count(*) FROM round_answers)),
    ('groups', (SELECT count(*) FROM groups)),
    ('rounds', (SELECT count(*) FROM rounds));

CREATE TRIGGER player_comes AFTER INSERT ON players BEGIN
    UPDATE tallies SET number = number + 1 WHERE what = 'players';
END;
CREATE TRIGGER player_goes AFTER DELETE ON players BEGIN
    UPDATE tallies SET number = number - 1
    WHERE what = 'players' OR what = 'closed' AND OLD.closed = 1;
END;
CREATE TRIGGER player_closes AFTER UPDATE OF closed ON players WHEN OLD.closed <> NEW.closed BEGIN
    UPDATE tallies SET number = number + NEW.closed - OLD.closed WHERE what = 'closed';
END;
CREATE TRIGGER attempt_comes AFTER INSERT ON attempts BEGIN
    UPDATE tallies SET number = number + 1 WHERE what = 'attempts';
END;
CREATE TRIGGER attempt_goes AFTER DELETE ON attempts BEGIN
    UPDATE tallies SET number = number - 1
    WHERE what = 'attempts' OR what = 'finished' AND OLD.finished_at IS NOT NULL;
END;
CREATE TRIGGER attempt_finishes AFTER UPDATE OF finished_at ON attempts
WHEN OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL BEGIN
    UPDATE tallies SET number = number + 1 WHERE what = 'finished';
END;
CREATE TRIGGER answer_comes AFTER INSERT ON answers WHEN NEW.response IS NOT NULL BEGIN
    UPDATE tallies SET number = number + 1 WHERE what = 'answers';
END;
CREATE TRIGGER answer_goes AFTER DELETE ON answers WHEN OLD.response IS NOT NULL BEGIN
    UPDATE tallies SET number = number - 1 WHERE what = 'answers';
END;
CREATE TRIGGER round_answer_comes AFTER INSERT ON round_answers BEGIN
    UPDATE tallies SET number = number + 1 WHERE what = 'answers';
END;
CREATE TRIGGER round_answer_goes AFTER DELETE ON round_answers BEGIN
    UPDATE tallies SET number = number - 1 WHERE what = 'answers';
END;
CREATE TRIGGER group_comes AFTER INSERT ON groups BEGIN
    UPDATE tallies SET number = number + 1 WHERE what = 'groups';
END;
CREATE TRIGGER group_goes AFTER DELETE ON groups BEGIN
    UPDATE tallies SET number = number - 1 WHERE what = 'groups';
END;
CREATE TRIGGER round_comes AFTER INSERT ON rounds BEGIN
    UPDATE tallies SET number = number + 1 WHERE what = 'rounds';
END;
CREATE TRIGGER round_goes AFTER DELETE ON rounds BEGIN
    UPDATE tallies SET number = number - 1 WHERE what = 'rounds';
END;
