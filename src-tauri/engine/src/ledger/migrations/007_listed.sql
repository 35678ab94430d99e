-- A ledger of many years is listed, searched and counted as fast as a new one.

-- The order of the list as one number: the second a call began in, and within it the order of recording. No two calls
-- have the same as long as there are fewer than 16 million.
ALTER TABLE call ADD COLUMN place INTEGER GENERATED ALWAYS AS (
    (started_at - (started_at % 1000000 + 1000000) % 1000000) / 1000000 * 16777216 + (id & 16777215)
) VIRTUAL;

-- Every number and every name once, however many calls have it: searched instead of the calls.
CREATE TABLE label (
    id INTEGER PRIMARY KEY,
    part TEXT NOT NULL CHECK (part IN ('number', 'name', 'record')),
    -- A number as E.164 has it and as the PBX wrote it; a name; a record's name and its company. Empty where there is none.
    text TEXT NOT NULL,
    more TEXT NOT NULL,
    UNIQUE (part, text, more)
) STRICT;

-- The labels that calls have.
CREATE VIEW label_of_call (call, part, text, more) AS
    SELECT id, 'number', coalesce(remote_number, ''), remote_written FROM call
    WHERE remote_number IS NOT NULL OR remote_written <> ''
    UNION ALL SELECT id, 'name', remote_name, '' FROM call WHERE remote_name IS NOT NULL
    UNION ALL SELECT id, 'record', record_name, coalesce(record_company, '') FROM call WHERE record_name IS NOT NULL;

INSERT INTO label (part, text, more) SELECT DISTINCT part, text, more FROM label_of_call;

-- Search by any three characters or more of a number or a name. The index over the calls themselves stays, emptied:
-- no table of a ledger is ever dropped.
DROP TRIGGER call_text_insert;
DROP TRIGGER call_text_update;
INSERT INTO call_text (call_text) VALUES ('delete-all');

CREATE VIRTUAL TABLE label_text USING fts5 (
    text, more, content = 'label', content_rowid = 'id', tokenize = 'trigram remove_diacritics 1'
);

INSERT INTO label_text (label_text) VALUES ('rebuild');

CREATE TRIGGER label_text_insert AFTER INSERT ON label BEGIN
    INSERT INTO label_text (rowid, text, more) VALUES (new.id, new.text, new.more);
END;

-- What the list is made of, in its order and narrow enough to be walked.
CREATE TABLE listed (
    place INTEGER PRIMARY KEY,
    call INTEGER NOT NULL REFERENCES call (id),
    state TEXT NOT NULL,
    direction TEXT,
    number INTEGER REFERENCES label (id),
    name INTEGER REFERENCES label (id),
    record INTEGER REFERENCES label (id)
) STRICT;

CREATE VIEW listed_of_call (place, call, state, direction, number, name, record) AS
    SELECT call.place, call.id, call.state, call.direction, number.id, name.id, record.id FROM call
    LEFT JOIN label AS number ON number.part = 'number'
        AND number.text = coalesce(call.remote_number, '') AND number.more = call.remote_written
    LEFT JOIN label AS name ON name.part = 'name' AND name.text = call.remote_name AND name.more = ''
    LEFT JOIN label AS record ON record.part = 'record'
        AND record.text = call.record_name AND record.more = coalesce(call.record_company, '');

INSERT INTO listed SELECT * FROM listed_of_call ORDER BY place;

CREATE INDEX listed_by_state ON listed (state);
CREATE INDEX listed_by_number ON listed (number) WHERE number IS NOT NULL;
CREATE INDEX listed_by_name ON listed (name) WHERE name IS NOT NULL;
CREATE INDEX listed_by_record ON listed (record) WHERE record IS NOT NULL;
CREATE INDEX listed_by_number_and_state ON listed (number, state) WHERE number IS NOT NULL;
CREATE INDEX listed_by_name_and_state ON listed (name, state) WHERE name IS NOT NULL;
CREATE INDEX listed_by_record_and_state ON listed (record, state) WHERE record IS NOT NULL;

CREATE TRIGGER listed_insert AFTER INSERT ON call BEGIN
    INSERT INTO label (part, text, more) SELECT part, text, more FROM label_of_call AS this
    WHERE call = new.id AND NOT EXISTS
        (SELECT 1 FROM label WHERE label.part = this.part AND label.text = this.text AND label.more = this.more);
    INSERT INTO listed SELECT * FROM listed_of_call WHERE call = new.id;
END;

CREATE TRIGGER listed_update
AFTER UPDATE OF started_at, state, direction, remote_number, remote_written, remote_name, record_name, record_company ON call
WHEN (old.place, old.state, old.direction, old.remote_number, old.remote_written, old.remote_name, old.record_name,
        old.record_company)
    IS NOT (new.place, new.state, new.direction, new.remote_number, new.remote_written, new.remote_name, new.record_name,
        new.record_company)
BEGIN
    INSERT INTO label (part, text, more) SELECT part, text, more FROM label_of_call AS this
    WHERE call = new.id AND NOT EXISTS
        (SELECT 1 FROM label WHERE label.part = this.part AND label.text = this.text AND label.more = this.more);
    UPDATE listed SET place = new.place WHERE place = old.place AND old.place <> new.place;
    UPDATE listed SET (state, direction, number, name, record) =
        (SELECT state, direction, number, name, record FROM listed_of_call WHERE call = new.id)
    WHERE place = new.place;
END;

-- How many calls stand where.
CREATE TABLE state_count (
    state TEXT PRIMARY KEY,
    calls INTEGER NOT NULL CHECK (calls >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO state_count (state, calls)
    SELECT value, (SELECT count(*) FROM listed WHERE state = value)
    FROM json_each('["logged", "waiting", "needs_you", "left_out", "failed"]');

CREATE TRIGGER state_count_insert AFTER INSERT ON call BEGIN
    UPDATE state_count SET calls = calls + 1 WHERE state = new.state;
END;

CREATE TRIGGER state_count_update AFTER UPDATE OF state ON call WHEN old.state <> new.state BEGIN
    UPDATE state_count SET calls = calls - 1 WHERE state = old.state;
    UPDATE state_count SET calls = calls + 1 WHERE state = new.state;
END;

-- Notes as they were written, by their calls' places: found by any three characters or more, and by a word's first one
-- or two. The index by the calls' ids stays, emptied.
DROP TRIGGER note_text_insert;
DROP TRIGGER note_text_update;
INSERT INTO note_text (note_text) VALUES ('delete-all');

CREATE VIRTUAL TABLE note_phrase USING fts5 (notes, content = '', tokenize = 'trigram remove_diacritics 1');
CREATE VIRTUAL TABLE note_word USING fts5 (
    notes, content = '', detail = 'none', prefix = '1 2', tokenize = 'unicode61 remove_diacritics 2'
);

INSERT INTO note_phrase (rowid, notes)
    SELECT place, (SELECT group_concat(value, char(10)) FROM json_each(notes)) FROM call WHERE notes IS NOT NULL;
INSERT INTO note_word (rowid, notes)
    SELECT place, (SELECT group_concat(value, char(10)) FROM json_each(notes)) FROM call WHERE notes IS NOT NULL;

CREATE TRIGGER note_insert AFTER INSERT ON call WHEN new.notes IS NOT NULL BEGIN
    INSERT INTO note_phrase (rowid, notes)
        SELECT new.place, group_concat(value, char(10)) FROM json_each(new.notes);
    INSERT INTO note_word (rowid, notes)
        SELECT new.place, group_concat(value, char(10)) FROM json_each(new.notes);
END;

CREATE TRIGGER note_update AFTER UPDATE OF started_at, notes ON call
WHEN (old.place, old.notes) IS NOT (new.place, new.notes) BEGIN
    INSERT INTO note_phrase (note_phrase, rowid, notes)
        SELECT 'delete', old.place, group_concat(value, char(10)) FROM json_each(old.notes) HAVING count(*) > 0;
    INSERT INTO note_word (note_word, rowid, notes)
        SELECT 'delete', old.place, group_concat(value, char(10)) FROM json_each(old.notes) HAVING count(*) > 0;
    INSERT INTO note_phrase (rowid, notes)
        SELECT new.place, group_concat(value, char(10)) FROM json_each(new.notes) HAVING count(*) > 0;
    INSERT INTO note_word (rowid, notes)
        SELECT new.place, group_concat(value, char(10)) FROM json_each(new.notes) HAVING count(*) > 0;
END;

-- Those that stand in one state; the list has an index of its own.
DROP INDEX call_newest_by_state;
CREATE INDEX call_by_state ON call (state);

-- What failed not long ago, whatever else failed before.
CREATE INDEX history_failed ON history (at) WHERE event = 'failed';
CREATE INDEX call_no_call ON call (recorded_at) WHERE state = 'failed' AND reason_code IN ('unreadable', 'never_ended');
