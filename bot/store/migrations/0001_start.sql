-- Times are UTC, ISO 8601, as text. Points are whole thousandths. Flags are 0 or 1.

PRAGMA application_id = 0x7175697A;  -- "quiz" in ASCII: tells our files from others'

CREATE TABLE players (
    id INTEGER PRIMARY KEY,            -- Telegram's user id
    name TEXT NOT NULL,                -- as Telegram last told it, not cleaned
    telegram_language TEXT,            -- as Telegram last told it
    language TEXT,                     -- as chosen; null follows Telegram
    shown_as TEXT CHECK (shown_as IN ('name', 'alias', 'hidden')),  -- null: not asked yet
    alias TEXT,
    awaiting TEXT,                     -- what the next plain text answers, as JSON
    focus TEXT,                        -- the attempt that typed answers go to
    last_text INTEGER NOT NULL DEFAULT 0,  -- the last plain message taken in, by its id
    first_seen TEXT NOT NULL
) STRICT;

CREATE INDEX players_by_alias ON players (alias);

-- Every version of a set that somebody has played, whole, so that attempts outlive the files.
CREATE TABLE snapshots (
    hash TEXT PRIMARY KEY,
    set_id TEXT NOT NULL,
    body TEXT NOT NULL,
    first_served TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshots_of_set ON snapshots (set_id, first_served);

-- The two fingerprints of each item as served; several text hashes may name one version.
CREATE TABLE item_versions (
    set_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    structure TEXT NOT NULL,
    texts TEXT NOT NULL,
    version TEXT NOT NULL,
    first_served TEXT NOT NULL,
    PRIMARY KEY (set_id, question_id, structure, texts)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
    id TEXT PRIMARY KEY,               -- opaque, made by chance
    player_id INTEGER NOT NULL REFERENCES players (id) ON DELETE CASCADE,
    set_id TEXT NOT NULL,
    snapshot TEXT NOT NULL REFERENCES snapshots (hash),
    counts INTEGER NOT NULL,           -- 1 for the first attempt at the set, 0 for practice
    questions TEXT NOT NULL,           -- ids of the items it is made of, as JSON
    orders TEXT NOT NULL,              -- the choices of each item in the order shown, as JSON
    put_off TEXT NOT NULL DEFAULT '[]',
    hinted TEXT NOT NULL DEFAULT '[]',
    draft TEXT NOT NULL DEFAULT '[]',
    asked_turn INTEGER NOT NULL DEFAULT -1,  -- the last turn whose question was put to the person
    asked_at TEXT,
    message_id INTEGER,                -- the message that shows it, once Telegram has told
    started_at TEXT NOT NULL,
    finished_at TEXT,
    points INTEGER NOT NULL DEFAULT 0,
    possible INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_attempt_under_way ON attempts (player_id, set_id) WHERE finished_at IS NULL;
CREATE UNIQUE INDEX one_attempt_counts ON attempts (player_id, set_id) WHERE counts = 1;
CREATE INDEX attempts_of_set ON attempts (player_id, set_id, started_at);

CREATE TABLE answers (
    attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,         -- of the item in its attempt, from 0
    player_id INTEGER NOT NULL,
    set_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    shown TEXT NOT NULL,               -- keys of the choices in the order shown, as JSON
    response TEXT,                     -- keys chosen or the text typed, as JSON; null: skipped
    credit TEXT NOT NULL,              -- an exact fraction, such as 1/3
    points INTEGER NOT NULL,
    possible INTEGER NOT NULL,
    hinted INTEGER NOT NULL,
    turn INTEGER,                      -- in which it was answered; null: skipped by finishing
    seconds REAL NOT NULL,             -- from the question's being asked to the answer
    counts INTEGER NOT NULL,
    answered_at TEXT NOT NULL,
    day TEXT NOT NULL,                 -- in the configured time zone
    PRIMARY KEY (attempt_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_of_player ON answers (player_id, answered_at);
CREATE INDEX answers_to_item ON answers (set_id, question_id);

-- Kept in the same transaction as the answers they sum. Board '' is all sets together.
CREATE TABLE scores (
    board TEXT NOT NULL,
    period TEXT NOT NULL,              -- all, 2026-11 or 2026-W47
    player_id INTEGER NOT NULL REFERENCES players (id) ON DELETE CASCADE,
    points INTEGER NOT NULL,
    possible INTEGER NOT NULL,
    answers INTEGER NOT NULL,
    shown INTEGER NOT NULL,            -- 1 once the person has chosen how to appear
    PRIMARY KEY (board, period, player_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX board_order ON scores (board, period, shown, points DESC, player_id);
CREATE INDEX scores_of_player ON scores (player_id);

CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    player_id INTEGER NOT NULL REFERENCES players (id) ON DELETE CASCADE,
    set_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    sentence TEXT,
    reported_at TEXT NOT NULL,
    UNIQUE (player_id, set_id, question_id, version)
) STRICT;

-- Updates that could not be handled: kept, so that nothing is lost and nothing is held up.
CREATE TABLE set_aside (
    update_id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    error TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
