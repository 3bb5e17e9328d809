-- Version 4: documents that were erased. As in SQLite's version 5.
CREATE TABLE erased (
    team_id  bytea   NOT NULL,
    doc_id   bytea   NOT NULL,
    position bigint  NOT NULL,
    in_log   bigint  NOT NULL,
    PRIMARY KEY (team_id, doc_id)
);

CREATE INDEX chunk_by_document ON chunk (team_id, substring(bytes FROM 35 FOR 16));
