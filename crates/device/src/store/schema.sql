CREATE VIEW shown_household AS
    SELECT own.household_no, shown.household_no AS shown_no, shown.doc_id, shown.name,
           shown.name_sort, shown.locality, shown.closed
    FROM household AS own
    JOIN household AS shown ON shown.household_no = coalesce(own.shown_in, own.household_no);

CREATE TRIGGER learning_fact_moved AFTER UPDATE OF place ON learning_fact
WHEN new.measure <> 'story' AND new.place <> old.place BEGIN
    UPDATE learning_tally SET facts = facts - 1, times = times - old.times,
            amount = amount - old.amount
        WHERE place = old.place AND measure = old.measure AND at = old.at
            AND kind = old.kind AND detail = old.detail AND more = old.more;
    DELETE FROM learning_tally
        WHERE place = old.place AND measure = old.measure AND at = old.at
            AND kind = old.kind AND detail = old.detail AND more = old.more AND facts = 0;
    INSERT INTO learning_tally VALUES
        (new.place, new.measure, new.at, new.kind, new.detail, new.more, 1, new.times, new.amount)
        ON CONFLICT DO UPDATE SET facts = facts + 1, times = times + excluded.times,
            amount = amount + excluded.amount;
END;

CREATE TRIGGER learning_fact_new AFTER INSERT ON learning_fact WHEN new.measure <> 'story' BEGIN
    INSERT INTO learning_tally VALUES
        (0, new.measure, new.at, new.kind, new.detail, new.more, 1, new.times, new.amount),
        (new.place, new.measure, new.at, new.kind, new.detail, new.more, 1, new.times, new.amount)
        ON CONFLICT DO UPDATE SET facts = facts + 1, times = times + excluded.times,
            amount = amount + excluded.amount;
END;

CREATE TRIGGER learning_fact_old AFTER DELETE ON learning_fact WHEN old.measure <> 'story' BEGIN
    UPDATE learning_tally SET facts = facts - 1, times = times - old.times,
            amount = amount - old.amount
        WHERE place IN (0, old.place) AND measure = old.measure AND at = old.at
            AND kind = old.kind AND detail = old.detail AND more = old.more;
    DELETE FROM learning_tally
        WHERE place IN (0, old.place) AND measure = old.measure AND at = old.at
            AND kind = old.kind AND detail = old.detail AND more = old.more AND facts = 0;
END;

CREATE TRIGGER learning_household_old BEFORE DELETE ON household BEGIN
    DELETE FROM learning_fact WHERE household_no = old.household_no;
    DELETE FROM learning_words WHERE household_no = old.household_no;
    DELETE FROM learning_service WHERE household_no = old.household_no;
    DELETE FROM learning_demand WHERE household_no = old.household_no;
    DELETE FROM learning_household WHERE household_no = old.household_no;
END;

CREATE TRIGGER tally_changed AFTER UPDATE OF closed, shown_in ON household
WHEN old.closed <> new.closed OR old.shown_in IS NOT new.shown_in BEGIN
    UPDATE tally SET households = households + (new.shown_in IS NULL) - (old.shown_in IS NULL)
        WHERE name = 'all';
    UPDATE tally SET households = households + (new.shown_in IS NULL AND new.closed = 0)
            - (old.shown_in IS NULL AND old.closed = 0)
        WHERE name = 'open';
END;

CREATE TRIGGER tally_new AFTER INSERT ON household WHEN new.shown_in IS NULL BEGIN
    UPDATE tally SET households = households + 1 WHERE name = 'all';
    UPDATE tally SET households = households + (new.closed = 0) WHERE name = 'open';
END;

CREATE TRIGGER tally_old AFTER DELETE ON household WHEN old.shown_in IS NULL BEGIN
    UPDATE tally SET households = households - 1 WHERE name = 'all';
    UPDATE tally SET households = households - (old.closed = 0) WHERE name = 'open';
END;

CREATE TABLE action (
    household_no INTEGER NOT NULL REFERENCES household (household_no),
    item TEXT NOT NULL,
    what TEXT NOT NULL,
    who TEXT,
    member TEXT,
    by_when TEXT,
    -- a worker does it
    promised INTEGER NOT NULL,
    open INTEGER NOT NULL,
    PRIMARY KEY (household_no, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE asked_for (
    household_no INTEGER NOT NULL REFERENCES household (household_no),
    item TEXT NOT NULL,
    words TEXT NOT NULL,
    date TEXT,
    who_asked TEXT NOT NULL,
    door TEXT,
    -- looked at, and not clear yet
    not_yet_clear INTEGER NOT NULL,
    PRIMARY KEY (household_no, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
    blob_no INTEGER NOT NULL PRIMARY KEY,
    blob_id BLOB NOT NULL UNIQUE,
    doc_id BLOB NOT NULL,
    head BLOB NOT NULL,
    -- what its file takes
    bytes INTEGER NOT NULL,
    -- 1 when the server has all of it
    sent INTEGER NOT NULL,
    -- 1 when it was made here, and not fetched
    own INTEGER NOT NULL,
    -- the name in the record that this one is to replace once the server has begun it
    replaces BLOB UNIQUE,
    -- how often the server said no to it
    refused INTEGER NOT NULL DEFAULT 0,
    -- when somebody last looked at it
    used_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE both_changed (
    household_no INTEGER NOT NULL REFERENCES household (household_no),
    part TEXT NOT NULL,
    item TEXT NOT NULL,
    fields INTEGER NOT NULL,
    PRIMARY KEY (household_no, part, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    change_no INTEGER NOT NULL PRIMARY KEY,
    doc_id BLOB NOT NULL REFERENCES document (doc_id),
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    -- 1 while no chunk carries this device's own change
    unsealed INTEGER NOT NULL,
    -- 1 when the saved form holds it and it waits only to be sealed
    folded INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE chunk (
    chunk_no INTEGER NOT NULL PRIMARY KEY,
    chunk_id BLOB NOT NULL UNIQUE,
    doc_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    log_id BLOB NOT NULL,
    log_seq INTEGER NOT NULL,
    -- place in the team's sequence; NULL until the server has it
    seq INTEGER,
    -- own changes in it
    changes INTEGER NOT NULL DEFAULT 0,
    bytes BLOB NOT NULL, former_seq INTEGER NOT NULL DEFAULT 9223372036854775807,
    UNIQUE (device_id, log_id, log_seq)
) STRICT;

CREATE TABLE cursor (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL
) STRICT;

CREATE TABLE document (
    doc_id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    saved BLOB NOT NULL
) STRICT;

CREATE TABLE document_key (
    doc_id BLOB NOT NULL,
    key_id BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    key BLOB NOT NULL,
    key_no INTEGER NOT NULL PRIMARY KEY, open INTEGER NOT NULL DEFAULT 1, upon BLOB NOT NULL DEFAULT X'80',
    UNIQUE (doc_id, key_id)
) STRICT;

CREATE TABLE epoch_key (
    epoch INTEGER NOT NULL PRIMARY KEY,
    key BLOB NOT NULL
) STRICT;

CREATE TABLE half_written (
    -- as the system writes it
    path BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE has_read (
    device_id BLOB NOT NULL PRIMARY KEY,
    -- the furthest entry of the membership log that it named
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE held_back (
    chunk_id BLOB NOT NULL PRIMARY KEY REFERENCES chunk (chunk_id),
    doc_id BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE household (
    household_no INTEGER NOT NULL PRIMARY KEY,
    doc_id BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL DEFAULT '',
    -- small letters, no accents
    name_sort TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    locality TEXT NOT NULL DEFAULT '',
    named_worker TEXT,
    second_worker TEXT,
    closed INTEGER NOT NULL DEFAULT 0,
    people TEXT NOT NULL DEFAULT '',
    last_visit TEXT,
    next_visit TEXT,
    open_actions INTEGER NOT NULL DEFAULT 0,
    both_changed INTEGER NOT NULL DEFAULT 0,
    -- others' changes that nobody has looked at
    arrived_ms INTEGER,
    seen_ms INTEGER
, joined_into BLOB, shown_in INTEGER, own_closed INTEGER NOT NULL DEFAULT 0, wrote_in_removed_ms INTEGER, held INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE import (
    import_no INTEGER NOT NULL PRIMARY KEY CHECK (import_no = 1),
    -- of the file's bytes
    digest BLOB NOT NULL,
    file_name TEXT NOT NULL,
    stage TEXT NOT NULL,
    reading TEXT NOT NULL,
    counts TEXT NOT NULL,
    -- the last row of the file that is written
    reached INTEGER NOT NULL
) STRICT;

CREATE TABLE import_row (
    row_no INTEGER NOT NULL PRIMARY KEY,
    outcome TEXT NOT NULL,
    -- 1 once its household is written
    done INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    people TEXT NOT NULL,
    why TEXT,
    detail TEXT NOT NULL,
    notes TEXT NOT NULL,
    -- the row that makes its household
    joins INTEGER,
    doc_id BLOB,
    -- as it stands in the file
    text TEXT NOT NULL
) STRICT;

CREATE TABLE imported_file (
    file_no INTEGER NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE imported_row (
    file_no INTEGER NOT NULL REFERENCES imported_file (file_no),
    row_no INTEGER NOT NULL,
    doc_id BLOB NOT NULL,
    PRIMARY KEY (file_no, row_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE invite (
    locator BLOB NOT NULL PRIMARY KEY,
    seed BLOB NOT NULL,
    role TEXT NOT NULL,
    expires_ms INTEGER NOT NULL,
    entry BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE joined_once (
    doc_id BLOB NOT NULL,
    into_id BLOB NOT NULL,
    PRIMARY KEY (doc_id, into_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE key_holder (
    doc_id BLOB NOT NULL,
    key_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    PRIMARY KEY (doc_id, key_id, device_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE lacks (
    device_id BLOB NOT NULL,
    doc_id BLOB NOT NULL,
    PRIMARY KEY (device_id, doc_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE last_look (
    doc_id BLOB NOT NULL PRIMARY KEY REFERENCES document (doc_id),
    -- the document's newest changes then, as hex, parted by spaces
    heads TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE learning_demand (
    household_no INTEGER NOT NULL,
    item TEXT NOT NULL,
    day INTEGER NOT NULL,
    repeats TEXT NOT NULL,
    sorted INTEGER,
    PRIMARY KEY (household_no, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE learning_fact (
    household_no INTEGER NOT NULL,
    measure TEXT NOT NULL,
    item TEXT NOT NULL,
    nth INTEGER NOT NULL,
    place INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    more INTEGER NOT NULL,
    times INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (household_no, measure, item, nth)
) STRICT, WITHOUT ROWID;

CREATE TABLE learning_household (
    household_no INTEGER NOT NULL PRIMARY KEY,
    place INTEGER NOT NULL,
    first_visit INTEGER,
    closed INTEGER
) STRICT;

CREATE TABLE learning_name (
    item TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE learning_place (
    place INTEGER NOT NULL PRIMARY KEY CHECK (place > 0),
    locality TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE learning_service (
    household_no INTEGER NOT NULL,
    item TEXT NOT NULL,
    kind TEXT NOT NULL,
    sureness TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    pence INTEGER NOT NULL,
    PRIMARY KEY (household_no, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE learning_tally (
    place INTEGER NOT NULL,
    measure TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    more INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    times INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (place, measure, at, kind, detail, more)
) STRICT, WITHOUT ROWID;

CREATE TABLE learning_words (
    household_no INTEGER NOT NULL,
    item TEXT NOT NULL,
    place INTEGER NOT NULL,
    day INTEGER NOT NULL,
    -- what people can now do for themselves
    words TEXT NOT NULL,
    PRIMARY KEY (household_no, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE line_text (
    line_no INTEGER NOT NULL PRIMARY KEY,
    household_no INTEGER NOT NULL REFERENCES household (household_no),
    part TEXT NOT NULL,
    item TEXT NOT NULL,
    -- names of the household and its people, their places
    is_name INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (household_no, part, item)
) STRICT;

CREATE TABLE line_waiting (
    household_no INTEGER NOT NULL REFERENCES household (household_no),
    part TEXT NOT NULL,
    -- empty for parts of which there is one
    item TEXT NOT NULL,
    PRIMARY KEY (household_no, part, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    log_id BLOB NOT NULL,
    log_seq INTEGER NOT NULL,
    previous BLOB NOT NULL
) STRICT;

CREATE TABLE member_device (
    device TEXT NOT NULL PRIMARY KEY,
    item TEXT NOT NULL REFERENCES member_name (item)
) STRICT, WITHOUT ROWID;

CREATE TABLE member_name (
    item TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
    position INTEGER NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL,
    entry BLOB NOT NULL
) STRICT;

CREATE TABLE name_word (
    word_no INTEGER NOT NULL PRIMARY KEY,
    word TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE person (
    household_no INTEGER NOT NULL REFERENCES household (household_no),
    item TEXT NOT NULL,
    name TEXT NOT NULL,
    added_ms INTEGER NOT NULL,
    PRIMARY KEY (household_no, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    chunk_id BLOB NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    -- the bytes of what is not in the table of chunks
    bytes BLOB
, doc_id BLOB, seq INTEGER) STRICT;

CREATE TABLE receipt (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    -- the last place at which a teammate said something about a document
    others_seq INTEGER NOT NULL,
    -- how far this device has said that it has read, and when
    told_seq INTEGER NOT NULL,
    told_ms INTEGER NOT NULL,
    -- the documents that it then could not take in: their ids, one after another
    told_lacks BLOB NOT NULL
) STRICT;

CREATE TABLE recording (
    recording_no INTEGER NOT NULL PRIMARY KEY,
    recording TEXT NOT NULL UNIQUE,
    household TEXT NOT NULL,
    visit TEXT NOT NULL,
    began_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE recording_piece (
    piece_no INTEGER NOT NULL PRIMARY KEY,
    recording_no INTEGER NOT NULL REFERENCES recording,
    -- how much was heard in it
    samples INTEGER NOT NULL,
    -- Opus packets, each after its length
    packets BLOB NOT NULL
) STRICT;

CREATE TABLE restricted (
    doc_id BLOB NOT NULL PRIMARY KEY,
    is_household INTEGER NOT NULL,
    -- whether this device may open it
    mine INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE restricted_upon (
    doc_id BLOB NOT NULL PRIMARY KEY,
    statements BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE restriction (
    doc_id BLOB NOT NULL,
    -- the chunk that says it
    chunk_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    said BLOB NOT NULL,
    PRIMARY KEY (doc_id, chunk_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE safety_note (
    doc_id BLOB NOT NULL PRIMARY KEY,
    household_doc_id BLOB NOT NULL,
    -- not taken down
    standing INTEGER NOT NULL,
    review_on TEXT,
    -- fields that two people changed and nobody has settled
    both_changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE seen (
    device_id BLOB NOT NULL PRIMARY KEY,
    -- it holds everything up to this place of the sequence, but for what it lacks
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sequence (
    seq INTEGER NOT NULL PRIMARY KEY,
    chain BLOB NOT NULL
) STRICT;

CREATE TABLE server (
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    address TEXT NOT NULL,
    pin BLOB NOT NULL
) STRICT;

CREATE TABLE server_behind (
    found_no INTEGER NOT NULL PRIMARY KEY,
    found_ms INTEGER NOT NULL,
    -- chunks of anybody's that this device holds and the server lacked
    lacked INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot (
    chunk_id BLOB NOT NULL PRIMARY KEY,
    doc_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    -- the place in the team's sequence up to which it says that it holds all, with the chain there
    covers INTEGER NOT NULL,
    chain BLOB NOT NULL,
    -- 0 not looked at, 1 confirmed by another device or by this one, 2 not to be confirmed here
    state INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
    name TEXT NOT NULL PRIMARY KEY,
    households INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE text_word (
    word TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE to_project (
    doc_id BLOB NOT NULL PRIMARY KEY,
    -- how often it went wrong: those that never did come first
    tries INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE to_read (
    read_no INTEGER NOT NULL PRIMARY KEY,
    doc_id BLOB NOT NULL UNIQUE,
    -- when the first of it arrived
    at_ms INTEGER NOT NULL,
    -- how often it went wrong: those that never did come first
    tries INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE visit (
    household_no INTEGER NOT NULL REFERENCES household (household_no),
    item TEXT NOT NULL,
    date TEXT,
    time TEXT,
    done INTEGER NOT NULL, members TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (household_no, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX action_of_member
    ON action (member, coalesce(by_when, '9999-12-31')) WHERE promised = 1 AND open = 1;

CREATE INDEX action_promised ON action (coalesce(by_when, '9999-12-31'))
    WHERE promised = 1 AND open = 1;

CREATE INDEX action_promised_of ON action (household_no, coalesce(by_when, '9999-12-31'))
    WHERE promised = 1 AND open = 1;

CREATE INDEX asked_for_order
    ON asked_for (not_yet_clear, coalesce(date, '') DESC, household_no, item);

CREATE INDEX blob_outbox ON blob (refused, blob_no) WHERE sent = 0;

CREATE INDEX blob_used ON blob (sent, own, used_ms, bytes);

CREATE UNIQUE INDEX change_hash ON change (doc_id, hash);

CREATE INDEX change_unsealed ON change (doc_id, change_no) WHERE unsealed = 1;

CREATE INDEX chunk_outbox ON chunk (former_seq, chunk_no) WHERE seq IS NULL;

CREATE INDEX chunk_place ON chunk (doc_id, seq);

CREATE INDEX chunk_unsent ON chunk (doc_id, changes) WHERE seq IS NULL;

CREATE INDEX document_kind ON document (kind);

CREATE INDEX held_back_document ON held_back (doc_id);

CREATE INDEX household_arrived ON household (arrived_ms) WHERE arrived_ms IS NOT NULL;

CREATE INDEX household_both_changed ON household (household_no) WHERE both_changed > 0;

CREATE INDEX household_joined_into ON household (joined_into) WHERE joined_into IS NOT NULL;

CREATE INDEX household_listed ON household (closed, name_sort, household_no)
    WHERE shown_in IS NULL;

CREATE INDEX household_locality ON household (locality);

CREATE INDEX household_seen ON household (seen_ms) WHERE seen_ms IS NOT NULL;

CREATE INDEX household_shown_in ON household (shown_in) WHERE shown_in IS NOT NULL;

CREATE INDEX household_worker ON household (named_worker) WHERE named_worker IS NOT NULL;

CREATE INDEX household_wrote_in_removed ON household (wrote_in_removed_ms)
    WHERE wrote_in_removed_ms IS NOT NULL;

CREATE INDEX import_row_document ON import_row (doc_id) WHERE doc_id IS NOT NULL;

CREATE INDEX import_row_joins ON import_row (joins, row_no) WHERE joins IS NOT NULL;

CREATE INDEX import_row_outcome ON import_row (outcome, row_no);

CREATE INDEX joined_once_into ON joined_once (into_id);

CREATE INDEX learning_story ON learning_fact (at, kind, amount) WHERE measure = 'story';

CREATE INDEX learning_story_place ON learning_fact (place, at, kind, amount) WHERE measure = 'story';

CREATE INDEX learning_words_day ON learning_words (day);

CREATE INDEX learning_words_place ON learning_words (place, day);

CREATE INDEX membership_erasures ON membership (position) WHERE substr(entry, 2, 1) = X'06';

CREATE INDEX membership_hash ON membership (hash);

CREATE INDEX quarantine_document ON quarantine (doc_id);

CREATE INDEX recording_pieces ON recording_piece (recording_no, piece_no, samples);

CREATE INDEX restriction_chunk ON restriction (chunk_id);

CREATE INDEX safety_note_both_changed ON safety_note (doc_id) WHERE both_changed > 0;

CREATE INDEX safety_note_household ON safety_note (household_doc_id, standing DESC);

CREATE INDEX safety_note_review ON safety_note (review_on)
    WHERE standing = 1 AND review_on IS NOT NULL;

CREATE INDEX snapshot_of_document ON snapshot (doc_id, covers);

CREATE INDEX snapshot_to_check ON snapshot (doc_id) WHERE state = 0;

CREATE INDEX to_project_order ON to_project (tries);

CREATE INDEX to_read_order ON to_read (tries, read_no);

CREATE INDEX visit_planned ON visit (date) WHERE done = 0;

CREATE INDEX visit_planned_of ON visit (household_no, date) WHERE done = 0;

