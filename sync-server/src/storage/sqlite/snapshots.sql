-- Version 3: snapshots, and how far the bodies that they hold can go.
CREATE TABLE snapshot (
    team_id   BLOB    NOT NULL REFERENCES team (team_id),
    doc_id    BLOB    NOT NULL,
    -- where it stands in the sequence, and up to where it holds everything about the document
    seq       INTEGER NOT NULL,
    covers    INTEGER NOT NULL,
    device_id BLOB    NOT NULL,
    -- 0 until another device confirms it; then 1, and soon the time, in seconds since 1970
    confirmed INTEGER NOT NULL,
    -- 1 once the bodies that it covers are gone
    dropped   INTEGER NOT NULL,
    PRIMARY KEY (team_id, doc_id, seq)
) STRICT, WITHOUT ROWID;
