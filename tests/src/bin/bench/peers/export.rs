//! The caseload in a form that any language reads: one household a line, as JSON.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use doorstep_model::UnixMillis;
use doorstep_model::edit::Edit;
use doorstep_model::field::{Part, Value};
use doorstep_replica::Document;
use doorstep_replica::document::Kind;
use doorstep_wire::id::DeviceId;
use serde_json::{Map, Value as Json, json};

use crate::caseload::Maker;

/// Ours makes its households from the same.
pub(crate) const SEED: u64 = 3;

/// Writes so many households.
pub(crate) fn caseload(file: &Path, households: usize, visits: usize) {
    let mut out = BufWriter::new(File::create(file).expect("a file"));
    let mut maker = Maker::from_seed(SEED);
    for number in 1..=households {
        let edits = maker.household_edits(visits);
        let line = household(&format!("Number {number}"), &edits);
        writeln!(out, "{line}").expect("written");
    }
    out.flush().expect("written");
}

/// Bytes of a household as automerge saves it, and of its changes one by one, as they are sealed.
pub(crate) fn sizes(visits: usize) -> (usize, usize) {
    let (writer, now) = (DeviceId([7; 16]), UnixMillis(1_800_000_000_000));
    let made = Document::create(Kind::Household, writer, now, &mut rand::rng());
    let (mut document, mut changes) = made.expect("a new document can be made");
    let edits = Maker::from_seed(SEED).household_edits(visits).concat();
    let edited = document.edit(&edits, now, &mut rand::rng());
    changes.extend(edited.expect("the edits of a caseload fit").changes);
    let changes = changes.iter().map(|change| change.bytes.len()).sum();
    (document.save().len(), changes)
}

/// What the first edits say stands in the household, what each other says in a visit of it.
fn household(name: &str, edits: &[Vec<Edit>]) -> Json {
    let mut about = Map::from_iter([("name".to_owned(), json!(name))]);
    let (first, visits) = edits.split_first().expect("about the household");
    for edit in first {
        single(edit, &mut about);
    }
    let visits: Vec<Json> = visits.iter().map(|edits| visit(edits)).collect();
    about.insert("visits".to_owned(), visits.into());
    about.into()
}

fn visit(edits: &[Edit]) -> Json {
    let mut visit = Map::new();
    let (mut strengths, mut actions) = (Vec::new(), Vec::new());
    for edit in edits {
        let Edit::Add { line, fields } = edit else {
            single(edit, &mut visit);
            continue;
        };
        // What ties a line to its visit is where it stands here.
        let fields = fields.iter().filter(|(key, _)| key != "visit");
        let fields = fields.map(|(key, value)| (key.clone(), plain(value)));
        match line.part {
            Part::Strengths => strengths.push(Map::from_iter(fields)),
            Part::Actions => actions.push(Map::from_iter(fields)),
            _ => visit.extend(fields),
        }
    }
    visit.insert("strengths".to_owned(), json!(strengths));
    visit.insert("actions".to_owned(), json!(actions));
    visit.into()
}

fn single(edit: &Edit, into: &mut Map<String, Json>) {
    match edit {
        Edit::Set { at, value, .. } => {
            into.insert(at.field.clone(), value.as_ref().map_or(Json::Null, plain));
        }
        Edit::Write { at, text, .. } => {
            into.insert(at.field.clone(), json!(text));
        }
        _ => {}
    }
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Number(number) => json!(number),
        Value::Flag(flag) => json!(flag),
    }
}
