//! Finding, opening and changing households.

use doorstep_model::call::{
    AddHousehold, EditHousehold, HouseholdAdded, HouseholdList, HouseholdOpened, ListHouseholds,
    OpenHousehold, Saved,
};
use doorstep_model::edit::{Edit, FieldRef};
use doorstep_model::field::Part;
use doorstep_model::household::About;
use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, Problem, ProblemCode};
use doorstep_replica::document::Kind;
use doorstep_wire::id::DocId;

use super::Answer;
use super::begin::needed;
use crate::Device;
use crate::store::project;
use crate::store::query;
use crate::store::table::{change, member_name};
use crate::together::Whole;

impl Answer<ListHouseholds> for Device {
    async fn reply(&self, call: ListHouseholds) -> Result<HouseholdList, Problem> {
        self.with(|open, _| {
            if !call.search.trim().is_empty() {
                // On a full disk it finds what it knew before.
                let _known = open.index_words();
            }
            Ok(open
                .store
                .read(|conn| query::list_households(conn, &call))?)
        })
    }
}

impl Answer<AddHousehold> for Device {
    async fn reply(&self, call: AddHousehold) -> Result<HouseholdAdded, Problem> {
        let name = needed(&call.name)?;
        let mut edits = vec![About::name.only().set(Some(name))];
        edits.extend(call.about.into_iter().map(|(field, value)| Edit::Set {
            at: FieldRef {
                part: Part::About,
                item: None,
                field,
            },
            value: Some(value),
            base: None,
        }));
        self.with(|open, now| {
            let id = open.create_document(Kind::Household, &edits, now)?;
            Ok(HouseholdAdded {
                id: DocKey::from(id.0),
            })
        })
    }
}

impl Answer<OpenHousehold> for Device {
    async fn reply(&self, call: OpenHousehold) -> Result<HouseholdOpened, Problem> {
        let id = DocId(call.id.to_bytes());
        self.with(|open, now| {
            let together = open.together(id)?;
            let Whole {
                household,
                unreadable,
                ..
            } = open.whole_household(&together)?;
            open.caught_up(&together)?;
            if call.seen {
                // On a full disk a household can still be read.
                let noted = open.store.write(|tx| project::seen(tx, id, now));
                if noted.is_ok() {
                    open.stale(Stale::Lists);
                }
            }
            let names = open.names_about(id)?;
            let (members, unsent) = open.store.read(|conn| {
                let mut unsent = change::unsent(conn, id)?;
                for joined in &together.joined {
                    unsent = unsent.saturating_add(change::unsent(conn, *joined)?);
                }
                Ok((member_name::members(conn)?, unsent))
            })?;
            let households = open.names_of_joined(&household, &together)?;
            let openers = open.opener_names(id)?;
            Ok(HouseholdOpened {
                joined: open.joined_households(&together, &unreadable)?,
                shown_in: together.shown_in.map(|doc| DocKey::from(doc.0)),
                household,
                names,
                members,
                unsent,
                households,
                openers,
            })
        })
    }
}

impl Answer<EditHousehold> for Device {
    async fn reply(&self, call: EditHousehold) -> Result<Saved, Problem> {
        let id = DocId(call.id.to_bytes());
        // What is being typed when a device is removed is kept as well.
        self.with_removed(|open, now| {
            if open.document(id)?.document.kind() != Kind::Household {
                return Err(ProblemCode::NotHere.into());
            }
            let edited = open.edit_household(id, &call.edits, now)?;
            Ok(edited.saved(now))
        })
    }
}
