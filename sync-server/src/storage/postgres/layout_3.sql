-- Version 3: documents that were erased. As in SQLite's version 4.
CREATE TABLE erased (
    team_id bytea NOT NULL,
    doc_id  bytea NOT NULL,
    PRIMARY KEY (team_id, doc_id)
);
