//! A document that takes in what devices signed, one after another. What is taken in goes into a copy,
//! which is saved and loaded before it replaces the document.

use std::collections::HashSet;

use automerge::{Automerge, Change, ChangeHash, ReadDoc};
use doorstep_wire::id::DeviceId;
use rand_core::CryptoRng;

use super::guarded::{ApplyFault, guarded, is_alike_for_sure, parse, reloaded};
use super::whole::Whole;
use super::{Document, KIND_KEY, Kind, device_of, kind_of, schema_of};
use crate::chunk::{ChangeBytes, Snapshot};

/// A document that has grown, and is sure to be readable again.
#[derive(Debug)]
pub struct Grown {
    /// It.
    pub document: Document,
    /// Its saved form.
    pub saved: Vec<u8>,
    /// The changes that were new, in order; of what came whole only those after it.
    pub new: Vec<ChangeBytes>,
    /// Whether it came whole, and has more changes than `new` names.
    pub begun_whole: bool,
}

/// Who answers for what is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voucher {
    /// The device that signed it, and for its own changes alone.
    Signer(DeviceId),
    /// For everybody's: two devices, one of which saved it, and another that found in it what each
    /// had signed.
    Two,
}

/// When it is made sure that a document which grows can be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// Once, when all of it is in.
    InTheEnd,
    /// After each that is taken in, so that it shows which of them spoils the document.
    EachTime,
}

/// What a document grows on.
enum Ground<'a> {
    Nothing,
    Here(&'a Document),
    /// What it is loaded from.
    Whole(Vec<u8>),
}

impl Ground<'_> {
    fn doc(&self) -> Result<Automerge, ApplyFault> {
        match self {
            Self::Nothing => Ok(Automerge::new()),
            Self::Here(document) => Ok(document.doc.clone()),
            Self::Whole(saved) => guarded(|| Automerge::load(saved).ok()),
        }
    }
}

/// A document that takes in what devices signed, one after another in the order of the sequence. Each
/// is judged by what was taken in before it, so that devices which take in the same in other portions
/// end with the same.
pub struct Growing<'a> {
    ground: Ground<'a>,
    care: Care,
    doc: Automerge,
    kind: Option<Kind>,
    parsed: Vec<Change>,
    new: Vec<ChangeBytes>,
    missing: Option<ChangeHash>,
}

impl<'a> Growing<'a> {
    /// From the document as it is here; `None` if it begins now.
    pub fn on(before: Option<&'a Document>, care: Care) -> Self {
        let doc = before.map_or_else(Automerge::new, |before| before.doc.clone());
        Self {
            ground: before.map_or(Ground::Nothing, Ground::Here),
            care,
            doc,
            kind: before.map(|before| before.kind),
            parsed: Vec::new(),
            new: Vec::new(),
            missing: None,
        }
    }

    /// Whether a change is in it.
    pub fn has(&self, hash: [u8; 32]) -> bool {
        self.is_there(&ChangeHash(hash))
    }

    /// What the last one that came before its time builds on.
    pub fn missing(&self) -> Option<[u8; 32]> {
        self.missing.map(|hash| hash.0)
    }

    fn is_there(&self, hash: &ChangeHash) -> bool {
        self.doc.get_change_meta_by_hash(hash).is_some()
    }

    /// Takes in what one device signed: all of it, or nothing.
    ///
    /// # Errors
    /// [`ApplyFault`]; it is as if it had not been tried.
    pub fn add(&mut self, signer: DeviceId, changes: &[ChangeBytes]) -> Result<(), ApplyFault> {
        self.take(Voucher::Signer(signer), changes)
    }

    fn take(&mut self, voucher: Voucher, changes: &[ChangeBytes]) -> Result<(), ApplyFault> {
        let (mut coming, mut parsed, mut new) = (HashSet::new(), Vec::new(), Vec::new());
        for bytes in changes {
            let change = parse(bytes)?;
            let known = |hash: &ChangeHash| coming.contains(hash) || self.is_there(hash);
            let may_speak = match voucher {
                Voucher::Two => true,
                Voucher::Signer(signer) => {
                    device_of(change.actor_id()) == signer || is_alike_for_sure(&change)
                }
            };
            if !may_speak {
                return Err(ApplyFault::OtherActor);
            }
            if let Some(missing) = change.deps().iter().find(|dep| !known(dep)) {
                self.missing = Some(*missing);
                return Err(ApplyFault::MissingChange);
            }
            if !known(&change.hash()) {
                coming.insert(change.hash());
                parsed.push(change);
                new.push(bytes.clone());
            }
        }
        if parsed.is_empty() {
            return match self.kind {
                Some(_) => Ok(()),
                None => Err(ApplyFault::UnknownKind),
            };
        }
        if let Err(fault) = self.apply(&parsed, &coming) {
            self.step_back()?;
            return Err(fault);
        }
        self.parsed.extend(parsed);
        self.new.extend(new);
        Ok(())
    }

    /// Takes in a document that was saved whole: all of it, or nothing. It is judged as its changes
    /// would be, but that those which are here already were signed by whoever wrote them; where
    /// nothing is here yet, that needs no work on each.
    ///
    /// # Errors
    /// [`ApplyFault`]; it is as if it had not been tried.
    pub fn add_whole(&mut self, voucher: Voucher, snapshot: &Snapshot) -> Result<(), ApplyFault> {
        if self.kind.is_some() {
            let changes = snapshot.changes_but(|hash| self.is_there(hash))?;
            return self.take(voucher, &changes);
        }
        let whole = Whole::load(snapshot)?;
        if let Voucher::Signer(signer) = voucher
            && !whole.is_by(signer)
        {
            return Err(ApplyFault::OtherActor);
        }
        if !is_sound(&whole.doc, None) {
            return Err(ApplyFault::UnknownKind);
        }
        self.kind = kind_of(&whole.doc);
        self.doc = whole.doc;
        self.ground = Ground::Whole(whole.saved);
        Ok(())
    }

    fn apply(&mut self, parsed: &[Change], coming: &HashSet<ChangeHash>) -> Result<(), ApplyFault> {
        let doc = &mut self.doc;
        guarded(|| doc.apply_changes(parsed.iter().cloned()).ok())?;
        if !coming.iter().all(|hash| self.is_there(hash)) {
            return Err(ApplyFault::WouldBreak);
        }
        if !is_sound(&self.doc, self.kind) {
            return Err(ApplyFault::UnknownKind);
        }
        if self.care == Care::EachTime {
            reloaded(&self.doc)?;
        }
        self.kind = kind_of(&self.doc);
        Ok(())
    }

    /// After one that can't be in it, which may have left anything behind: begins once more, with
    /// those that could.
    fn step_back(&mut self) -> Result<(), ApplyFault> {
        self.doc = self.ground.doc()?;
        let doc = &mut self.doc;
        let parsed = &self.parsed;
        guarded(|| doc.apply_changes(parsed.iter().cloned()).ok())
    }

    /// The document with all that was taken in, if that is anything and can be read again.
    ///
    /// # Errors
    /// [`ApplyFault::WouldBreak`]; with [`Care::EachTime`] it shows which one it is.
    pub fn finish(
        self,
        writer: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Result<Option<Grown>, ApplyFault> {
        let (begun_whole, (document, saved)) = match self.ground {
            // It was made sure when it came.
            Ground::Whole(saved) if self.new.is_empty() => {
                (true, (Document::written_by(self.doc, writer, rng)?, saved))
            }
            _ if self.new.is_empty() => return Ok(None),
            Ground::Whole(_) => (true, Document::settle(self.doc, writer, rng)?),
            Ground::Nothing | Ground::Here(_) => (false, Document::settle(self.doc, writer, rng)?),
        };
        Ok(Some(Grown {
            document,
            saved,
            new: self.new,
            begun_whole,
        }))
    }
}

/// Whether it is a document of ours and, where that is known, of this kind. What it is about is said
/// once, where it begins: a change that says it again and one that takes it back would else pass
/// together and fail one by one.
fn is_sound(doc: &Automerge, kind: Option<Kind>) -> bool {
    let said = doc.get_all(automerge::ROOT, KIND_KEY).unwrap_or_default();
    let [(_, id)] = said.as_slice() else {
        return false;
    };
    let change = doc.hash_for_opid(id);
    let meta = change.and_then(|hash| doc.get_change_meta_by_hash(&hash));
    let is_first = meta.is_some_and(|meta| meta.deps.is_empty());
    let now = kind_of(doc);
    is_first && now.is_some() && (kind.is_none() || kind == now) && schema_of(doc).is_some()
}
