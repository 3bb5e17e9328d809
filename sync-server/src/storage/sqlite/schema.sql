-- Version 1 of the server's SQLite store. Append-only: a later version adds a file.
CREATE TABLE server_secret (
    name  TEXT NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE team (
    team_id         BLOB    NOT NULL PRIMARY KEY,
    head            INTEGER NOT NULL,
    chain           BLOB    NOT NULL,
    membership_head BLOB    NOT NULL,
    entry_count     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
    team_id  BLOB    NOT NULL REFERENCES team (team_id),
    position INTEGER NOT NULL,
    bytes    BLOB    NOT NULL,
    PRIMARY KEY (team_id, position)
) STRICT, WITHOUT ROWID;

-- The sequence. `chain` is the running hash after this chunk.
CREATE TABLE chunk (
    id       INTEGER NOT NULL PRIMARY KEY,
    team_id  BLOB    NOT NULL REFERENCES team (team_id),
    seq      INTEGER NOT NULL,
    chunk_id BLOB    NOT NULL,
    chain    BLOB    NOT NULL,
    bytes    BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX chunk_by_seq ON chunk (team_id, seq);
CREATE UNIQUE INDEX chunk_by_id ON chunk (team_id, chunk_id);

-- The end of each device's log, so that none can branch.
CREATE TABLE writer (
    team_id   BLOB    NOT NULL REFERENCES team (team_id),
    device_id BLOB    NOT NULL,
    log_id    BLOB    NOT NULL,
    next_seq  INTEGER NOT NULL,
    last      BLOB    NOT NULL,
    PRIMARY KEY (team_id, device_id, log_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
    locator BLOB NOT NULL PRIMARY KEY,
    team_id BLOB NOT NULL REFERENCES team (team_id),
    invite  BLOB NOT NULL,
    sealed  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE join_request (
    id        INTEGER NOT NULL PRIMARY KEY,
    locator   BLOB    NOT NULL UNIQUE REFERENCES ticket (locator) ON DELETE CASCADE,
    device_id BLOB    NOT NULL,
    request   BLOB    NOT NULL
) STRICT;
