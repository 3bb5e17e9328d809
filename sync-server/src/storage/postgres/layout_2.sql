-- Version 2: snapshots, and how far the bodies that they hold can go. As in SQLite's version 3.
CREATE TABLE snapshot (
    team_id   bytea  NOT NULL REFERENCES team (team_id),
    doc_id    bytea  NOT NULL,
    seq       bigint NOT NULL,
    covers    bigint NOT NULL,
    device_id bytea  NOT NULL,
    confirmed bigint NOT NULL,
    dropped   bigint NOT NULL,
    PRIMARY KEY (team_id, doc_id, seq)
);
