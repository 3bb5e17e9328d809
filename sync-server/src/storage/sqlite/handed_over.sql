-- Version 4: what removed devices had not sent, until an admin of the team has looked at it.
CREATE TABLE handed_over (
    team_id   BLOB    NOT NULL REFERENCES team (team_id),
    device_id BLOB    NOT NULL,
    -- in the order in which it came, from 1
    number    INTEGER NOT NULL,
    -- a hash of the bytes, so that a repeat is known
    name      BLOB    NOT NULL,
    bytes     BLOB    NOT NULL,
    PRIMARY KEY (team_id, device_id, number),
    UNIQUE (team_id, device_id, name)
) STRICT;
