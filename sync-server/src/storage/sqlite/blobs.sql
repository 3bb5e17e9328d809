-- Version 2 of the server's SQLite store: photos and voice notes, sealed in parts.
CREATE TABLE blob (
    team_id BLOB    NOT NULL REFERENCES team (team_id),
    blob_id BLOB    NOT NULL,
    -- so that a document's blobs can go with it
    doc_id  BLOB    NOT NULL,
    head    BLOB    NOT NULL,
    -- when it was announced, in seconds since 1970
    begun   INTEGER NOT NULL,
    -- how many of its parts are not there yet
    missing INTEGER NOT NULL,
    PRIMARY KEY (team_id, blob_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_by_document ON blob (team_id, doc_id);
CREATE INDEX blob_unfinished ON blob (team_id, begun) WHERE missing > 0;

CREATE TABLE blob_part (
    id      INTEGER NOT NULL PRIMARY KEY,
    team_id BLOB    NOT NULL,
    blob_id BLOB    NOT NULL,
    number  INTEGER NOT NULL,
    bytes   BLOB    NOT NULL,
    FOREIGN KEY (team_id, blob_id) REFERENCES blob (team_id, blob_id)
) STRICT;
CREATE UNIQUE INDEX blob_part_by_number ON blob_part (team_id, blob_id, number);

-- What a team's blobs take, counted as soon as they are announced.
CREATE TABLE blob_total (
    team_id BLOB    NOT NULL PRIMARY KEY REFERENCES team (team_id),
    blobs   INTEGER NOT NULL,
    bytes   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
