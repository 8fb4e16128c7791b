-- How many stand on each board, without adding up its pieces.

CREATE TABLE board_sizes (
    board TEXT NOT NULL,
    period TEXT NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (board, period)
) STRICT, WITHOUT ROWID;

INSERT INTO board_sizes SELECT board, period, sum(people) FROM board_pieces GROUP BY board, period;

CREATE TRIGGER count_on_board INSTEAD OF INSERT ON board_steps BEGIN
    INSERT INTO board_sizes VALUES (NEW.board, NEW.period, NEW.step)
    ON CONFLICT DO UPDATE SET people = people + NEW.step;
END;
