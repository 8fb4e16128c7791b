-- Who is forgotten is found in every table without reading all of it.
CREATE INDEX rounds_of_starter ON rounds (starter);
CREATE INDEX round_drafts_of_player ON round_drafts (player_id);
