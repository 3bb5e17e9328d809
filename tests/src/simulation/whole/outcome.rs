//! The end of a world: the network heals, everybody comes to rest, and the promises are asked for.
//! Every device has the same heads of every household, every edit that was called saved, and nothing
//! set aside but what was poisonous; its panel says so; its lists and its search show it; and all of
//! it is the same after the device was killed once more.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves"
)]

use std::collections::HashSet;

use doorstep_model::DocKey;
use doorstep_model::call::{GetSync, ListHouseholds, OpenHousehold, SyncPage, SyncState};
use doorstep_model::id::Heads;

use super::losses::kept_apart;
use super::world::{World, doc, tamper};
use super::{Planted, Story};

/// After this many rounds without faults everybody must have come to rest.
const HEALING_ROUNDS: usize = 14;
/// Messages of one device in a round.
const MAIL_IN_A_ROUND: usize = 200;
/// Longer than any pause of the state machine.
const ROUND_MS: i64 = 61_000;

impl World {
    /// A network without faults, until nobody has anything left to say.
    pub(super) async fn heal(&mut self) -> Result<(), String> {
        self.network.mail().clear();
        self.sessions_end.fill(false);
        for who in 0..self.devices.len() {
            self.devices[who].pulse.go_on();
            self.devices[who].away_until = 0;
            self.give_up(who)?;
        }
        let mut restless = String::new();
        for _ in 0..HEALING_ROUNDS {
            let before = self.ledger.end()?;
            self.now += ROUND_MS;
            if self.ledger.has_team()? {
                self.let_in(false)?;
            } else {
                self.connect()?;
            }
            for who in 0..self.devices.len() {
                self.exchange_in_peace(who).await?;
            }
            restless.clear();
            for who in 0..self.devices.len() {
                self.is_truthful(who)?;
                if !self.devices[who].is_in()? {
                    continue;
                }
                let page = self.page(who)?;
                if page.waiting > 0 || page.state != SyncState::UpToDate {
                    restless = format!("device {who}: {:?}, {:?}", page.state, page.problem);
                }
            }
            if restless.is_empty() && self.ledger.end()? == before {
                return Ok(());
            }
        }
        Err(format!("nobody comes to rest: {restless}"))
    }

    async fn exchange_in_peace(&mut self, who: usize) -> Result<(), String> {
        self.set_time(who);
        // Whoever waits to be let in looks once, and then again in the next round.
        let mut looked = false;
        for _ in 0..MAIL_IN_A_ROUND {
            let Some(mail) = self.network.take_of(who) else {
                if self.devices[who].is_at_something() {
                    return Err(format!("device {who} waits for nothing"));
                }
                let is_in = self.devices[who].is_in()?;
                if !is_in && std::mem::replace(&mut looked, true) {
                    return Ok(());
                }
                self.exchange(who)?;
                if self.devices[who].is_at_something() {
                    continue;
                }
                return Ok(());
            };
            self.arrive(mail).await?;
            self.devices[who].go_on()?;
        }
        Err(format!("device {who} asks on and on"))
    }

    fn page(&mut self, who: usize) -> Result<SyncPage, String> {
        match self.devices[who].ask(GetSync {})? {
            Some(Ok(page)) => Ok(page),
            said => Err(format!(
                "device {who} does not say how sync stands: {said:?}"
            )),
        }
    }

    pub(super) fn check(mut self) -> Result<Story, String> {
        if let Some(edit) = self
            .saved
            .iter()
            .find(|edit| !edit.lost && !self.ledger.holds(&edit.steps))
        {
            return Err(format!("the server lacks “{}” in the end", edit.marker));
        }
        self.ledger.is_confirmed_rightly()?;
        self.plant_in_the_end()?;
        let set_aside = self.ledger.count(&self.set_aside)?;
        let held_back = self.ledger.count(&self.held_back)?;
        let mut first = None;
        let mut members = 0;
        for who in 0..self.devices.len() {
            // What is only in memory is not there.
            self.devices[who].kill()?;
            if !self.devices[who].is_in()? {
                continue;
            }
            members += 1;
            let heads = self
                .check_households(who)
                .map_err(|what| format!("device {who}: {what}"))?;
            if *first.get_or_insert_with(|| heads.clone()) != heads {
                return Err(format!("device {who} has other heads than device 0"));
            }
            self.check_apart(who, set_aside, held_back)?;
        }
        self.story(members, set_aside + held_back)
    }

    /// What a device keeps apart is what is poisonous. Whatever somebody made of a chunk on its way
    /// may lie there too, and is nothing that the server holds.
    fn check_apart(&mut self, who: usize, set_aside: u32, held_back: u32) -> Result<(), String> {
        let page = self.page(who)?;
        let apart = kept_apart(&self.devices[who])?;
        let count = u32::try_from(apart.len()).unwrap_or(u32::MAX);
        let of_the_server = self.ledger.count(&apart)?;
        let others = count.saturating_sub(of_the_server);
        let may_be_others = self.trouble.server_behind > 0 || others == 0;
        if (page.quarantined, page.held_back) == (count, held_back)
            && of_the_server == set_aside
            && may_be_others
        {
            return Ok(());
        }
        Err(format!(
            "device {who} set aside {} chunks, {of_the_server} of the server's, and holds back {}, \
             where {set_aside} and {held_back} are poisonous",
            page.quarantined, page.held_back
        ))
    }

    fn check_households(&mut self, who: usize) -> Result<Vec<Heads>, String> {
        let ids: Vec<DocKey> = self.must_be_there().map(|it| it.id.clone()).collect();
        let mut all = Vec::new();
        for id in &ids {
            let opened = self.devices[who].ask(OpenHousehold {
                id: id.clone(),
                seen: false,
            })?;
            let Some(Ok(opened)) = opened else {
                return Err(format!("it lacks household {}: {opened:?}", doc(id)));
            };
            let strengths = opened.household.strengths;
            let there: HashSet<&str> = strengths.iter().map(|it| it.what.0.as_str()).collect();
            let mut saved = self.saved.iter().filter(|edit| edit.household == *id);
            if let Some(edit) =
                saved.find(|edit| !edit.lost && !there.contains(edit.marker.as_str()))
            {
                return Err(format!("it lacks “{}”", edit.marker));
            }
            all.push(opened.household.heads);
            self.is_kept_where_it_says(who, id)?;
        }
        let listed = self.list(who, "")?;
        if let Some(id) = ids.iter().find(|id| !listed.contains(id)) {
            return Err(format!("its list does not show household {}", doc(id)));
        }
        self.check_search(who)?;
        Ok(all)
    }

    /// One word, a different one in each world and on each device, is found where it stands.
    fn check_search(&mut self, who: usize) -> Result<(), String> {
        let there: Vec<_> = self.saved.iter().filter(|edit| !edit.lost).collect();
        let count = u64::try_from(there.len()).unwrap_or_default();
        let at = self
            .seed
            .wrapping_add(u64::try_from(who).unwrap_or_default());
        let Some(at) = at.checked_rem(count) else {
            return Ok(());
        };
        let edit = there[usize::try_from(at).unwrap_or_default()];
        let (id, marker) = (edit.household.clone(), edit.marker.clone());
        if self.list(who, &marker)?.contains(&id) {
            Ok(())
        } else {
            Err(format!("its search does not find “{marker}”"))
        }
    }

    fn list(&mut self, who: usize, search: &str) -> Result<Vec<DocKey>, String> {
        let call = ListHouseholds {
            search: search.to_owned(),
            limit: 50,
            ..Default::default()
        };
        match self.devices[who].ask(call)? {
            Some(Ok(list)) => Ok(list.rows.into_iter().map(|row| row.id).collect()),
            said => Err(format!("its list does not come: {said:?}")),
        }
    }

    fn plant_in_the_end(&mut self) -> Result<(), String> {
        match self.trouble.planted {
            Some(Planted::WritesAfterwards) => {
                let before = self.saved.len();
                self.write(1, self.seed)?;
                // Nobody asks for it, so only the heads tell.
                for edit in self.saved.iter_mut().skip(before) {
                    edit.lost = true;
                }
                Ok(())
            }
            Some(planted @ (Planted::ListForgets | Planted::SearchForgets)) => planted
                .sql()
                .map_or(Ok(()), |sql| tamper(&mut self.devices[1], sql)),
            _ => Ok(()),
        }
    }
}
