-- Group play. Thread 0 is a chat without topics, or its general one.

ALTER TABLE players ADD COLUMN unhurried INTEGER NOT NULL DEFAULT 0;  -- 1: no time pressure

CREATE TABLE groups (
    chat_id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    kind TEXT CHECK (kind IN ('class', 'friends')),  -- null: not asked yet
    seconds INTEGER,                   -- for a question; null: no limit
    by_hand INTEGER NOT NULL DEFAULT 1,
    polls INTEGER NOT NULL DEFAULT 0,
    bonus INTEGER NOT NULL DEFAULT 0,
    admins_start INTEGER NOT NULL DEFAULT 1,
    all_kinds INTEGER NOT NULL DEFAULT 0,  -- 1: also those that are answered in private
    items INTEGER NOT NULL DEFAULT 10, -- questions a round; 0: all of the set
    teams INTEGER NOT NULL DEFAULT 0,
    timezone TEXT,                     -- null: the bot's
    weekly_day INTEGER,                -- Monday is 0; null: no weekly round
    weekly_hour INTEGER NOT NULL DEFAULT 18,
    weekly_next TEXT,                  -- when the next one is due
    closed INTEGER NOT NULL DEFAULT 0, -- 1: the bot cannot speak there
    first_seen TEXT NOT NULL
) STRICT;
CREATE INDEX weekly_rounds ON groups (weekly_next) WHERE weekly_next IS NOT NULL;

CREATE TABLE rounds (
    id TEXT PRIMARY KEY,               -- opaque, made by chance
    chat_id INTEGER NOT NULL REFERENCES groups (chat_id) ON UPDATE CASCADE ON DELETE CASCADE,
    thread_id INTEGER NOT NULL,
    starter INTEGER NOT NULL,          -- 0: the weekly one, or somebody since forgotten
    language TEXT NOT NULL,
    set_id TEXT NOT NULL,
    snapshot TEXT NOT NULL REFERENCES snapshots (hash),
    questions TEXT NOT NULL,           -- ids of the items, as JSON
    orders TEXT NOT NULL,              -- their choices in the order shown, as JSON
    seconds INTEGER,
    by_hand INTEGER NOT NULL,
    bonus INTEGER NOT NULL,
    polls INTEGER NOT NULL,
    teams INTEGER NOT NULL,
    unhurried INTEGER NOT NULL DEFAULT 0,
    phase TEXT NOT NULL,
    position INTEGER NOT NULL,
    since TEXT NOT NULL,
    closes_at TEXT,
    next_at TEXT,
    silent INTEGER NOT NULL DEFAULT 0,
    joined INTEGER NOT NULL DEFAULT 0,
    answered INTEGER NOT NULL DEFAULT 0,   -- the open item, by how many
    last_at TEXT,                      -- when the open item was last answered
    late INTEGER NOT NULL DEFAULT 0,   -- 1: the bot was down while the item was open
    wakes_at TEXT,                     -- when the clock next asks for something
    refresh_at TEXT,                   -- when the open item's count is to be drawn again
    saying TEXT,                       -- the message that is on its way: lobby, question, reveal, end
    message_id INTEGER,                -- the lobby, then the open item
    poll_id TEXT,                      -- of the open item; null: asked by buttons
    created_at TEXT NOT NULL,
    finished_at TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_round_a_place ON rounds (chat_id, thread_id) WHERE phase <> 'over';
CREATE INDEX rounds_of_group ON rounds (chat_id, created_at);
CREATE INDEX rounds_by_clock ON rounds (wakes_at) WHERE wakes_at IS NOT NULL;
CREATE INDEX rounds_on_the_way ON rounds (id) WHERE saying IS NOT NULL;
CREATE UNIQUE INDEX round_of_poll ON rounds (poll_id) WHERE poll_id IS NOT NULL;

CREATE TABLE round_players (
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    player_id INTEGER NOT NULL REFERENCES players (id) ON DELETE CASCADE,
    team INTEGER NOT NULL DEFAULT 0,   -- 0: none
    joined_at TEXT NOT NULL,
    PRIMARY KEY (round_id, player_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rounds_of_player ON round_players (player_id);

CREATE TABLE round_answers (
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    player_id INTEGER NOT NULL REFERENCES players (id) ON DELETE CASCADE,
    set_id TEXT NOT NULL,
    question_id TEXT NOT NULL,
    response TEXT NOT NULL,            -- keys chosen or the text typed, as JSON
    seconds REAL NOT NULL,
    answered_at TEXT NOT NULL,
    taps TEXT NOT NULL,                -- the updates it came by, so that none counts twice
    credit TEXT,                       -- an exact fraction; null until the item is closed
    points INTEGER NOT NULL DEFAULT 0, -- thousandths, without the bonus
    bonus INTEGER NOT NULL DEFAULT 0,
    possible INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (round_id, position, player_id)
) STRICT, WITHOUT ROWID;
-- What somebody has put together so far of an item that is answered in the private chat.
CREATE TABLE round_drafts (
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    player_id INTEGER NOT NULL REFERENCES players (id) ON DELETE CASCADE,
    draft TEXT NOT NULL,
    PRIMARY KEY (round_id, position, player_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX round_answers_of_player ON round_answers (player_id, set_id);

-- Votes in polls whose message Telegram has not told yet.
CREATE TABLE early_votes (
    poll_id TEXT NOT NULL,
    player_id INTEGER NOT NULL REFERENCES players (id) ON DELETE CASCADE,
    options TEXT NOT NULL,
    voted_at TEXT NOT NULL,
    PRIMARY KEY (poll_id, player_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_scores (
    chat_id INTEGER NOT NULL REFERENCES groups (chat_id) ON UPDATE CASCADE ON DELETE CASCADE,
    period TEXT NOT NULL,              -- all, 2026-11, 2026-W47, or a round's id
    player_id INTEGER NOT NULL REFERENCES players (id) ON DELETE CASCADE,
    points INTEGER NOT NULL,
    possible INTEGER NOT NULL,
    answers INTEGER NOT NULL,
    PRIMARY KEY (chat_id, period, player_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_board_order ON group_scores (chat_id, period, points DESC, player_id);
CREATE INDEX group_scores_of_player ON group_scores (player_id);
