-- What the stand-ins of the texts for support are made with: it never leaves this ledger, so that nobody who reads such
-- a text can find a number out by trying all of them. One row.
CREATE TABLE stand_in_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

INSERT INTO stand_in_key (id, key) VALUES (1, randomblob(32));
