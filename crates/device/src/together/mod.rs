//! Households that are shown as one. Each keeps its own document: what is read is put together
//! here, and what is written goes to the document that holds the line.

mod write;

use std::collections::{BTreeMap, BTreeSet};

use doorstep_model::call::JoinedHousehold;
use doorstep_model::field::Single;
use doorstep_model::household::{About, Household};
use doorstep_model::id::BlobKey;
use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, Problem, ProblemCode};
use doorstep_wire::id::DocId;

use crate::store::query;
use crate::unlocked::Unlocked;

/// What a screen shows that was asked for one household.
pub(crate) struct Together {
    /// The household itself.
    pub(crate) id: DocId,
    /// Those whose lines it shows beside its own, in the order of their ids.
    pub(crate) joined: Vec<DocId>,
    /// The household that shows this one's lines; it then shows nobody's but its own.
    pub(crate) shown_in: Option<DocId>,
}

/// A household as people see it.
pub(crate) struct Whole {
    /// Its own lines and those of the households joined into it. Its heads are those of all its
    /// documents.
    pub(crate) household: Household,
    /// What each joined household says of itself: what it is called, where it is, its four texts.
    /// Their lines and heads are in `household`.
    pub(crate) joined: Vec<Household>,
    /// Joined documents that can't be read; nothing of them is in either.
    pub(crate) unreadable: Vec<DocId>,
}

impl Unlocked {
    /// Which documents make up a household; only itself if it is joined into another.
    pub(crate) fn together(&self, id: DocId) -> Result<Together, Problem> {
        let all = self.store.read(|conn| query::together(conn, id))?;
        Ok(match all.split_first() {
            Some((first, joined)) if *first == id => Together {
                id,
                joined: joined.to_vec(),
                shown_in: None,
            },
            first => Together {
                id,
                joined: Vec::new(),
                shown_in: first.map(|(first, _)| *first),
            },
        })
    }

    /// The documents that a screen of this household shows and that can be read: itself first.
    pub(crate) fn shown_together(&mut self, id: DocId) -> Result<Vec<DocId>, Problem> {
        let mut all = vec![id];
        for doc in self.together(id)?.joined {
            if self.document(doc).is_ok() {
                all.push(doc);
            }
        }
        Ok(all)
    }

    /// A household as people see it.
    ///
    /// # Errors
    /// If its own document is not here or can't be read.
    pub(crate) fn whole_household(&mut self, together: &Together) -> Result<Whole, Problem> {
        let key = DocKey::from(together.id.0);
        let own = self.document(together.id)?.document.household(key);
        let mut household = own.ok_or(ProblemCode::NotHere)?;
        let (mut all_joined, mut unreadable) = (Vec::new(), Vec::new());
        for joined in &together.joined {
            let key = DocKey::from(joined.0);
            let read = self
                .document(*joined)
                .map(|open| open.document.household(key));
            match read {
                Ok(Some(mut view)) => {
                    // Closed only if all are.
                    if view.about.closed.value.is_none() {
                        household.about.closed = Single::default();
                    }
                    take_in(&mut household, &mut view);
                    all_joined.push(view);
                }
                Ok(None) | Err(_) => unreadable.push(*joined),
            }
        }
        Ok(Whole {
            household,
            joined: all_joined,
            unreadable,
        })
    }

    /// What a screen says about the households joined into this one.
    pub(crate) fn joined_households(
        &mut self,
        together: &Together,
        unreadable: &[DocId],
    ) -> Result<Vec<JoinedHousehold>, Problem> {
        let mut all = Vec::new();
        for doc in &together.joined {
            let by = match self.document(*doc) {
                Ok(open) => open.document.said(&About::joined_into.only()),
                Err(_) => None,
            };
            all.push(JoinedHousehold {
                id: DocKey::from(doc.0),
                name: self.name_of(*doc)?,
                by,
                unreadable: unreadable.contains(doc),
            });
        }
        Ok(all)
    }

    /// Names of the households that are shown together, and of those that marks lead to about which
    /// two people were not of one mind.
    pub(crate) fn names_of_joined(
        &mut self,
        household: &Household,
        together: &Together,
    ) -> Result<BTreeMap<DocKey, String>, Problem> {
        let mut keys: BTreeSet<DocKey> = led_to(&household.about);
        keys.extend(together.shown_in.map(|doc| DocKey::from(doc.0)));
        for doc in &together.joined {
            keys.insert(DocKey::from(doc.0));
            if let Ok(open) = self.document(*doc) {
                let about = open.document.record::<About>(None);
                keys.extend(about.as_ref().map(led_to).unwrap_or_default());
            }
        }
        keys.into_iter()
            .map(|key| {
                let name = self.name_of(DocId(key.to_bytes()))?;
                Ok((key, name))
            })
            .collect()
    }

    fn name_of(&self, doc: DocId) -> Result<String, Problem> {
        let name = self.store.read(|conn| query::name(conn, doc))?;
        Ok(name.unwrap_or_default())
    }

    /// The document that a photo of this household belongs to.
    pub(crate) fn holder_of_blob(&mut self, id: DocId, blob: &BlobKey) -> Result<DocId, Problem> {
        for doc in self.together(id)?.joined {
            let Ok(open) = self.document(doc) else {
                continue;
            };
            let view = open.document.household(DocKey::from(doc.0));
            let holds = view.is_some_and(|view| {
                let mut all = view.attachments.iter();
                all.any(|attachment| attachment.blob.value.as_ref() == Some(blob))
            });
            if holds {
                return Ok(doc);
            }
        }
        Ok(id)
    }

    /// A screen has just been given all of it.
    pub(crate) fn caught_up(&mut self, together: &Together) -> Result<(), Problem> {
        self.document(together.id)?.more_arrived = false;
        for joined in &together.joined {
            if let Ok(open) = self.document(*joined) {
                open.more_arrived_joined = false;
            }
        }
        Ok(())
    }

    /// Every household that shows, or has ever shown, something of this one is stale.
    pub(crate) fn stale_together(&mut self, id: DocId) {
        let ever = self.store.read(|conn| query::once_together(conn, id));
        for doc in ever.unwrap_or_default() {
            self.stale(Stale::Household(DocKey::from(doc.0)));
        }
    }
}

/// Where the marks of a household lead, all of them if two people did not make the same one.
fn led_to(about: &About) -> BTreeSet<DocKey> {
    let both = about.joined_into.both.iter();
    let all = both.filter_map(|said| said.value.clone());
    all.chain(about.joined_into.value.clone()).collect()
}

/// Puts a joined household's lines among those of the one that shows them, in the order in which
/// they were added. What it is called, where it is and its four texts stay its own.
pub(crate) fn take_in(whole: &mut Household, joined: &mut Household) {
    whole.heads.0.append(&mut joined.heads.0);
    macro_rules! lines {
        ($($part:ident)*) => {$(
            whole.$part.append(&mut joined.$part);
            whole.$part.sort_by(|a, b| (a.added.at, &a.id).cmp(&(b.added.at, &b.id)));
        )*};
    }
    lines!(
        people demands visits strengths worries actions expertise services obstacles sharing
        attachments brought
    );
}
