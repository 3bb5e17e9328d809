//! Whoever may open a household has all of it and the same, its list and its search show it, and nobody else
//! sees anything of it.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use std::collections::{BTreeMap, BTreeSet, HashSet};

use doorstep_model::call::{HouseholdOpened, ListHouseholds, OpenHousehold, Openers};
use doorstep_model::{DocKey, ItemId, ProblemCode};
use doorstep_wire::id::{DeviceId, DocId};

use super::apart::Apart;
use super::heard::Heard;
use super::seat::SavedEdit;
use super::sequence::Sequence;
use super::whose::is_admins_word;
use super::words_gone::WordsGone;
use super::world::Life;

impl Life {
    pub(super) fn open_unseen(
        &mut self,
        who: usize,
        id: &DocKey,
    ) -> Result<Result<HouseholdOpened, ProblemCode>, String> {
        let call = OpenHousehold {
            id: id.clone(),
            seen: false,
        };
        let opened = self.seats[who].device.ask(call)?;
        Ok(opened
            .ok_or("killed in peace")?
            .map_err(|problem| problem.code))
    }

    pub(super) fn edits_of<'a>(&'a self, id: &'a DocKey) -> impl Iterator<Item = &'a SavedEdit> {
        self.saved.iter().filter(move |edit| edit.household == *id)
    }

    /// A household that stands is with those who may open it, whole and the same, and with nobody else.
    pub(super) fn is_for_those_who_may(
        &mut self,
        id: &DocKey,
        members: &[usize],
        server: &Sequence,
        (heard, apart, gone): (&Heard<'_>, &Apart, &WordsGone),
    ) -> Result<(), String> {
        let document = DocId(id.to_bytes());
        let (mut readers, mut others) = (BTreeMap::new(), Vec::new());
        // The last edit that each of them has: where two spoke at once, one may lack what another has.
        let mut shown: BTreeMap<usize, String> = BTreeMap::new();
        for who in members {
            match self.open_unseen(*who, id)? {
                Ok(opened) => drop(readers.insert(*who, opened)),
                Err(code) => others.push((*who, code)),
            }
        }
        let Some((reader, first)) = readers.first_key_value() else {
            return self.is_for_nobody(id, members, server, (heard, gone));
        };
        let openers = self
            .openers(*reader, id)?
            .ok_or("who opens it is not told")?;
        for (who, opened) in &readers {
            let at_once = heard.spoke_at_once(&document);
            if opened.household.heads != first.household.heads && !at_once {
                return Err(format!("device {who} has other heads than device {reader}"));
            }
            let theirs = self.openers(*who, id)?.ok_or("who opens it is not told")?;
            let same = named(&theirs) == named(&openers) && theirs.restricted == openers.restricted;
            if !same {
                return Err(format!("devices {who} and {reader} name others"));
            }
            let strengths = &opened.household.strengths;
            let there: HashSet<&str> = strengths.iter().map(|it| it.what.0.as_str()).collect();
            for edit in self.edits_of(id) {
                let is_there = there.contains(edit.marker.as_str());
                if is_there {
                    shown.insert(*who, edit.marker.clone());
                }
                let excused = edit.nowhere
                    || self.seats[edit.by].declined
                    || apart.is_from(&self.seats[*who].id, &edit.steps)
                    || gone.has(&edit.steps)
                    || gone.is_for_paper(&edit.steps);
                if !excused && !is_there {
                    return Err(format!(
                        "device {who} lacks “{}”, written on device {}",
                        edit.marker, edit.by
                    ));
                }
            }
        }
        let strengths = &first.household.strengths;
        let there: HashSet<&str> = strengths.iter().map(|it| it.what.0.as_str()).collect();
        let (mut kept, mut nowhere, mut declined, mut alone) = (0, 0, 0, 0);
        let (mut with_words, mut for_paper) = (0, 0);
        for edit in self.edits_of(id) {
            if there.contains(edit.marker.as_str()) {
                kept += 1;
            } else if edit.nowhere {
                nowhere += 1;
            } else if self.seats[edit.by].declined {
                declined += 1;
            } else if gone.has(&edit.steps) {
                with_words += 1;
            } else if gone.is_for_paper(&edit.steps) {
                for_paper += 1;
            } else {
                alone += 1;
            }
        }
        self.story.kept += kept;
        self.story.nowhere += nowhere;
        self.story.declined_with += declined;
        self.story.apart += alone;
        self.story.with_words += with_words;
        self.story.for_paper += for_paper;
        let readers: Vec<usize> = readers.into_keys().collect();
        self.is_said_right(id, members, (&readers, &openers), (server, heard))?;
        for who in &readers {
            self.shows(*who, id, shown.get(who).map(String::as_str), true)?;
        }
        for (who, code) in others {
            if code != ProblemCode::NotForYou {
                return Err(format!(
                    "device {who} lacks it and says {code:?} ({document})"
                ));
            }
            let all: Vec<Option<&str>> = match shown.is_empty() {
                true => vec![None],
                false => shown.values().map(|marker| Some(marker.as_str())).collect(),
            };
            for marker in all {
                self.shows(who, id, marker, false)?;
            }
        }
        Ok(())
    }

    /// Its list and its search show a household, or do not.
    fn shows(
        &mut self,
        who: usize,
        id: &DocKey,
        marker: Option<&str>,
        may: bool,
    ) -> Result<(), String> {
        for search in [Some(""), marker].into_iter().flatten() {
            let call = ListHouseholds {
                search: search.to_owned(),
                limit: 50,
                ..Default::default()
            };
            let list = self.seats[who].device.ask(call)?.ok_or("killed in peace")?;
            let list = list.map_err(|problem| format!("its list does not come: {problem}"))?;
            if list.rows.iter().any(|row| row.id == *id) != may {
                return Err(format!(
                    "device {who}: that its list shows it for “{search}” is {}",
                    !may
                ));
            }
        }
        Ok(())
    }

    /// Those who are named open it on all devices that were named with them, and nobody else does.
    fn is_said_right(
        &mut self,
        id: &DocKey,
        members: &[usize],
        (readers, openers): (&[usize], &Openers),
        (server, heard): (&Sequence, &Heard<'_>),
    ) -> Result<(), String> {
        let document = DocId(id.to_bytes());
        let mut named = named(openers);
        let mut restricted = openers.restricted;
        let last = self.last.as_ref().filter(|last| last.household == *id);
        if let Some(last) = last {
            // It is known what was said, whatever devices make of it.
            (named, restricted) = (last.named.clone(), true);
            let marker = last.marker.clone();
            let there = self.edits_of(id).any(|edit| edit.marker == marker);
            if !there {
                return Err("the last word is not among the edits".to_owned());
            }
        }
        let Some(asked) = readers.first() else {
            return Ok(());
        };
        let team = self.team_page(*asked)?;
        for line in &team.team.members {
            let sure = line.devices.iter().map(|one| DeviceId(one.to_bytes()));
            let sure = sure.filter(|one| server.roster.member(one).is_some());
            let sure = sure.filter(|one| is_admins_word(server, one, &line.devices));
            let of = openers.people.iter();
            let mut of = of.filter(|of| Some(&of.person) == line.id.as_ref());
            let told = of.next().map(|of| of.devices as usize);
            let sure = sure.count();
            if told != Some(sure) {
                return Err(format!(
                    "that {told:?} devices are theirs is said, and it is {sure}"
                ));
            }
        }
        for who in members {
            let me = self.seats[*who].id;
            let mine = team
                .devices
                .iter()
                .find(|device| device.device.to_bytes() == me.0);
            let mine = mine.ok_or("a device is not on the team's page")?;
            let is_named = mine.member.as_ref().is_some_and(|one| named.contains(one));
            let reads = readers.contains(who);
            let of = openers
                .people
                .iter()
                .find(|one| Some(&one.person) == mine.member.as_ref());
            // Of somebody who is named, a device that came since is named when somebody says so again.
            let may_wait = of.is_some_and(|one| one.new_devices > 0);
            // Whose it is counts while that is an admin's word: until then nobody can name it.
            let line = team.team.members.iter();
            let mut line = line.filter(|line| line.id == mine.member && line.id.is_some());
            let is_admins_word = line.any(|line| is_admins_word(server, &me, &line.devices));
            let may_wait = may_wait || !is_admins_word;
            // One that is named waits for nobody.
            let may_wait = may_wait && !heard.is_named_now(document, &me);
            if (!restricted || is_named && !may_wait) && !reads {
                return Err(format!("device {who} may open it and does not"));
            }
            // A device that came in by the paper opens all that names that paper.
            let by_itself = mine.by_words || openers.unknown > 0 && mine.member.is_none();
            if restricted && !is_named && reads && !by_itself {
                return Err(format!("device {who} may not open it and does"));
            }
        }
        Ok(())
    }

    /// A household that nobody opens lies nowhere any more, or somebody left out each who is in the team.
    fn is_for_nobody(
        &mut self,
        id: &DocKey,
        members: &[usize],
        server: &Sequence,
        (heard, gone): (&Heard<'_>, &WordsGone),
    ) -> Result<(), String> {
        let document = DocId(id.to_bytes());
        let edits = self.edits_of(id).count();
        let lost = self.edits_of(id).filter(|edit| edit.nowhere).count();
        let declined = self
            .edits_of(id)
            .filter(|edit| !edit.nowhere && self.seats[edit.by].declined)
            .count();
        let mut of_it = server
            .chunks
            .iter()
            .filter(|(_, _, chunk)| chunk.header().doc_id == document)
            .peekable();
        let at_server = of_it.peek().is_some();
        if at_server && of_it.all(|(_, _, chunk)| chunk.is_erased()) {
            // The server remembers an erasure whose entry went with every device that had it (0042).
            self.story.erased_with += edits;
            return Ok(());
        }
        let for_paper = self
            .edits_of(id)
            .filter(|edit| !edit.nowhere && !self.seats[edit.by].declined)
            .filter(|edit| gone.is_for_paper(&edit.steps))
            .count();
        if !at_server && lost + declined + for_paper == edits {
            self.story.nowhere += lost;
            self.story.declined_with += declined;
            self.story.for_paper += for_paper;
            return Ok(());
        }
        for who in members {
            if !heard.is_left_out(document, &self.seats[*who].id) {
                return Err(format!(
                    "nobody opens it, and nobody left out device {who}; that the server has it is {at_server}"
                ));
            }
            self.shows(*who, id, None, false)?;
        }
        self.story.for_nobody += edits;
        Ok(())
    }
}

fn named(openers: &Openers) -> BTreeSet<ItemId> {
    let named = openers.people.iter().filter(|one| one.named);
    named.map(|one| one.person.clone()).collect()
}
