-- Version 4: documents that were erased. A team that is not here (any more) may have some: what is
-- restored or comes back is erased again.
CREATE TABLE erased (
    team_id BLOB NOT NULL,
    doc_id  BLOB NOT NULL,
    PRIMARY KEY (team_id, doc_id)
) STRICT, WITHOUT ROWID;
