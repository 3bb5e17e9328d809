//! Somebody with a device: what they do on the screens, as calls.

use doorstep_device::{Answer, Device};
use doorstep_model::call::{
    AddHousehold, ApproveJoin, AskToJoin, Call, CheckJoin, ConfirmRecovery, ConnectServer,
    CreateInvite, EditHousehold, GetSync, GetTeam, HouseholdList, HouseholdOpened, ListHouseholds,
    Lock, OpenHousehold, Saved, StartTeam, SyncNow, SyncPage, Unlock,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::{Action, Strength, Visit};
use doorstep_model::id::ItemId;
use doorstep_model::team::Role;
use doorstep_model::{Date, DocKey, Heads, Problem};

use super::{PASSPHRASE, World};

/// A person and their device.
pub struct Person {
    name: String,
    device: Device,
}

impl Person {
    pub(super) fn new(name: &str, device: Device) -> Self {
        Self {
            name: name.to_owned(),
            device,
        }
    }

    /// Their name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Their device.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Asks the device.
    pub async fn ask<C: Call>(&self, call: C) -> Result<C::Reply, Problem>
    where
        Device: Answer<C>,
    {
        self.device.answer(call).await
    }

    /// Asks for something that must go well.
    pub async fn must<C: Call>(&self, call: C) -> C::Reply
    where
        Device: Answer<C>,
    {
        let reply = self.device.answer(call).await;
        reply.unwrap_or_else(|problem| panic!("{}: {} said {problem}", self.name, C::NAME))
    }

    /// Starts a team on this device, without a server; returns the recovery words.
    pub async fn start_team(&self) -> Vec<String> {
        let call = StartTeam {
            team_name: "Riverside".into(),
            locality: "Riverside and the Quay".into(),
            my_name: self.name.clone(),
            passphrase: PASSPHRASE.into(),
        };
        let words = self.must(call).await.recovery_words;
        let confirmed = self
            .must(ConfirmRecovery {
                words: words.clone(),
            })
            .await;
        assert!(confirmed.wrong.is_empty());
        words
    }

    /// Starts a team and connects it to the world's server.
    pub async fn found(&self, world: &World) {
        self.start_team().await;
        self.connect(&world.address().to_string(), world.setup_code())
            .await;
    }

    /// Connects the team to its server, or to the same one at another address.
    pub async fn connect(&self, address: &str, setup_code: &str) {
        let call = ConnectServer {
            address: address.into(),
            setup_code: setup_code.into(),
            replace: false,
        };
        self.must(call).await;
    }

    /// Makes an invite; returns address and code.
    pub async fn invite(&self) -> (String, String) {
        let made = self.must(CreateInvite { role: Role::Worker }).await;
        (made.address, made.invite.code)
    }

    /// Joins with an invite of the admin's; both see the same six words.
    pub async fn join(&self, admin: &Person) {
        let (address, code) = admin.invite().await;
        self.join_with(admin, address, code).await;
    }

    /// Joins at this address with this code.
    pub async fn join_with(&self, admin: &Person, address: String, code: String) {
        let asked = self.must(self.asking(address, code)).await;
        admin.must(SyncNow {}).await;
        let page = admin.must(GetTeam {}).await;
        let pending = page.joins.first().expect("somebody asks to join");
        assert_eq!(
            pending.words, asked.words,
            "both screens show the same words"
        );
        assert_eq!(pending.name, self.name);
        let call = ApproveJoin {
            invite: pending.invite.clone(),
            words: asked.words,
        };
        admin.must(call).await;
        admin.must(SyncNow {}).await;
        assert!(self.must(CheckJoin {}).await.joined, "approved");
    }

    /// What a joiner types.
    pub fn asking(&self, address: String, code: String) -> AskToJoin {
        AskToJoin {
            address,
            code,
            my_name: self.name.clone(),
            passphrase: PASSPHRASE.into(),
        }
    }

    /// Unlocks with the right passphrase.
    pub async fn unlock(&self) {
        self.must(Unlock {
            passphrase: PASSPHRASE.into(),
        })
        .await;
    }

    /// Locks the device and unlocks it, so that nothing is in memory any more.
    pub async fn lock_and_unlock(&self) {
        self.must(Lock {}).await;
        self.unlock().await;
    }

    /// A new household.
    pub async fn add_household(&self, name: &str) -> DocKey {
        self.must(AddHousehold {
            name: name.into(),
            about: Vec::new(),
        })
        .await
        .id
    }

    /// Opens a household.
    pub async fn open(&self, id: &DocKey) -> HouseholdOpened {
        self.must(OpenHousehold {
            id: id.clone(),
            seen: true,
        })
        .await
    }

    /// Reads a household without counting as somebody who looks, so that nothing is written.
    pub async fn open_unseen(&self, id: &DocKey) -> HouseholdOpened {
        self.must(OpenHousehold {
            id: id.clone(),
            seen: false,
        })
        .await
    }

    /// Changes a household.
    pub async fn edit(&self, id: &DocKey, edits: Vec<Edit>) -> Saved {
        self.must(EditHousehold {
            id: id.clone(),
            edits,
        })
        .await
    }

    /// A visit with its notes, a strength and an action; returns the visit.
    pub async fn add_visit(
        &self,
        id: &DocKey,
        notes: &str,
        strength: &str,
        action: &str,
    ) -> ItemId {
        let visit = new_item();
        let line = |part, item: &ItemId| ItemRef {
            part,
            item: item.clone(),
        };
        let edits = vec![
            Edit::Add {
                line: line(Part::Visits, &visit),
                fields: vec![Visit::date.with(a_day()), Visit::done.with(true)],
            },
            Visit::notes.of(&visit).write(&Heads::default(), notes),
            with_text(Part::Strengths, Strength::what.name, strength, &visit),
            with_text(Part::Actions, Action::what.name, action, &visit),
        ];
        self.edit(id, edits).await;
        visit
    }

    /// Syncs now.
    pub async fn sync(&self) -> SyncPage {
        self.must(SyncNow {}).await
    }

    /// How sync stands.
    pub async fn sync_page(&self) -> SyncPage {
        self.must(GetSync {}).await
    }

    /// Searches.
    pub async fn search(&self, typed: &str) -> HouseholdList {
        let call = ListHouseholds {
            search: typed.into(),
            limit: 50,
            ..Default::default()
        };
        self.must(call).await
    }
}

/// A line with one text, tied to a visit.
fn with_text(part: Part, field: &str, text: &str, visit: &ItemId) -> Edit {
    Edit::Add {
        line: ItemRef {
            part,
            item: new_item(),
        },
        fields: vec![
            (field.to_owned(), Value::Text(text.into())),
            ("visit".to_owned(), Value::Text(visit.to_string())),
        ],
    }
}

/// An id for a new line, as screens make them.
pub fn new_item() -> ItemId {
    ItemId::from(rand::random::<[u8; 16]>())
}

/// Some day.
pub fn a_day() -> Date {
    Date::new(2026, 11, 20).expect("a day of the calendar")
}
