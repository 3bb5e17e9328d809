-- Version 3: what removed devices had not sent, until an admin of the team has looked at it. As in
-- SQLite's version 4.
CREATE TABLE handed_over (
    team_id   bytea  NOT NULL REFERENCES team (team_id),
    device_id bytea  NOT NULL,
    number    bigint NOT NULL,
    name      bytea  NOT NULL,
    bytes     bytea  NOT NULL,
    PRIMARY KEY (team_id, device_id, number),
    UNIQUE (team_id, device_id, name)
);
ALTER TABLE handed_over ALTER COLUMN bytes SET STORAGE EXTERNAL;
