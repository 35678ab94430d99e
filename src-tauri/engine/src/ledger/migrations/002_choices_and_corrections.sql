-- What the person said about one call.
-- Whose it was (a Choice), and that it is to be logged although a rule leaves it out.
ALTER TABLE call ADD COLUMN chosen TEXT CHECK (json_valid(chosen));
ALTER TABLE call ADD COLUMN is_wanted INTEGER NOT NULL DEFAULT 0 CHECK (is_wanted IN (0, 1));
-- What is to be noted, as a JSON list with the newest last, and what it is called instead of Ringlog's own subject.
ALTER TABLE call ADD COLUMN notes TEXT CHECK (json_valid(notes));
ALTER TABLE call ADD COLUMN subject TEXT;
-- What Ringlog wrote of its record last, and what of it the person last saw (Content).
ALTER TABLE call ADD COLUMN written TEXT CHECK (json_valid(written));
ALTER TABLE call ADD COLUMN shown TEXT CHECK (json_valid(shown));

-- Which record was chosen for a number; it stands until it is chosen anew or forgotten.
CREATE TABLE choice (
    organization TEXT NOT NULL,
    number TEXT NOT NULL,
    extension TEXT NOT NULL,
    record_entity TEXT NOT NULL CHECK (record_entity IN ('contact', 'account', 'lead')),
    record_id TEXT NOT NULL,
    record_name TEXT NOT NULL,
    record_company TEXT,
    chosen_at INTEGER NOT NULL,
    forgotten_at INTEGER,
    PRIMARY KEY (organization, number, extension)
) STRICT;

-- What the person asked to be changed in Dynamics, in the order it was asked.
CREATE TABLE correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    call INTEGER NOT NULL REFERENCES call (id),
    correction TEXT NOT NULL CHECK (json_valid(correction)),
    asked_at INTEGER NOT NULL,
    -- How the record was closed (Closed) when an attempt was begun whose end is not recorded.
    begun TEXT CHECK (json_valid(begun)),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    due_at INTEGER,
    settled_at INTEGER,
    -- Why it was not done (Refused).
    refused TEXT CHECK (json_valid(refused)),
    CHECK ((due_at IS NULL) = (settled_at IS NOT NULL))
) STRICT;

CREATE INDEX correction_due ON correction (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX correction_of_call ON correction (call, id);

-- Notes are found by any three characters or more as well.
CREATE VIRTUAL TABLE note_text USING fts5 (
    notes, content = 'call', content_rowid = 'id', tokenize = 'trigram remove_diacritics 1'
);

CREATE TRIGGER note_text_insert AFTER INSERT ON call WHEN new.notes IS NOT NULL BEGIN
    INSERT INTO note_text (rowid, notes) VALUES (new.id, new.notes);
END;

CREATE TRIGGER note_text_update AFTER UPDATE ON call WHEN old.notes IS NOT new.notes BEGIN
    INSERT INTO note_text (note_text, rowid, notes) SELECT 'delete', old.id, old.notes WHERE old.notes IS NOT NULL;
    INSERT INTO note_text (rowid, notes) SELECT new.id, new.notes WHERE new.notes IS NOT NULL;
END;

-- What an organization once refused of a correction, so that it is not asked for again.
CREATE TABLE refused_change (
    organization TEXT NOT NULL,
    capability TEXT NOT NULL CHECK (capability IN ('atomic_correction', 'changing_sides')),
    refused_at INTEGER NOT NULL,
    PRIMARY KEY (organization, capability)
) STRICT;
