-- Where something of what people have deleted may be left, and since when.

CREATE TABLE traces (
    place TEXT PRIMARY KEY CHECK (place IN ('file', 'log')),
    since TEXT NOT NULL                -- UTC
) STRICT, WITHOUT ROWID;
