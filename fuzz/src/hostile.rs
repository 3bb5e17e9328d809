//! Changes that automerge itself writes for a teammate's device that means harm: good by their form,
//! with anything anywhere. A fuzzer alone rarely makes bytes that are a change at all.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{
    ActorId, Automerge, AutomergeError, ObjId, ObjType, Prop, ROOT, ReadDoc, ScalarValue, ValueRef,
};
use doorstep_replica::chunk::ChangeBytes;
use doorstep_wire::id::DeviceId;

/// Objects that are written in, at most, and how deep they lie.
const OBJECTS: usize = 64;
const DEPTH: usize = 5;

/// Bytes that say what to write; at their end all is zero.
struct Plan<'a>(&'a [u8]);

impl Plan<'_> {
    fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                *first
            }
            None => 0,
        }
    }

    fn number(&mut self) -> i64 {
        let bytes: [u8; 8] = std::array::from_fn(|_| self.byte());
        // Small ones and the largest, more often than those between.
        match self.byte() % 4 {
            0 => i64::from(bytes[0]),
            1 => i64::MAX - i64::from(bytes[0]),
            2 => i64::MIN + i64::from(bytes[0]),
            _ => i64::from_be_bytes(bytes),
        }
    }

    fn text(&mut self) -> String {
        let len = usize::from(self.byte() % 16);
        let bytes: Vec<u8> = (0..len).map(|_| self.byte()).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn scalar(&mut self) -> ScalarValue {
        match self.byte() % 9 {
            0 => ScalarValue::Null,
            1 => ScalarValue::Boolean(self.byte() & 1 == 1),
            2 => ScalarValue::Int(self.number()),
            3 => ScalarValue::Uint(self.number() as u64),
            4 => ScalarValue::F64(f64::from_bits(self.number() as u64)),
            5 => ScalarValue::Timestamp(self.number()),
            6 => ScalarValue::counter(self.number()),
            7 => ScalarValue::Bytes(self.text().into_bytes()),
            _ => ScalarValue::Str(self.text().into()),
        }
    }

    fn kind(&mut self) -> ObjType {
        match self.byte() % 3 {
            0 => ObjType::Map,
            1 => ObjType::List,
            _ => ObjType::Text,
        }
    }
}

/// One more change on top of `doc`, which then holds it; none where nothing was written.
pub(crate) fn change(doc: &mut Automerge, writer: DeviceId, plan: &[u8]) -> Option<ChangeBytes> {
    let mut plan = Plan(plan);
    let before = doc.get_heads();
    let objects = objects(doc);
    doc.set_actor(ActorId::from(
        [&writer.0[..], &[plan.byte() % 4; 8]].concat(),
    ));
    let mut tx = doc.transaction();
    while !plan.0.is_empty() {
        let at = usize::from(plan.byte()) % objects.len();
        // What can't be written there is not written; the rest is.
        let _written = write(&mut tx, &objects[at], &mut plan);
    }
    let options = CommitOptions::default().with_time(plan.number());
    tx.commit_with(options);
    let change = doc.get_changes(&before).into_iter().next()?;
    Some(ChangeBytes {
        hash: change.hash().0,
        bytes: change.raw_bytes().to_vec().into(),
    })
}

fn objects(doc: &Automerge) -> Vec<ObjId> {
    let mut found = vec![ROOT];
    let (mut next, mut level) = (0, 0);
    while level < DEPTH && found.len() < OBJECTS {
        let these: Vec<ObjId> = found[next..].to_vec();
        next = found.len();
        for object in &these {
            let inside = doc
                .map_range(object, ..)
                .filter(|item| matches!(item.value, ValueRef::Object(_)));
            let inside: Vec<ObjId> = inside.map(|item| item.id()).collect();
            found.extend(inside);
        }
        level += 1;
    }
    found.truncate(OBJECTS);
    found
}

fn write(
    tx: &mut automerge::transaction::Transaction<'_>,
    object: &ObjId,
    plan: &mut Plan<'_>,
) -> Result<(), AutomergeError> {
    let prop = prop(tx, object, plan);
    match (plan.byte() % 8, prop) {
        (0 | 1, prop) => tx.put(object, prop, plan.scalar()),
        (2, prop) => tx.put_object(object, prop, plan.kind()).map(drop),
        (3, prop) => tx.delete(object, prop),
        (4, prop) => tx.increment(object, prop, plan.number()),
        (5, Prop::Seq(at)) => tx.insert(object, at, plan.scalar()),
        (6, Prop::Seq(at)) => tx.insert_object(object, at, plan.kind()).map(drop),
        (_, Prop::Seq(at)) => {
            tx.splice_text(object, at, isize::from(plan.byte() % 4 == 0), &plan.text())
        }
        (_, prop) => {
            // A line or a part of any name, with something in it.
            let made = tx.put_object(object, prop, ObjType::Map)?;
            tx.put(&made, plan.text(), plan.scalar())
        }
    }
}

/// A key that is there, or any other; a place in a list or text.
fn prop(tx: &automerge::transaction::Transaction<'_>, object: &ObjId, plan: &mut Plan<'_>) -> Prop {
    let at = usize::from(plan.byte());
    if !matches!(tx.object_type(object), Ok(ObjType::Map | ObjType::Table)) {
        return Prop::Seq(at % (tx.length(object) + 1));
    }
    let keys: Vec<String> = tx.keys(object).collect();
    match keys.get(at % (keys.len() + 1)) {
        Some(key) => Prop::Map(key.clone()),
        None => Prop::Map(plan.text()),
    }
}
