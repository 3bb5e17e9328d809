//! Two households that are one: found, joined, separated.

use doorstep_model::call::{
    AlikeList, FindAlike, HouseholdSeparated, HouseholdsJoined, JoinHouseholds, SeparateHousehold,
};
use doorstep_model::field::Record;
use doorstep_model::household::{About, Household};
use doorstep_model::{DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::document::Kind;
use doorstep_wire::id::DocId;

use super::Answer;
use crate::Device;
use crate::documents::Work;
use crate::store::query;
use crate::unlocked::Unlocked;

/// Households that can be shown as one, at most. More are shown if several people join them at the
/// same time; nobody then joins another.
const MOST_TOGETHER: usize = 12;

impl Answer<FindAlike> for Device {
    async fn reply(&self, call: FindAlike) -> Result<AlikeList, Problem> {
        self.with(|open, _| Ok(open.store.read(|conn| query::find_alike(conn, &call))?))
    }
}

impl Answer<JoinHouseholds> for Device {
    async fn reply(&self, call: JoinHouseholds) -> Result<HouseholdsJoined, Problem> {
        self.with(|open, now| {
            let keep = open.all_of(&call.keep)?;
            let other = open.all_of(&call.other)?;
            let (shown, joined) = match (keep.first(), other.first()) {
                (Some(shown), Some(joined)) if shown == joined => {
                    return Err(ProblemCode::SameHousehold.into());
                }
                (Some(shown), Some(joined)) => (*shown, *joined),
                _ => return Err(ProblemCode::NotHere.into()),
            };
            if keep.len() + other.len() > MOST_TOGETHER {
                return Err(Problem::with(ProblemCode::TooManyJoined, MOST_TOGETHER));
            }
            // What is written in one of them is read with the other: the same people can open both.
            let (one, two) = (open.standing_of(shown)?, open.standing_of(joined)?);
            if one.openers != two.openers {
                return Err(ProblemCode::OtherOpeners.into());
            }
            let into = DocKey::from(shown.0);
            let mark = About::joined_into.only().set(Some(into.clone()));
            let edited = open.edit_household(joined, &[mark], now)?;
            Ok(HouseholdsJoined {
                shown: into,
                joined: DocKey::from(joined.0),
                steps: edited.steps,
            })
        })
    }
}

impl Answer<SeparateHousehold> for Device {
    async fn reply(&self, call: SeparateHousehold) -> Result<HouseholdSeparated, Problem> {
        let id = DocId(call.id.to_bytes());
        self.with(|open, now| {
            let all = open.all_of(&call.id)?;
            let shown = all.first().copied().ok_or(ProblemCode::NotHere)?;
            if shown == id {
                return Err(ProblemCode::NoSuchPlace.into());
            }
            let own = open.document(id)?.document.said(&About::joined_into.only());
            let since = own.map_or(now, |stamp| stamp.at);
            let stays = open.written_since(shown, since)?;
            let clear = [About::joined_into.only().set(None::<DocKey>)];
            let mut marks = vec![(id, Work::Edit(&clear))];
            // Marks that lead round in a circle: the one that shows the others has a mark as well,
            // which would bring it into this one now.
            if open.mark_of(shown)?.is_some() {
                marks.push((shown, Work::Edit(&clear)));
            }
            let changed = open.change_documents(&marks, now, |_| Ok(()))?;
            for doc in all {
                if let Ok(open) = open.document(doc) {
                    (open.more_arrived, open.more_arrived_joined) = (true, true);
                }
            }
            open.stale_together(id);
            Ok(HouseholdSeparated {
                was_in: DocKey::from(shown.0),
                stays,
                steps: changed.steps,
            })
        })
    }
}

impl Unlocked {
    /// The documents that are shown as one with this household, the one that shows them first.
    fn all_of(&mut self, id: &DocKey) -> Result<Vec<DocId>, Problem> {
        let id = DocId(id.to_bytes());
        if self.document(id)?.document.kind() != Kind::Household {
            return Err(ProblemCode::NotHere.into());
        }
        Ok(self.store.read(|conn| query::together(conn, id))?)
    }

    fn mark_of(&mut self, id: DocId) -> Result<Option<DocKey>, Problem> {
        let about = self.document(id)?.document.record::<About>(None);
        Ok(about.and_then(|about| about.joined_into.value))
    }

    /// Lines of a household's own document that were added after this moment and are not removed.
    fn written_since(&mut self, id: DocId, since: UnixMillis) -> Result<u32, Problem> {
        let key = DocKey::from(id.0);
        let view = self.document(id)?.document.household(key);
        Ok(view.map_or(0, |view| written_since(&view, since)))
    }
}

fn written_since(view: &Household, since: UnixMillis) -> u32 {
    fn of<R: Record>(lines: &[R], added: impl Fn(&R) -> UnixMillis, since: UnixMillis) -> u32 {
        let new = lines
            .iter()
            .filter(|line| !line.is_removed() && added(line) > since);
        u32::try_from(new.count()).unwrap_or(u32::MAX)
    }
    macro_rules! count {
        ($($part:ident)*) => {
            0_u32 $(.saturating_add(of(&view.$part, |line| line.added.at, since)))*
        };
    }
    count!(
        people demands visits strengths worries actions expertise services obstacles sharing
        attachments
    )
}
