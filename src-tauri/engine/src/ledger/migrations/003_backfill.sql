-- Earlier days whose calls a person approved to be logged; from_at and until_at are the span that was shown.
CREATE TABLE backfill (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    extension TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL CHECK (until_at > from_at),
    approved_at INTEGER NOT NULL,
    -- When the last of its calls was recorded; until then the history is read again.
    read_at INTEGER,
    -- When the person ended it.
    ended_at INTEGER
) STRICT;

CREATE INDEX backfill_unread ON backfill (id) WHERE read_at IS NULL AND ended_at IS NULL;

-- The backfill a call was recorded by.
ALTER TABLE call ADD COLUMN backfill INTEGER REFERENCES backfill (id);

CREATE INDEX call_of_backfill ON call (backfill, state) WHERE backfill IS NOT NULL;
