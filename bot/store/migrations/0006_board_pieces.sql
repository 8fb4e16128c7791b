-- Where somebody stands, without counting everybody above them.
--
-- From the lowest score up, each board is cut into pieces of a few thousand people. A piece says
-- where it begins and how many stand in it, so a rank is the sum of the pieces above and a count
-- inside one. Triggers keep the pieces right, whatever changes the scores and why; they cut a piece
-- in two when it grows too long and join two when one gets too short, so that neither many people
-- with equal points nor few with very different ones make counting slow.

-- Equal points: the higher id comes first, so that a board is one index read backwards.
DROP INDEX board_order;
CREATE INDEX board_order ON scores (board, period, shown, points, player_id);

CREATE TABLE board_pieces (
    board TEXT NOT NULL,
    period TEXT NOT NULL,
    points INTEGER NOT NULL,           -- where it begins; the first piece at 0, 0
    player_id INTEGER NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (board, period, points, player_id)
) STRICT, WITHOUT ROWID;

-- The pieces as they would be cut anew.
CREATE VIEW board_pieces_anew AS
    SELECT board, period, iif(place = 0, 0, points) AS points,
        iif(place = 0, 0, player_id) AS player_id, min(2000, people - place) AS people
    FROM (SELECT board, period, points, player_id,
            row_number() OVER (PARTITION BY board, period ORDER BY points, player_id) - 1 AS place,
            count(*) OVER (PARTITION BY board, period) AS people
        FROM scores WHERE shown = 1)
    WHERE place % 2000 = 0;

INSERT INTO board_pieces SELECT * FROM board_pieces_anew;

-- What is inserted here is counted in the piece it belongs to: `step` more people, or fewer.
CREATE VIEW board_steps AS SELECT *, 0 AS step FROM board_pieces WHERE 0;

CREATE TRIGGER count_in_piece INSTEAD OF INSERT ON board_steps BEGIN
    UPDATE board_pieces SET people = people + NEW.step
    WHERE board = NEW.board AND period = NEW.period AND (points, player_id) =
        (SELECT points, player_id FROM board_pieces
        WHERE board = NEW.board AND period = NEW.period
            AND (points, player_id) <= (NEW.points, NEW.player_id)
        ORDER BY points DESC, player_id DESC LIMIT 1);
END;

CREATE TRIGGER score_begins AFTER INSERT ON scores WHEN NEW.shown BEGIN
    INSERT INTO board_pieces VALUES (NEW.board, NEW.period, 0, 0, 0) ON CONFLICT DO NOTHING;
    INSERT INTO board_steps VALUES (NEW.board, NEW.period, NEW.points, NEW.player_id, 0, 1);
END;

CREATE TRIGGER score_appears AFTER UPDATE OF shown ON scores WHEN NEW.shown > OLD.shown BEGIN
    INSERT INTO board_pieces VALUES (NEW.board, NEW.period, 0, 0, 0) ON CONFLICT DO NOTHING;
    INSERT INTO board_steps VALUES (NEW.board, NEW.period, NEW.points, NEW.player_id, 0, 1);
END;

CREATE TRIGGER score_hides AFTER UPDATE OF shown ON scores WHEN NEW.shown < OLD.shown BEGIN
    INSERT INTO board_steps VALUES (OLD.board, OLD.period, OLD.points, OLD.player_id, 0, -1);
END;

-- Only where a piece begins between the old points and the new ones.
CREATE TRIGGER score_moves AFTER UPDATE OF points ON scores
WHEN OLD.shown AND NEW.shown AND OLD.points <> NEW.points AND EXISTS (SELECT 1 FROM board_pieces
    WHERE board = NEW.board AND period = NEW.period
        AND (points, player_id) > (min(OLD.points, NEW.points), NEW.player_id)
        AND (points, player_id) <= (max(OLD.points, NEW.points), NEW.player_id)) BEGIN
    INSERT INTO board_steps VALUES (OLD.board, OLD.period, OLD.points, OLD.player_id, 0, -1);
    INSERT INTO board_steps VALUES (NEW.board, NEW.period, NEW.points, NEW.player_id, 0, 1);
END;

-- The person's id may also be where a piece begins, from when they stood there: it begins with
-- whoever comes next from now on, so that nothing is left of who is forgotten.
CREATE TRIGGER score_ends AFTER DELETE ON scores BEGIN
    INSERT INTO board_steps
        SELECT OLD.board, OLD.period, OLD.points, OLD.player_id, 0, -1 WHERE OLD.shown;
    UPDATE board_pieces SET (points, player_id) =
        (SELECT s.points, s.player_id FROM scores s
        WHERE s.board = OLD.board AND s.period = OLD.period AND s.shown = 1
            AND (s.points, s.player_id) > (board_pieces.points, board_pieces.player_id)
        ORDER BY s.points, s.player_id LIMIT 1)
    WHERE board = OLD.board AND period = OLD.period AND player_id = OLD.player_id;
END;

CREATE TRIGGER piece_too_long AFTER UPDATE OF people ON board_pieces WHEN NEW.people > 4000 BEGIN
    INSERT INTO board_pieces
        SELECT board, period, points, player_id, NEW.people - 2000 FROM scores
        WHERE board = NEW.board AND period = NEW.period AND shown = 1
            AND (points, player_id) >= (NEW.points, NEW.player_id)
        ORDER BY points, player_id LIMIT 1 OFFSET 2000;
    UPDATE board_pieces SET people = 2000
    WHERE board = NEW.board AND period = NEW.period
        AND (points, player_id) = (NEW.points, NEW.player_id);
END;

-- Joined to the one before, unless that would soon be too long; an empty one always.
CREATE TRIGGER piece_too_short AFTER UPDATE OF people ON board_pieces
WHEN NEW.people < OLD.people AND NEW.people < 500 AND NEW.player_id BEGIN
    DELETE FROM board_pieces
    WHERE board = NEW.board AND period = NEW.period
        AND (points, player_id) = (NEW.points, NEW.player_id)
        AND (NEW.people = 0 OR 3000 >= NEW.people +
            (SELECT people FROM board_pieces p
            WHERE p.board = NEW.board AND p.period = NEW.period
                AND (p.points, p.player_id) < (NEW.points, NEW.player_id)
            ORDER BY p.points DESC, p.player_id DESC LIMIT 1));
    UPDATE board_pieces SET people = people + NEW.people
    WHERE board = NEW.board AND period = NEW.period
        AND (points, player_id) =
            (SELECT points, player_id FROM board_pieces
            WHERE board = NEW.board AND period = NEW.period
                AND (points, player_id) < (NEW.points, NEW.player_id)
            ORDER BY points DESC, player_id DESC LIMIT 1)
        AND NOT EXISTS (SELECT 1 FROM board_pieces
            WHERE board = NEW.board AND period = NEW.period
                AND (points, player_id) = (NEW.points, NEW.player_id));
END;
