//! Copies of records for people to take along.

use doorstep_model::call::{
    CopyChoices, CopyKind, CopyShown, CopyWords, GetTeamCopy, PaperKind, PaperMeasured, ShowCopy,
    StopTeamCopy, TeamCopied, TeamCopying, WriteCopy, WritePaper, WriteTeamCopy,
};
use doorstep_model::team::Role;
use doorstep_model::{DocKey, Problem, ProblemCode};
use doorstep_paper::Paper;
use doorstep_wire::id::DocId;

use super::Answer;
use super::paper::not_written;
use crate::Device;
use crate::copy::{
    Form, HouseholdFile, ToCopy, Words, compose, leave_out, names_of, to_leave_out, write_team,
};
use crate::store::table::member_name;
use crate::unlocked::Unlocked;

impl Answer<ShowCopy> for Device {
    async fn reply(&self, call: ShowCopy) -> Result<CopyShown, Problem> {
        self.with(|open, _| {
            let mut copy = open.household_to_copy(&call.id)?;
            let to_leave_out = to_leave_out(&mut copy, &call.choices);
            leave_out(&mut copy, &call.choices);
            Ok(CopyShown {
                paper: open.copy_to_read(&copy, &call.choices, &call.words)?,
                to_leave_out,
            })
        })
    }
}

impl Answer<WriteCopy> for Device {
    async fn reply(&self, call: WriteCopy) -> Result<PaperMeasured, Problem> {
        let WriteCopy {
            id,
            choices,
            words,
            kind,
            ticket,
        } = call;
        let kind = match kind {
            CopyKind::Json => None,
            CopyKind::Read(kind) => Some(kind),
        };
        let (json, paper) = self.with(|open, now| {
            let mut copy = open.household_to_copy(&id)?;
            leave_out(&mut copy, &choices);
            if kind.is_some() {
                return Ok((None, open.copy_to_read(&copy, &choices, &words)?));
            }
            let (devices, members) = open
                .store
                .read(|conn| Ok((member_name::by_device(conn)?, member_name::members(conn)?)))?;
            let file = HouseholdFile::new(copy, &choices, now, devices, members);
            Ok((Some(file), Paper::default()))
        })?;
        if kind == Some(PaperKind::Html) {
            return self.write_html(&paper, &ticket);
        }
        if let Some(kind) = kind {
            let write = WritePaper {
                paper,
                kind,
                ticket,
            };
            return self.reply(write).await;
        }
        let file = self.files.get(&ticket)?;
        let bytes = serde_json::to_vec_pretty(&json)
            .map_err(|_| Problem::with(ProblemCode::Unexpected, "copy as json"))?;
        self.write_chosen(&file, |out| out.write_all(&bytes))
            .map_err(not_written)?;
        Ok(PaperMeasured {
            pages: 1,
            missing_letters: String::new(),
        })
    }
}

impl Answer<WriteTeamCopy> for Device {
    async fn reply(&self, call: WriteTeamCopy) -> Result<TeamCopied, Problem> {
        self.with(|open, _| match open.role()? {
            Role::Admin | Role::Lead => Ok(()),
            Role::Worker => Err(ProblemCode::LeadOnly.into()),
        })?;
        let file = self.files.get(&call.ticket)?;
        let form = if call.to_read { Form::Html } else { Form::Json };
        write_team(self, &file, form, &call.words)
    }
}

impl Answer<GetTeamCopy> for Device {
    async fn reply(&self, _: GetTeamCopy) -> Result<Option<TeamCopying>, Problem> {
        Ok(self.copying.progress())
    }
}

impl Answer<StopTeamCopy> for Device {
    async fn reply(&self, _: StopTeamCopy) -> Result<(), Problem> {
        self.copying.stop();
        Ok(())
    }
}

impl Unlocked {
    fn household_to_copy(&mut self, id: &DocKey) -> Result<ToCopy, Problem> {
        let together = self.together(DocId(id.to_bytes()))?;
        let whole = self.whole_household(&together)?;
        // A copy that says less than there is would be taken for the whole.
        if whole.unreadable.is_empty() {
            Ok(ToCopy::new(whole, self.practice))
        } else {
            Err(Problem::with(ProblemCode::StoreUnreadable, "joined"))
        }
    }

    fn copy_to_read(
        &mut self,
        copy: &ToCopy,
        choices: &CopyChoices,
        words: &CopyWords,
    ) -> Result<Paper, Problem> {
        let team = match self.team_document()? {
            Some(id) => self.document(id)?.document.team(DocKey::from(id.0)),
            None => None,
        };
        let members = self.store.read(member_name::members)?;
        let words = Words(words);
        let names = names_of(&copy.household, &members, team.as_ref(), |date| {
            words.day(date)
        });
        Ok(compose(copy, choices, &words, &names))
    }
}
