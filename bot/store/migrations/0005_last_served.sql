-- Which version of a set was served last: it may be an older one again.
CREATE TABLE last_served (
    set_id TEXT PRIMARY KEY,
    snapshot TEXT NOT NULL REFERENCES snapshots (hash)
) STRICT, WITHOUT ROWID;

-- Until now only the first time was known.
INSERT INTO last_served
SELECT set_id, (
    SELECT hash FROM snapshots n WHERE n.set_id = s.set_id ORDER BY first_served DESC LIMIT 1
) FROM snapshots s GROUP BY set_id;
