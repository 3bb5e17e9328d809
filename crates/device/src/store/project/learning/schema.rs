//! Tables of what is learned. Every line of a record that counts for something has its facts here,
//! and triggers keep tallies of the facts by place and week or month, so that a page of learning
//! reads as many rows as it shows, at any number of households.

/// Place 0 is everywhere. `first_visit`, `closed` and every `day` are days since 1970-01-01; `at`
/// is a week, a month or a day, as the measure has it (`crate::learning::calendar`).
pub(crate) const CREATE_LEARNING: &str = "CREATE TABLE learning_place (
    place INTEGER NOT NULL PRIMARY KEY CHECK (place > 0),
    locality TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE learning_household (
    household_no INTEGER NOT NULL PRIMARY KEY,
    place INTEGER NOT NULL,
    first_visit INTEGER,
    closed INTEGER
) STRICT;
CREATE TABLE learning_demand (
    household_no INTEGER NOT NULL,
    item TEXT NOT NULL,
    day INTEGER NOT NULL,
    repeats TEXT NOT NULL,
    sorted INTEGER,
    PRIMARY KEY (household_no, item)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE learning_words (
    household_no INTEGER NOT NULL,
    item TEXT NOT NULL,
    place INTEGER NOT NULL,
    day INTEGER NOT NULL,
    -- what people can now do for themselves
    words TEXT NOT NULL,
    PRIMARY KEY (household_no, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX learning_words_day ON learning_words (day);
CREATE INDEX learning_words_place ON learning_words (place, day);
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
CREATE INDEX learning_story ON learning_fact (at, kind, amount) WHERE measure = 'story';
CREATE INDEX learning_story_place ON learning_fact (place, at, kind, amount) WHERE measure = 'story';
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
CREATE TRIGGER learning_household_old BEFORE DELETE ON household BEGIN
    DELETE FROM learning_fact WHERE household_no = old.household_no;
    DELETE FROM learning_words WHERE household_no = old.household_no;
    DELETE FROM learning_service WHERE household_no = old.household_no;
    DELETE FROM learning_demand WHERE household_no = old.household_no;
    DELETE FROM learning_household WHERE household_no = old.household_no;
END;
CREATE TABLE learning_name (
    item TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID";
