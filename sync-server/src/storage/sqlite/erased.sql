-- Version 5: documents that were erased. A team that is not here (any more) may have some: what is
-- restored or comes back is erased again.
CREATE TABLE erased (
    team_id  BLOB    NOT NULL,
    doc_id   BLOB    NOT NULL,
    -- the place of the entry that erases it in the team's membership log
    position INTEGER NOT NULL,
    -- whether that entry is in the log here; it may be lost, and come back or not
    in_log   INTEGER NOT NULL,
    PRIMARY KEY (team_id, doc_id)
) STRICT, WITHOUT ROWID;

-- A document's chunks, from how they begin: suite (1), kind (1), team (32), document (16).
CREATE INDEX chunk_by_document ON chunk (team_id, substr(bytes, 35, 16));
