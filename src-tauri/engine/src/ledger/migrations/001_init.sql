-- Times are whole microseconds since 1970 in UTC: finer than any PBX writes, exact as an integer until far beyond 9999.
-- Ids are AUTOINCREMENT, so that an id a person noted never comes to mean another call.

CREATE TABLE call (
    id INTEGER PRIMARY KEY AUTOINCREMENT,

    -- Its identity. Of an unreadable record: the hash of its text and the leg 'unreadable'.
    source TEXT NOT NULL,
    extension TEXT NOT NULL,
    source_id TEXT NOT NULL,
    leg TEXT NOT NULL,

    -- What the PBX said. Of an unreadable record: no direction, and the time it was recorded as start and end.
    direction TEXT CHECK (direction IN ('inbound', 'outbound', 'internal')),
    outcome TEXT NOT NULL CHECK (outcome IN ('connected', 'no_answer', 'busy', 'failed', 'unknown')),
    remote_number TEXT,
    remote_extension TEXT,
    remote_written TEXT NOT NULL,
    remote_name TEXT,
    started_at INTEGER NOT NULL,
    answered_at INTEGER,
    ended_at INTEGER NOT NULL,
    via_queue INTEGER NOT NULL CHECK (via_queue IN (0, 1)),
    raw TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,

    -- Where it stands.
    state TEXT NOT NULL CHECK (state IN ('logged', 'waiting', 'needs_you', 'left_out', 'failed')),
    reason TEXT CHECK (json_valid(reason)),
    reason_code TEXT GENERATED ALWAYS AS (reason ->> '$.code') VIRTUAL,
    due_at INTEGER,

    -- Its attempts: counted since it was recorded or a person last asked for another.
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- An attempt was begun and its end is not recorded.
    is_sending INTEGER NOT NULL DEFAULT 0 CHECK (is_sending IN (0, 1)),
    organization TEXT,
    activity_id TEXT,

    -- Whom it regards.
    record_entity TEXT CHECK (record_entity IN ('contact', 'account', 'lead')),
    record_id TEXT,
    record_name TEXT,
    record_company TEXT,
    logged_at INTEGER,

    UNIQUE (source, extension, source_id, leg),
    CHECK (direction IS NOT NULL OR reason_code IS 'unreadable'),
    CHECK (remote_extension IS NULL OR remote_number IS NOT NULL),
    CHECK ((record_entity IS NULL) = (record_id IS NULL) AND (record_id IS NULL) = (record_name IS NULL)),
    CHECK (record_company IS NULL OR record_id IS NOT NULL),
    CHECK ((organization IS NULL) OR (activity_id IS NOT NULL)),
    CHECK ((reason IS NULL) <= (state = 'logged')),
    CHECK ((state IN ('waiting', 'needs_you')) <= (due_at IS NOT NULL)),
    CHECK ((state IN ('logged', 'left_out')) <= (due_at IS NULL)),
    CHECK ((state = 'logged') <= (activity_id IS NOT NULL AND logged_at IS NOT NULL))
) STRICT;

-- The next passes: what is due, and what is still running at the PBX.
CREATE INDEX call_due ON call (due_at) WHERE due_at IS NOT NULL AND reason_code <> 'still_running';
CREATE INDEX call_running ON call (due_at) WHERE due_at IS NOT NULL AND reason_code = 'still_running';
-- The list, newest first, whole or by state; the second also counts.
CREATE INDEX call_newest ON call (started_at, id);
CREATE INDEX call_newest_by_state ON call (state, started_at, id);
CREATE INDEX call_logged_at ON call (logged_at) WHERE logged_at IS NOT NULL;

-- Search by any three characters or more of a number or a name.
CREATE VIRTUAL TABLE call_text USING fts5 (
    remote_number, remote_written, remote_name, record_name, record_company,
    content = 'call', content_rowid = 'id', tokenize = 'trigram remove_diacritics 1'
);

CREATE TRIGGER call_text_insert AFTER INSERT ON call BEGIN
    INSERT INTO call_text (rowid, remote_number, remote_written, remote_name, record_name, record_company)
    VALUES (new.id, new.remote_number, new.remote_written, new.remote_name, new.record_name, new.record_company);
END;

CREATE TRIGGER call_text_update AFTER UPDATE ON call
WHEN (old.remote_number, old.remote_written, old.remote_name, old.record_name, old.record_company)
    IS NOT (new.remote_number, new.remote_written, new.remote_name, new.record_name, new.record_company)
BEGIN
    INSERT INTO call_text (call_text, rowid, remote_number, remote_written, remote_name, record_name, record_company)
    VALUES ('delete', old.id, old.remote_number, old.remote_written, old.remote_name, old.record_name, old.record_company);
    INSERT INTO call_text (rowid, remote_number, remote_written, remote_name, record_name, record_company)
    VALUES (new.id, new.remote_number, new.remote_written, new.remote_name, new.record_name, new.record_company);
END;

CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    call INTEGER NOT NULL REFERENCES call (id),
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    detail TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;

CREATE INDEX history_of_call ON history (call, id);

CREATE TABLE progress (
    source TEXT NOT NULL,
    extension TEXT NOT NULL,
    horizon INTEGER,
    watermark INTEGER,
    succeeded_at INTEGER,
    PRIMARY KEY (source, extension)
) STRICT;

CREATE TABLE gap (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    extension TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL CHECK (until_at >= from_at),
    detected_at INTEGER NOT NULL,
    UNIQUE (source, extension, from_at, until_at)
) STRICT;

-- What the PBX last said about itself and the person; asked again once a day.
CREATE TABLE pbx_identity (
    source TEXT NOT NULL,
    extension TEXT NOT NULL,
    email TEXT,
    name TEXT,
    country_code TEXT,
    version TEXT,
    identified_at INTEGER NOT NULL,
    PRIMARY KEY (source, extension)
) STRICT;

-- When the PBX refused the password of an account; it is not tried again before a new one is accepted.
CREATE TABLE login (
    account TEXT PRIMARY KEY,
    refused_at INTEGER
) STRICT;

CREATE TABLE health (
    part TEXT PRIMARY KEY CHECK (part IN ('pbx', 'sign_in', 'dynamics')),
    condition TEXT NOT NULL CHECK (json_valid(condition)),
    checked_at INTEGER
) STRICT;

-- One row at most; without one, no account was ever linked. No secret is in it.
CREATE TABLE account (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    state TEXT NOT NULL CHECK (json_valid(state)),
    changed_at INTEGER NOT NULL
) STRICT;

-- What an organization once refused, so that it is not asked for again.
CREATE TABLE refused_capability (
    organization TEXT NOT NULL,
    capability TEXT NOT NULL CHECK (capability IN ('atomic_completion', 'tolerant_search')),
    refused_at INTEGER NOT NULL,
    PRIMARY KEY (organization, capability)
) STRICT;

-- The user that an e-mail address stands for in an organization (spec F2).
CREATE TABLE owner (
    organization TEXT NOT NULL,
    email TEXT NOT NULL COLLATE NOCASE,
    user TEXT NOT NULL,
    name TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    PRIMARY KEY (organization, email)
) STRICT;

-- Until when the person wants nothing asked or sent; one row at most.
CREATE TABLE pause (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    until_at INTEGER
) STRICT;

-- The steps of the first run that were verified, and for which answers.
CREATE TABLE verified_step (
    step TEXT PRIMARY KEY CHECK (step IN ('pbx', 'organization', 'consent', 'link')),
    subject TEXT NOT NULL,
    verified_at INTEGER NOT NULL
) STRICT;

-- What was announced and what is held back, so that no cause is announced twice; one row at most.
CREATE TABLE announcer (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    state TEXT NOT NULL CHECK (json_valid(state))
) STRICT;
