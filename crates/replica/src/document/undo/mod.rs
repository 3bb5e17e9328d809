//! Taking back what this device did, and nothing else.
//!
//! An undo names the changes that an edit made. What it writes is found from the document, not from
//! what a screen remembers: which characters those changes wrote or took out, which values they put
//! in the place of which others. Whatever a teammate did meanwhile stays. Where there is nothing
//! left to take back, since a teammate has been there since, that is answered and nothing is
//! written. An undo is made of changes itself, so that it can be undone in the same way.

mod slot;
mod text;

use std::collections::{HashMap, HashSet};

use automerge::legacy::{Key, ObjectId, Op, OpType};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{Change, ChangeHash, ObjId, ObjType, PatchLog};
use doorstep_model::UnixMillis;
use doorstep_model::field::Part;
use doorstep_model::history::Left;
use doorstep_wire::id::DeviceId;
use rand_core::CryptoRng;

use self::slot::Slot;
use self::text::Splices;
use super::history::schema_of;
use super::line::{REMOVED_AT, REMOVED_BY};
use super::past::Past;
use super::place::{Id, LineAt, Place, Places, id_of_op};
use super::stamp::{self, UNDO};
use super::{Document, EditFault, Edited, Touched, new_actor};
use crate::chunk::ChangeBytes;

/// Changes that one undo takes back at most.
pub(crate) const MAX_STEPS: usize = 20_000;

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// What it wrote.
    pub edited: Edited,
    /// What it left as it is.
    pub left: Vec<Left>,
}

/// One change that matters to an undo, with what it did.
struct Deed {
    /// It is to be taken back.
    ours: bool,
    hash: ChangeHash,
    /// Where it is in the past.
    step: usize,
    by: DeviceId,
    ops: Vec<(Id, Op)>,
}

/// What is to be written.
#[derive(Default)]
struct Plan {
    /// Lines that were added: they are marked as removed.
    lines: Vec<ObjId>,
    /// Values that nobody else has touched.
    slots: Vec<(ObjId, String, Vec<slot::Before>)>,
    /// Our values beside another's: they go, and the other's stays alone.
    retract: Vec<(ObjId, String, ChangeHash)>,
    texts: Vec<(ObjId, Splices)>,
    touched: Vec<Touched>,
    left: Vec<Left>,
}

impl Document {
    /// Takes back what these changes of this device did; they are named as [`steps_of`] does.
    /// Changes that added a line to the part `keep` are left alone: what was written into such a
    /// line goes, the line itself stays.
    ///
    /// # Errors
    /// [`EditFault::UnknownBase`] if one of them is not in the document or is another device's,
    /// [`EditFault::TooMany`], [`EditFault::ReadOnly`]; the document is as it was. After
    /// [`EditFault::Automerge`] it must be loaded again.
    pub fn undo(
        &mut self,
        steps: &[String],
        keep: Option<Part>,
        now: UnixMillis,
        rng: &mut impl CryptoRng,
    ) -> Result<Undone, EditFault> {
        if self.is_read_only() {
            return Err(EditFault::ReadOnly);
        }
        if steps.len() > MAX_STEPS {
            return Err(EditFault::TooMany);
        }
        let before = self.doc.get_heads();
        let plan = self.plan(steps, keep, now)?;
        let (touched, left) = (plan.touched.clone(), plan.left.clone());
        self.carry_out(plan, now, rng)?;
        Ok(Undone {
            edited: Edited {
                changes: self.changes_since(&before),
                touched,
                merged: false,
            },
            left,
        })
    }

    fn plan(
        &self,
        steps: &[String],
        keep: Option<Part>,
        now: UnixMillis,
    ) -> Result<Plan, EditFault> {
        let past = Past::of(&self.doc, now);
        let mut ours = HashSet::new();
        for hash in steps {
            let hash = hash.parse().map_err(|_| EditFault::UnknownBase)?;
            let at = past.find(&hash).ok_or(EditFault::UnknownBase)?;
            match past.step(at).map(|step| step.by) {
                Some(by) if by == self.writer => {}
                // What such a change begins is nobody's, and empty without what was written in it.
                Some(DeviceId::ZERO) => continue,
                _ => return Err(EditFault::UnknownBase),
            }
            ours.insert(at);
        }
        let Some(first) = ours.iter().min().copied() else {
            return Ok(Plan::default());
        };
        let changes = self.doc.get_changes(&past.heads_of(|at| at < first));
        let places = Places::of(&self.doc, self.kind.parts());
        if let Some(part) = keep {
            let adds = |change: &Change| Deed::adds_to(change, part, &places);
            for change in changes.iter().filter(|change| adds(change)) {
                if let Some(step) = past.find(&change.hash()) {
                    ours.remove(&step);
                }
            }
        }
        let later = past.from(&ours);
        let without_ours = past.heads_of(|at| later.get(at) == Some(&false));
        let deeds: Vec<Deed> = changes
            .iter()
            .filter_map(|change| {
                let step = past.find(&change.hash())?;
                let by = past.step(step)?.by;
                Some(Deed::of(change, ours.contains(&step), step, by))
            })
            .collect();
        let places = Places::of(&self.doc, self.kind.parts());
        self.plan_for(&deeds, &places, &without_ours, &past)
    }

    fn plan_for(
        &self,
        deeds: &[Deed],
        places: &Places,
        without_ours: &[ChangeHash],
        past: &Past,
    ) -> Result<Plan, EditFault> {
        let mut plan = Plan::default();
        let added = self.plan_lines(deeds, places, &mut plan)?;
        let mut slots: HashMap<(ObjId, String), Slot> = HashMap::new();
        let mut order = Vec::new();
        let mut texts: Vec<(ObjId, LineAt)> = Vec::new();
        for deed in deeds.iter().filter(|deed| deed.ours) {
            for (id, op) in &deed.ops {
                let Some((place, object)) = places.find(&op.obj) else {
                    continue;
                };
                let Some(line) = place.line().filter(|line| !added.contains(line)) else {
                    continue;
                };
                match (place, &op.key) {
                    (Place::Words(..), _) if texts.iter().any(|(known, _)| known == object) => {}
                    (Place::Words(line, _), _) => texts.push((object.clone(), line.clone())),
                    (_, Key::Map(key)) if !matches!(op.action, OpType::Make(_)) => {
                        let at = (object.clone(), key.to_string());
                        let field = match place {
                            Place::Set(_, field) => field.name,
                            _ => key.as_str(),
                        };
                        let slot = slots.entry(at.clone()).or_insert_with(|| {
                            order.push(at);
                            Slot::new(line.clone(), field)
                        });
                        slot.ours.insert(id.clone());
                        slot.by_ours.push(deed.hash);
                    }
                    _ => {}
                }
            }
        }
        for at in order {
            if let Some(slot) = slots.remove(&at) {
                self.plan_slot(at, slot, &mut plan);
            }
        }
        for (object, line) in texts {
            let without = |step| {
                let later = past.from(&HashSet::from([step]));
                past.heads_of(|at| later.get(at) == Some(&false))
            };
            let splices = Splices::back(&self.doc, &object, deeds, without_ours, without);
            if !splices.is_empty() {
                plan.touch(&line);
                plan.texts.push((object, splices));
            }
        }
        Ok(plan)
    }

    /// Lines that the changes added are marked as removed, unless somebody else has written in
    /// them since.
    fn plan_lines(
        &self,
        deeds: &[Deed],
        places: &Places,
        plan: &mut Plan,
    ) -> Result<Vec<LineAt>, EditFault> {
        let mut added = Vec::new();
        for (_, op) in deeds
            .iter()
            .filter(|deed| deed.ours)
            .flat_map(|deed| &deed.ops)
        {
            if let (Some((Place::Lines(part), _)), Key::Map(key), OpType::Make(ObjType::Map)) =
                (places.find(&op.obj), &op.key, &op.action)
                && let Ok(item) = key.to_string().try_into()
            {
                let line = LineAt {
                    part: *part,
                    item: Some(item),
                };
                if !added.contains(&line) {
                    added.push(line);
                }
            }
        }
        for line in &added {
            let others = deeds.iter().rev().find(|deed| {
                deed.by != self.writer
                    && deed.ops.iter().any(|(_, op)| {
                        let place = places.find(&op.obj);
                        place.and_then(|(place, _)| place.line()) == Some(line)
                    })
            });
            if let Some(stamp) = others.and_then(|deed| stamp::of_change(&self.doc, &deed.hash)) {
                plan.left.push(Left {
                    part: line.part,
                    item: line.item.clone(),
                    field: None,
                    stamp,
                });
                continue;
            }
            let schema = schema_of(self.kind, line.part).ok_or(EditFault::NoSuchPlace)?;
            let object = self.line(schema, line.item.as_ref());
            plan.lines.push(object.ok_or(EditFault::NoSuchPlace)?);
            plan.touch(line);
        }
        Ok(added)
    }

    fn carry_out(
        &mut self,
        plan: Plan,
        now: UnixMillis,
        rng: &mut impl CryptoRng,
    ) -> Result<(), EditFault> {
        let options = || CommitOptions::default().with_time(now.0).with_message(UNDO);
        let by = self.writer.to_string();
        let mut together = Vec::new();
        let mut tx = self.doc.transaction();
        for line in &plan.lines {
            tx.put(line, REMOVED_AT, now.0)?;
            tx.put(line, REMOVED_BY, by.as_str())?;
        }
        for (object, key, before) in plan.slots {
            match before.as_slice() {
                [] => tx.delete(&object, key.as_str())?,
                [only] => tx.put(&object, key.as_str(), only.value.clone())?,
                _ => together.push((object, key, before)),
            }
        }
        for (object, splices) in &plan.texts {
            splices.write(&mut tx, object)?;
        }
        tx.commit_with(options());
        for (object, key, hash) in plan.retract {
            self.doc.set_actor(new_actor(self.writer, rng));
            let mut tx = self
                .doc
                .transaction_at(PatchLog::inactive(), &[hash])
                .map_err(|_| EditFault::UnknownBase)?;
            tx.delete(&object, key.as_str())?;
            tx.commit_with(options());
        }
        // Several values in one place are there again only if none of the changes that put them
        // there knows of another.
        for (object, key, before) in together {
            let base = self.doc.get_heads();
            for slot::Before { value, said } in before {
                self.doc.set_actor(new_actor(self.writer, rng));
                let mut tx = self
                    .doc
                    .transaction_at(PatchLog::inactive(), &base)
                    .map_err(|_| EditFault::UnknownBase)?;
                // What is there already would not be put there again.
                tx.delete(&object, key.as_str())?;
                tx.put(&object, key.as_str(), value)?;
                let options = options();
                tx.commit_with(match said {
                    Some(said) => options.with_message(stamp::repeats(&said)),
                    None => options,
                });
            }
        }
        Ok(())
    }
}

impl Deed {
    fn of(change: &Change, ours: bool, step: usize, by: DeviceId) -> Self {
        let expanded = change.decode();
        let start = expanded.start_op.get();
        let actor = expanded.actor_id;
        let ops = (start..)
            .zip(expanded.operations)
            .map(|(counter, op)| ((counter, actor.clone()), op))
            .collect();
        Self {
            ours,
            hash: change.hash(),
            step,
            by,
            ops,
        }
    }

    /// Whether a change added a line to this part.
    fn adds_to(change: &Change, part: Part, places: &Places) -> bool {
        let mut ops = change.decode().operations.into_iter();
        ops.any(|op| {
            let place = places.find(&op.obj).map(|(place, _)| place);
            matches!(place, Some(Place::Lines(of)) if *of == part)
                && matches!(op.action, OpType::Make(ObjType::Map))
        })
    }

    /// What it did to one object.
    fn ops_in<'a>(&'a self, object: &'a Id) -> impl Iterator<Item = &'a (Id, Op)> {
        self.ops.iter().filter(move |(_, op)| match &op.obj {
            ObjectId::Root => false,
            ObjectId::Id(id) => id_of_op(id) == *object,
        })
    }
}

impl Plan {
    fn touch(&mut self, line: &LineAt) {
        let touched = Touched {
            part: line.part,
            item: line.item.clone(),
            texts_only: false,
        };
        touched.note(&mut self.touched);
    }
}

/// The hashes of changes, as screens name them.
pub fn steps_of(changes: &[ChangeBytes]) -> Vec<String> {
    let hashes = changes.iter().map(|change| ChangeHash(change.hash));
    hashes.map(|hash| hash.to_string()).collect()
}
