//! Tables of the projections.
//!
//! A household has a number here, and its lines have `household number × 2^20 + n`, so that search
//! knows whose a hit is without another look-up.

/// Lines of one household that search can hold: 2^20.
pub(crate) const LINE_BITS: u32 = 20;

pub(crate) const CREATE_HOUSEHOLD: &str = "CREATE TABLE household (
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
) STRICT;
CREATE INDEX household_name ON household (closed, name_sort, household_no);
CREATE INDEX household_locality ON household (locality);
CREATE INDEX household_arrived ON household (arrived_ms) WHERE arrived_ms IS NOT NULL;
CREATE INDEX household_seen ON household (seen_ms) WHERE seen_ms IS NOT NULL;
CREATE INDEX household_both_changed ON household (household_no) WHERE both_changed > 0";

pub(crate) const CREATE_VISIT: &str = "CREATE TABLE visit (
    household_no INTEGER NOT NULL REFERENCES household (household_no),
    item TEXT NOT NULL,
    date TEXT,
    time TEXT,
    done INTEGER NOT NULL,
    PRIMARY KEY (household_no, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_planned ON visit (date) WHERE done = 0";

/// Whose promises they are, and what is planned with one household.
pub(crate) const ADD_TO_HAND: &str = "CREATE INDEX action_of_member
    ON action (member, coalesce(by_when, '9999-12-31')) WHERE promised = 1 AND open = 1;
CREATE INDEX action_promised_of ON action (household_no, coalesce(by_when, '9999-12-31'))
    WHERE promised = 1 AND open = 1;
CREATE INDEX household_worker ON household (named_worker) WHERE named_worker IS NOT NULL;
CREATE INDEX visit_planned_of ON visit (household_no, date) WHERE done = 0";

/// Who of the team goes, as ids with spaces between.
pub(crate) const ADD_VISIT_MEMBERS: &str =
    "ALTER TABLE visit ADD COLUMN members TEXT NOT NULL DEFAULT ''";

/// Demand that nobody has classified, or that is not clear yet.
pub(crate) const CREATE_ASKED_FOR: &str = "CREATE TABLE asked_for (
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
CREATE INDEX asked_for_order
    ON asked_for (not_yet_clear, coalesce(date, '') DESC, household_no, item)";

pub(crate) const CREATE_ACTION: &str = "CREATE TABLE action (
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
CREATE INDEX action_promised ON action (coalesce(by_when, '9999-12-31'))
    WHERE promised = 1 AND open = 1";

pub(crate) const CREATE_PERSON: &str = "CREATE TABLE person (
    household_no INTEGER NOT NULL REFERENCES household (household_no),
    item TEXT NOT NULL,
    name TEXT NOT NULL,
    added_ms INTEGER NOT NULL,
    PRIMARY KEY (household_no, item)
) STRICT, WITHOUT ROWID";

pub(crate) const CREATE_BOTH_CHANGED: &str = "CREATE TABLE both_changed (
    household_no INTEGER NOT NULL REFERENCES household (household_no),
    part TEXT NOT NULL,
    item TEXT NOT NULL,
    fields INTEGER NOT NULL,
    PRIMARY KEY (household_no, part, item)
) STRICT, WITHOUT ROWID";

pub(crate) const CREATE_LINE_TEXT: &str = "CREATE TABLE line_text (
    line_no INTEGER NOT NULL PRIMARY KEY,
    household_no INTEGER NOT NULL REFERENCES household (household_no),
    part TEXT NOT NULL,
    item TEXT NOT NULL,
    -- names of the household and its people, their places
    is_name INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (household_no, part, item)
) STRICT";

/// Words of everything, words of names, and pieces of names for what is typed with a slip.
pub(crate) const CREATE_SEARCH: &str = "CREATE VIRTUAL TABLE search_words USING fts5 (
    text, content = 'line_text', content_rowid = 'line_no',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '3'
);
CREATE VIRTUAL TABLE search_names USING fts5 (
    text, content = 'line_text', content_rowid = 'line_no',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
CREATE VIRTUAL TABLE search_pieces USING fts5 (
    text, content = 'line_text', content_rowid = 'line_no',
    tokenize = 'trigram remove_diacritics 1'
);
CREATE TRIGGER line_text_words_new AFTER INSERT ON line_text WHEN new.is_name = 0 BEGIN
    INSERT INTO search_words (rowid, text) VALUES (new.line_no, new.text);
END;
CREATE TRIGGER line_text_words_old AFTER DELETE ON line_text WHEN old.is_name = 0 BEGIN
    INSERT INTO search_words (search_words, rowid, text) VALUES ('delete', old.line_no, old.text);
END;
CREATE TRIGGER line_text_names_new AFTER INSERT ON line_text WHEN new.is_name = 1 BEGIN
    INSERT INTO search_names (rowid, text) VALUES (new.line_no, new.text);
    INSERT INTO search_pieces (rowid, text) VALUES (new.line_no, new.text);
END;
CREATE TRIGGER line_text_names_old AFTER DELETE ON line_text WHEN old.is_name = 1 BEGIN
    INSERT INTO search_names (search_names, rowid, text) VALUES ('delete', old.line_no, old.text);
    INSERT INTO search_pieces (search_pieces, rowid, text) VALUES ('delete', old.line_no, old.text);
END";

/// What search looks in, made anew, and filled as every document is projected anew.
///
/// The indexes get the words of a line as [`super::words_of`] has them, with spaces between
/// (`super::index`): what is typed is taken apart in the same way, in every script. Every word that
/// stands somewhere has a row of its own, once: one leaps from one to the next, which in FTS5's own
/// vocabulary costs as much as the word in between stands somewhere. Pieces of three letters are of
/// words of names, so that a slip is compared with each once, however many are called so.
///
/// Whoever takes lines out of `line_text` takes them out of all of these (`super::lines`).
pub(crate) const CREATE_INDEXES: &str = "DROP TRIGGER line_text_words_new;
DROP TRIGGER line_text_words_old;
DROP TRIGGER line_text_names_new;
DROP TRIGGER line_text_names_old;
DROP TABLE search_words;
DROP TABLE search_names;
DROP TABLE search_pieces;
DELETE FROM line_text;
CREATE VIRTUAL TABLE search_words USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii', prefix = '3 4'
);
CREATE VIRTUAL TABLE search_names USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii',
    prefix = '1 2 3 4'
);
CREATE TABLE text_word (
    word TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TABLE name_word (
    word_no INTEGER NOT NULL PRIMARY KEY,
    word TEXT NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE search_pieces USING fts5 (
    word, content = 'name_word', content_rowid = 'word_no',
    tokenize = 'trigram remove_diacritics 1'
);
CREATE TRIGGER name_word_new AFTER INSERT ON name_word BEGIN
    INSERT INTO search_pieces (rowid, word) VALUES (new.word_no, new.word);
END;
CREATE TRIGGER name_word_old AFTER DELETE ON name_word BEGIN
    INSERT INTO search_pieces (search_pieces, rowid, word)
        VALUES ('delete', old.word_no, old.word);
END";

/// How many households there are, so that nobody has to count them.
pub(crate) const CREATE_TALLY: &str = "CREATE TABLE tally (
    name TEXT NOT NULL PRIMARY KEY,
    households INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO tally (name, households) VALUES ('all', 0), ('open', 0);
CREATE TRIGGER tally_new AFTER INSERT ON household BEGIN
    UPDATE tally SET households = households + 1 WHERE name = 'all';
    UPDATE tally SET households = households + (new.closed = 0) WHERE name = 'open';
END;
CREATE TRIGGER tally_closed AFTER UPDATE OF closed ON household WHEN old.closed <> new.closed BEGIN
    UPDATE tally SET households = households + (new.closed = 0) - (old.closed = 0)
        WHERE name = 'open';
END;
CREATE TRIGGER tally_old AFTER DELETE ON household BEGIN
    UPDATE tally SET households = households - 1 WHERE name = 'all';
    UPDATE tally SET households = households - (old.closed = 0) WHERE name = 'open';
END";

/// Households that are one: the mark as its document has it, and the household that shows the lines
/// of a joined one (`project::joined`). Whoever counts or lists households leaves out those that
/// are shown in another.
/// Households that are shown as one are closed only if all of them are: `own_closed` is what each
/// says itself, `closed` in the row of the one that shows the others is what lists go by.
pub(crate) const ADD_JOINED: &str = "ALTER TABLE household ADD COLUMN joined_into BLOB;
ALTER TABLE household ADD COLUMN shown_in INTEGER;
ALTER TABLE household ADD COLUMN own_closed INTEGER NOT NULL DEFAULT 0;
UPDATE household SET own_closed = closed;
CREATE INDEX household_joined_into ON household (joined_into) WHERE joined_into IS NOT NULL;
CREATE INDEX household_shown_in ON household (shown_in) WHERE shown_in IS NOT NULL;
DROP INDEX household_name;
CREATE INDEX household_listed ON household (closed, name_sort, household_no)
    WHERE shown_in IS NULL;
CREATE VIEW shown_household AS
    SELECT own.household_no, shown.household_no AS shown_no, shown.doc_id, shown.name,
           shown.name_sort, shown.locality, shown.closed
    FROM household AS own
    JOIN household AS shown ON shown.household_no = coalesce(own.shown_in, own.household_no);
DROP TRIGGER tally_new;
DROP TRIGGER tally_closed;
DROP TRIGGER tally_old;
CREATE TRIGGER tally_new AFTER INSERT ON household WHEN new.shown_in IS NULL BEGIN
    UPDATE tally SET households = households + 1 WHERE name = 'all';
    UPDATE tally SET households = households + (new.closed = 0) WHERE name = 'open';
END;
CREATE TRIGGER tally_changed AFTER UPDATE OF closed, shown_in ON household
WHEN old.closed <> new.closed OR old.shown_in IS NOT new.shown_in BEGIN
    UPDATE tally SET households = households + (new.shown_in IS NULL) - (old.shown_in IS NULL)
        WHERE name = 'all';
    UPDATE tally SET households = households + (new.shown_in IS NULL AND new.closed = 0)
            - (old.shown_in IS NULL AND old.closed = 0)
        WHERE name = 'open';
END;
CREATE TRIGGER tally_old AFTER DELETE ON household WHEN old.shown_in IS NULL BEGIN
    UPDATE tally SET households = households - 1 WHERE name = 'all';
    UPDATE tally SET households = households - (old.closed = 0) WHERE name = 'open';
END";

/// When a teammate's words last arrived in a line that was removed; until somebody looks.
pub(crate) const ADD_WROTE_IN_REMOVED: &str =
    "ALTER TABLE household ADD COLUMN wrote_in_removed_ms INTEGER;
CREATE INDEX household_wrote_in_removed ON household (wrote_in_removed_ms)
    WHERE wrote_in_removed_ms IS NOT NULL";

/// Every join there ever was on this device. A screen that still shows two households as one may
/// send an edit for a line after they were separated; this says where else to look for the line.
pub(crate) const CREATE_JOINED_ONCE: &str = "CREATE TABLE joined_once (
    doc_id BLOB NOT NULL,
    into_id BLOB NOT NULL,
    PRIMARY KEY (doc_id, into_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX joined_once_into ON joined_once (into_id)";

/// What these did is done where words are kept (`super::index`).
pub(crate) const DROP_NAME_TRIGGERS: &str = "DROP TRIGGER name_word_new;
DROP TRIGGER name_word_old";

/// A household that somebody has to keep is not erased.
pub(crate) const ADD_HELD: &str =
    "ALTER TABLE household ADD COLUMN held INTEGER NOT NULL DEFAULT 0";
