//! What happened to a document, newest first, in moments that people can read.

use std::collections::HashMap;

use automerge::{Automerge, Change, ChangeHash, ScalarValue, Value as Found};
use doorstep_model::UnixMillis;
use doorstep_model::field::{FieldKind, Part, PartSchema, Stamp, Value};
use doorstep_model::history::{Happened, Moment};
use doorstep_model::household::Visit;
use doorstep_model::id::{DeviceKey, Heads};

use super::act::{Act, acts_of};
use super::line::from_scalar;
use super::past::Past;
use super::pieces::pieces;
use super::place::{LineAt, Places};
use super::reading::Reading;
use super::{Document, Kind};

/// Saves this close to each other, in milliseconds, are one moment.
const FOLD_MS: i64 = 10 * 60_000;
/// Changes that one page looks at; a page that keeps only some people or parts looks at more.
const LOOKED_AT: usize = 1_000;
const LOOKED_AT_FILTERED: usize = 4_000;
/// Characters of a line's words.
const WORDS: usize = 400;

/// Which moments.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only up to this state; `None` from the newest change on.
    pub until: Option<Heads>,
    /// Only what this state does not have yet.
    pub since: Option<Heads>,
    /// Only by these devices; empty means by any.
    pub by: Vec<DeviceKey>,
    /// Not by this one.
    pub not_by: Option<DeviceKey>,
    /// Only in this part.
    pub part: Option<Part>,
    /// How many moments.
    pub limit: usize,
}

/// Some moments, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The moments. May be few, or none, while there is more.
    pub moments: Vec<Moment>,
    /// Where the next page begins; `None` at the document's beginning.
    pub earlier: Option<Heads>,
}

/// A moment while it is being put together, from its end to its beginning.
struct Open {
    act: Act,
    by: DeviceKey,
    undid: bool,
    /// Where its last change stands, and when.
    last: ChangeHash,
    ended: UnixMillis,
    /// What its first change was built on, and when that was.
    before: Vec<ChangeHash>,
    began: UnixMillis,
    run: usize,
    /// It has become part of another one.
    gone: bool,
}

/// What makes two saves parts of one moment: the run, whether they take back, and what they do.
type Key = (usize, bool, Act);

impl Document {
    /// Tells what happened. The cost of a page is bounded by the number of changes it looks at and
    /// one pass over the changes' names and times.
    ///
    /// Answers nothing for heads that the document has never had.
    pub fn history(&self, wanted: &Wanted, now: UnixMillis) -> Told {
        self.tell(wanted, now).unwrap_or(Told {
            moments: Vec::new(),
            earlier: None,
        })
    }

    /// The document's state at the end of a day, by the changes' times: everything that was told
    /// up to then. `None` if it had not begun.
    pub fn heads_until(&self, until: UnixMillis, now: UnixMillis) -> Option<Heads> {
        let past = Past::of(&self.doc, now);
        let is_then = |at: usize| past.step(at).is_some_and(|step| step.at <= until);
        let heads = past.heads_of(is_then);
        (!heads.is_empty()).then(|| to_heads(&heads))
    }

    /// When the newest change of a state was made, as history tells it.
    pub fn newest_at(&self, heads: &Heads, now: UnixMillis) -> Option<UnixMillis> {
        let known = self.known_heads(heads)?;
        let past = Past::of(&self.doc, now);
        let steps = known.iter().filter_map(|hash| past.step(past.find(hash)?));
        steps.map(|step| step.at).max()
    }

    /// Whether the document has been in this state.
    pub fn has_been(&self, heads: &Heads) -> bool {
        !heads.0.is_empty() && self.known_heads(heads).is_some()
    }

    fn tell(&self, wanted: &Wanted, now: UnixMillis) -> Option<Told> {
        let past = Past::of(&self.doc, now);
        let bound = |heads: &Option<Heads>| match heads {
            Some(heads) => Some(Some(past.up_to(&self.known_heads(heads)?))),
            None => Some(None),
        };
        let (until, since) = (bound(&wanted.until)?, bound(&wanted.since)?);
        let within = |marks: &Option<Vec<bool>>, at: usize, otherwise: bool| match marks {
            Some(marks) => marks.get(at) == Some(&true),
            None => otherwise,
        };
        let order = past.told(|at| within(&until, at, true) && !within(&since, at, false));
        let is_filtered = !wanted.by.is_empty() || wanted.not_by.is_some() || wanted.part.is_some();
        let window = if is_filtered {
            LOOKED_AT_FILTERED
        } else {
            LOOKED_AT
        };
        let from = order.len().saturating_sub(window);
        let looked_at = order.get(from..).unwrap_or_default();
        let changes = self.decode_these(&past, looked_at);
        let places = Places::of(&self.doc, self.kind.parts());

        let mut fold = Fold::new(wanted);
        let mut kept = order.len();
        for at in looked_at.iter().rev() {
            let Some(step) = past.step(*at) else { break };
            let acts = changes.get(&step.hash).map(|change| {
                let acts = acts_of(change, &places, self.kind);
                acts.into_iter()
                    .filter(|act| wanted.takes(&step_by(step), act))
                    .collect()
            });
            if !fold.take(&past, *at, acts.unwrap_or_default()) {
                break;
            }
            kept -= 1;
        }
        let mut rest = vec![false; past.steps.len()];
        for at in order.get(..kept).unwrap_or_default() {
            if let Some(mark) = rest.get_mut(*at) {
                *mark = true;
            }
        }
        let earlier = (kept > 0).then(|| {
            // What was passed over because the reader knows it belongs to the rest as well.
            to_heads(&past.heads_of(|at| rest.get(at) == Some(&true) || within(&since, at, false)))
        });
        // A line that was put together over some minutes counts from when it was finished.
        fold.open.sort_by_key(|open| std::cmp::Reverse(open.ended));
        let mut moments: Vec<Moment> = fold
            .open
            .into_iter()
            .filter(|open| !open.gone)
            .map(|open| open.close(&self.doc, self.kind))
            .collect();
        moments.dedup_by(|next, before| is_repeat(next, before));
        Some(Told { moments, earlier })
    }

    /// The changes themselves, by hash. They are taken out of the document in one pass.
    fn decode_these(&self, past: &Past, these: &[usize]) -> HashMap<ChangeHash, Change> {
        let mut is_wanted = vec![false; past.steps.len()];
        for at in these {
            if let Some(mark) = is_wanted.get_mut(*at) {
                *mark = true;
            }
        }
        let Some(first) = these.iter().min().copied() else {
            return HashMap::new();
        };
        // Everything that stands before the first of them; what stands between is passed over.
        let known = past.heads_of(|at| at < first);
        let changes = self.doc.get_changes(&known).into_iter();
        changes
            .filter(|change| {
                let at = past.find(&change.hash());
                at.is_some_and(|at| is_wanted.get(at) == Some(&true))
            })
            .map(|change| (change.hash(), change))
            .collect()
    }
}

fn step_by(step: &super::past::Step) -> DeviceKey {
    DeviceKey::from(step.by.0)
}

impl Wanted {
    fn takes(&self, by: &DeviceKey, act: &Act) -> bool {
        let by_them = self.by.is_empty() || self.by.contains(by);
        let part = act.line().map(|line| line.part);
        // Names alone, which come with all else.
        let is_told = part != Some(Part::Brought);
        by_them
            && is_told
            && self.not_by.as_ref() != Some(by)
            && self.part.is_none_or(|wanted| part == Some(wanted))
    }
}

struct Fold {
    limit: usize,
    open: Vec<Open>,
    /// The open moment that a change may belong to.
    by_key: HashMap<Key, usize>,
}

impl Fold {
    fn new(wanted: &Wanted) -> Self {
        Self {
            limit: wanted.limit,
            open: Vec::new(),
            by_key: HashMap::new(),
        }
    }

    fn count(&self) -> usize {
        self.open.iter().filter(|open| !open.gone).count()
    }

    /// Takes in a change that stands before all others so far; `false` if there is no room.
    fn take(&mut self, past: &Past, at: usize, acts: Vec<Act>) -> bool {
        let Some(step) = past.step(at) else {
            return false;
        };
        let is_near = |open: &Open| open.began.0.saturating_sub(step.at.0) <= FOLD_MS;
        let before: Vec<ChangeHash> = step
            .deps
            .iter()
            .filter_map(|dep| past.step(*dep).map(|dep| dep.hash))
            .collect();
        let room = self.count() < self.limit;
        let goes_on = |fold: &Self, act: &Act| {
            let known = fold.by_key.get(&(step.run, step.is_undo, act.clone()));
            known.is_some_and(|at| fold.open.get(*at).is_some_and(is_near))
        };
        let takes_up = |fold: &Self, act: &Act| {
            let mut open = fold.open.iter();
            matches!(act, Act::Added(line)
                if open.any(|open| open.fills(step.run, line) && is_near(open)))
        };
        let fits = |act: &Act| goes_on(self, act) || takes_up(self, act);
        if !room && !acts.iter().all(fits) {
            return false;
        }
        for act in acts.into_iter().rev() {
            let key = (step.run, step.is_undo, act.clone());
            let is_field = matches!(act, Act::Set(..) | Act::Wrote(..) | Act::Included(..));
            if is_field && goes_on(self, &act) {
                let open = self.by_key.get(&key).and_then(|at| self.open.get_mut(*at));
                if let Some(open) = open {
                    open.before.clone_from(&before);
                    open.began = step.at;
                }
                continue;
            }
            let mut made = Open {
                act,
                by: step_by(step),
                undid: step.is_undo,
                last: step.hash,
                ended: step.at,
                before: before.clone(),
                began: step.at,
                run: step.run,
                gone: false,
            };
            if let Act::Added(line) = &made.act {
                // What was put into a new line right after it was added is part of adding it.
                let mut upto = step.at;
                for open in self.open.iter_mut().rev() {
                    let is_near = open.began.0.saturating_sub(upto.0) <= FOLD_MS;
                    if is_near && open.fills(step.run, line) {
                        open.gone = true;
                        upto = open.ended;
                        made.last = open.last;
                        made.ended = open.ended;
                    }
                }
            }
            self.by_key.insert(key, self.open.len());
            self.open.push(made);
        }
        true
    }
}

impl Open {
    /// Whether it put something into a line, in this run of changes.
    fn fills(&self, run: usize, line: &LineAt) -> bool {
        let is_mark = matches!(self.act, Act::Removed(_) | Act::Restored(_));
        !self.gone && !self.undid && !is_mark && self.run == run && self.act.line() == Some(line)
    }

    /// Reads what it said before and after.
    fn close(self, doc: &Automerge, kind: Kind) -> Moment {
        let after = [self.last];
        let (was, is) = (Reading::at(doc, &self.before), Reading::at(doc, &after));
        let line = self.act.line().cloned();
        let schema = line.as_ref().and_then(|line| schema_of(kind, line.part));
        let object = |reading: Reading<'_>| {
            let line = line.as_ref()?;
            reading.line(schema?, line.item.as_ref())
        };
        let what = match self.act {
            Act::Began => Happened::Began,
            Act::Added(_) => Happened::Added {
                words: schema
                    .zip(object(is))
                    .map(|(schema, object)| words_of(is, schema, &object))
                    .unwrap_or_default(),
                planned: object(is).is_some_and(|object| {
                    let done = || values_of(is, &object, Visit::done.name);
                    schema.is_some_and(|schema| schema.part == Part::Visits)
                        && done().last() == Some(&Value::Flag(false))
                }),
            },
            Act::Removed(_) => Happened::Removed,
            Act::Restored(_) => Happened::Restored,
            Act::Set(_, field) => {
                let values = |reading: Reading<'_>| {
                    let object = object(reading);
                    let object = object.map(|object| values_of(reading, &object, field));
                    object.unwrap_or_default()
                };
                let now = values(is);
                let repeats = doc
                    .get_change_meta_by_hash(&self.last)
                    .is_some_and(|meta| super::stamp::is_repeat(meta.message.as_deref()));
                if repeats {
                    Happened::BothAgain {
                        field: field.into(),
                    }
                } else {
                    Happened::Set {
                        field: field.into(),
                        before: values(was),
                        after: now.into_iter().next(),
                    }
                }
            }
            Act::Wrote(_, field) => {
                let text = |reading: Reading<'_>| {
                    let words = object(reading).and_then(|object| reading.get(&object, field));
                    words
                        .map(|(_, text)| reading.text(&text))
                        .unwrap_or_default()
                };
                Happened::Wrote {
                    field: field.into(),
                    pieces: pieces(&text(was), &text(is)),
                }
            }
            Act::Included(_, field, value, true) => Happened::Included {
                field: field.into(),
                value,
            },
            Act::Included(_, field, value, false) => Happened::Excluded {
                field: field.into(),
                value,
            },
        };
        Moment {
            id: self.last.to_string(),
            stamp: Stamp {
                by: self.by,
                at: self.ended,
            },
            part: line
                .as_ref()
                .map_or_else(|| first_part(kind), |line| line.part),
            item: line.and_then(|line| line.item),
            what,
            undid: self.undid,
        }
    }
}

/// Two values that are there again are one moment.
fn is_repeat(next: &Moment, before: &Moment) -> bool {
    matches!(next.what, Happened::BothAgain { .. })
        && next.what == before.what
        && (next.part, &next.item, &next.stamp) == (before.part, &before.item, &before.stamp)
}

fn first_part(kind: Kind) -> Part {
    kind.parts()
        .first()
        .map_or(Part::About, |schema| schema.part)
}

pub(super) fn schema_of(kind: Kind, part: Part) -> Option<&'static PartSchema> {
    kind.parts().iter().find(|schema| schema.part == part)
}

/// The values of a field that this version knows, without those that were cleared.
fn values_of(reading: Reading<'_>, object: &automerge::ObjId, field: &str) -> Vec<Value> {
    let found = reading.get_all(object, field).into_iter().rev();
    let mut values = Vec::new();
    for value in found.filter_map(|(value, _)| match value {
        Found::Scalar(scalar) => from_scalar(scalar.as_ref()),
        Found::Object(_) => None,
    }) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// Texts of a line that say when or who, not what.
const NOT_ABOUT: [&str; 4] = ["time", "who_asked", "said_by", "others"];

/// What a line is about: the first of what was written in it that is not empty, else its first
/// short text.
fn words_of(reading: Reading<'_>, schema: &PartSchema, line: &automerge::ObjId) -> String {
    // Only a field that takes any text holds words; days, choices and ids don't.
    let any = Value::Text("\u{1f}".into());
    let written = schema
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::Words);
    let single = schema.fields.iter().filter(|field| {
        // When, and who asked, says nothing of what it is about.
        field.kind == FieldKind::Single && !NOT_ABOUT.contains(&field.name)
    });
    let mut texts = written.chain(single).filter_map(|field| match field.kind {
        FieldKind::Words => {
            let (_, text) = reading.get(line, field.name)?;
            Some(reading.text(&text))
        }
        FieldKind::Single if (field.takes)(&any) => match reading.get(line, field.name)?.0 {
            Found::Scalar(scalar) => match scalar.as_ref() {
                ScalarValue::Str(text) => Some(text.to_string()),
                _ => None,
            },
            Found::Object(_) => None,
        },
        FieldKind::Single | FieldKind::Set => None,
    });
    let first = texts.find(|text| !text.trim().is_empty());
    let first = first.unwrap_or_default();
    match first.char_indices().nth(WORDS) {
        Some((at, _)) => format!("{}…", first.get(..at).unwrap_or_default()),
        None => first,
    }
}

pub(super) fn to_heads(heads: &[ChangeHash]) -> Heads {
    let mut sorted = heads.to_vec();
    sorted.sort_unstable();
    Heads(sorted.iter().map(ToString::to_string).collect())
}
