//! What happened to a household, how it was, what is new, and taking back.

use doorstep_model::call::{
    GetHistory, GetHouseholdThen, GetNews, HaveLooked, History, HouseholdThen, News, UndoHousehold,
    UndoSafetyNote, UndoTeam, Undone,
};
use doorstep_model::field::Part;
use doorstep_model::history::Moment;
use doorstep_model::household::Household;
use doorstep_model::{DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::document::{Kind, Wanted};
use doorstep_wire::id::DocId;

use super::Answer;
use crate::Device;
use crate::documents::Edited;
use crate::store::table::{last_look, member_name};
use crate::together::take_in;
use crate::unlocked::Unlocked;

/// Moments of one page at most.
const MOST_OF_A_PAGE: u32 = 200;
/// Moments that are told as new.
const MOST_NEWS: usize = 50;

impl Answer<GetHistory> for Device {
    async fn reply(&self, call: GetHistory) -> Result<History, Problem> {
        self.with(|open, now| {
            let (members, devices) = open.store.read(|conn| {
                let devices = match &call.by {
                    Some(member) => member_name::devices_of(conn, member)?,
                    None => Vec::new(),
                };
                Ok((member_name::members(conn)?, devices))
            })?;
            open.household(&call.id)?;
            let names = open.names_about(DocId(call.id.to_bytes()))?;
            let document = &open.household(&call.id)?.document;
            if call.by.is_some() && devices.is_empty() {
                // A member without a device has written nothing.
                return Ok(History {
                    moments: Vec::new(),
                    earlier: None,
                    names,
                    members,
                });
            }
            let wanted = Wanted {
                until: call.until,
                by: devices,
                part: call.part,
                limit: usize::try_from(call.limit.min(MOST_OF_A_PAGE)).unwrap_or_default(),
                ..Wanted::default()
            };
            let told = document.history(&wanted, now);
            Ok(History {
                moments: told.moments,
                earlier: told.earlier,
                names,
                members,
            })
        })
    }
}

impl Answer<GetHouseholdThen> for Device {
    async fn reply(&self, call: GetHouseholdThen) -> Result<HouseholdThen, Problem> {
        self.with(|open, now| {
            open.household(&call.id)?;
            let names = open.names_about(DocId(call.id.to_bytes()))?;
            let mut household: Option<Household> = None;
            let mut changed_at = None;
            for doc in open.shown_together(DocId(call.id.to_bytes()))? {
                let document = &open.document(doc)?.document;
                let Some(heads) = document.heads_until(call.until, now) else {
                    continue;
                };
                let then = document.household_at(DocKey::from(doc.0), &heads);
                changed_at = changed_at.max(document.newest_at(&heads, now));
                household = match (household, then) {
                    (Some(mut whole), Some(mut then)) => {
                        take_in(&mut whole, &mut then);
                        Some(whole)
                    }
                    (whole, then) => whole.or(then),
                };
            }
            Ok(HouseholdThen {
                household,
                changed_at,
                names,
            })
        })
    }
}

impl Answer<GetNews> for Device {
    async fn reply(&self, call: GetNews) -> Result<News, Problem> {
        let id = DocId(call.id.to_bytes());
        self.with(|open, now| {
            open.household(&call.id)?;
            let me = open.device_key();
            let names = open.names_about(id)?;
            let mut news = News {
                names,
                ..News::default()
            };
            for doc in open.shown_together(id)? {
                let looked = open.store.read(|conn| last_look::get(conn, doc))?;
                let Some((heads, since)) = looked else {
                    continue;
                };
                let wanted = Wanted {
                    since: Some(heads),
                    not_by: Some(me.clone()),
                    limit: MOST_NEWS,
                    ..Wanted::default()
                };
                let mut told = open.document(doc)?.document.history(&wanted, now);
                if doc == id {
                    news.since = Some(since);
                } else {
                    // What a joined household says about itself is not told as this one's.
                    told.moments.retain(|moment| moment.item.is_some());
                }
                news.moments.extend(told.moments);
                news.more |= told.earlier.is_some();
            }
            let newest_first = |moment: &Moment| std::cmp::Reverse(moment.stamp.at);
            news.moments.sort_by_key(newest_first);
            news.more |= news.moments.len() > MOST_NEWS;
            news.moments.truncate(MOST_NEWS);
            Ok(news)
        })
    }
}

impl Answer<HaveLooked> for Device {
    async fn reply(&self, call: HaveLooked) -> Result<(), Problem> {
        let id = DocId(call.id.to_bytes());
        self.with(|open, now| {
            open.household(&call.id)?;
            let mut looked = Vec::new();
            let mut known = 0;
            for doc in open.shown_together(id)? {
                let heads = open.document(doc)?.document.heads_of_mine(&call.heads);
                known += heads.0.len();
                if !heads.0.is_empty() {
                    looked.push((doc, heads));
                }
            }
            // Not a state that this household was ever shown at.
            if known != call.heads.0.len() || looked.is_empty() {
                return Err(ProblemCode::NoSuchPlace.into());
            }
            Ok(open.store.write(|tx| {
                let mut looked = looked.iter();
                looked.try_for_each(|(doc, heads)| last_look::put(tx, *doc, heads, now))
            })?)
        })
    }
}

impl Answer<UndoHousehold> for Device {
    async fn reply(&self, call: UndoHousehold) -> Result<Undone, Problem> {
        self.with(|open, now| {
            open.household(&call.id)?;
            let id = DocId(call.id.to_bytes());
            let keep = call.keep_visits.then_some(Part::Visits);
            let edited = open.undo_household(id, &call.steps, keep, now)?;
            let mut undone = open.undone(edited, now)?;
            // It is saved; nobody may be told that it was not.
            undone.names = open.names_about(id).unwrap_or(undone.names);
            Ok(undone)
        })
    }
}

impl Answer<UndoSafetyNote> for Device {
    async fn reply(&self, call: UndoSafetyNote) -> Result<Undone, Problem> {
        let id = DocId(call.id.to_bytes());
        self.with(|open, now| {
            if open.document(id)?.document.kind() != Kind::SafetyNote {
                return Err(ProblemCode::NotHere.into());
            }
            let edited = open.undo_in_document(id, &call.steps, None, now)?;
            open.undone(edited, now)
        })
    }
}

impl Answer<UndoTeam> for Device {
    async fn reply(&self, call: UndoTeam) -> Result<Undone, Problem> {
        self.with(|open, now| {
            let id = open.team_document()?.ok_or(ProblemCode::NotHere)?;
            let edited = open.undo_in_document(id, &call.steps, None, now)?;
            open.undone(edited, now)
        })
    }
}

impl Unlocked {
    fn household(&mut self, id: &DocKey) -> Result<&mut crate::documents::OpenDocument, Problem> {
        let open = self.document(DocId(id.to_bytes()))?;
        if open.document.kind() == Kind::Household {
            Ok(open)
        } else {
            Err(ProblemCode::NotHere.into())
        }
    }

    fn undone(&self, mut edited: Edited, now: UnixMillis) -> Result<Undone, Problem> {
        // It is saved; nobody may be told that it was not.
        let names = self.store.read(member_name::by_device).unwrap_or_default();
        let left = std::mem::take(&mut edited.left);
        Ok(Undone {
            saved: edited.saved(now),
            left,
            names,
        })
    }
}
