//! Moving a household to another team, and taking one over.

use doorstep_model::call::{
    ConfirmMoved, GetMove, InMove, LookAtMove, Move, MoveLookedAt, MoveWritten, StopMove, TakeOver,
    TakenOver, WriteMove,
};
use doorstep_model::stale::Stale;
use doorstep_model::team::Role;
use doorstep_model::{DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::moving::Piece;

use super::Answer;
use super::begin::needed;
use crate::Device;
use crate::blobs::exchange::Want;
use crate::moving::{Goes, LONGEST_NAME, open, read_all};
use crate::store::table::member_name;
use crate::unlocked::Unlocked;

/// Photos that are asked for at once: others' wishes find room beside them.
const ASKED_AT_ONCE: usize = 100;

impl Answer<GetMove> for Device {
    async fn reply(&self, call: GetMove) -> Result<Move, Problem> {
        self.with(|open, now| {
            open.may_move()?;
            let goes = open.what_goes(&call.household)?;
            open.want_lacking(&goes, now)?;
            open.move_of(goes)
        })
    }
}

impl Answer<WriteMove> for Device {
    async fn reply(&self, call: WriteMove) -> Result<Move, Problem> {
        let to = needed(&call.to)?;
        if to.chars().count() > LONGEST_NAME {
            return Err(Problem::with(ProblemCode::TextTooLong, LONGEST_NAME));
        }
        let has_server = self.with(|open, _| {
            open.may_move()?;
            Ok(open.server().is_ok())
        })?;
        let file = self.files.get(&call.ticket)?;
        // A file that says less than there is would be taken for the whole; and somebody may have said meanwhile
        // who alone may open it.
        let is_here = !has_server || self.fetch_all().await.is_ok();
        if !is_here && !call.without_lacking {
            return Err(ProblemCode::MoveNotFetched.into());
        }
        while self.read_some(false) {}
        let packed = self.with(|open, now| {
            let goes = open.what_goes(&call.household)?;
            if !call.without_lacking {
                nothing_lacks(&goes)?;
            }
            open.pack(goes, call.without_lacking, now)
        })?;
        let sealed = self.write_packed(&file, &packed)?;
        self.with(|open, now| {
            let goes = open.note_written(&packed, sealed, &to, now)?;
            open.said_of_move(&call.household, goes)
        })
    }
}

impl Answer<ConfirmMoved> for Device {
    async fn reply(&self, call: ConfirmMoved) -> Result<Move, Problem> {
        self.with(|open, now| {
            open.may_move()?;
            let goes = open.what_goes(&call.household)?;
            let goes = open.confirm_moved(&goes, &call.words, call.today, now)?;
            open.said_of_move(&call.household, goes)
        })
    }
}

impl Answer<StopMove> for Device {
    async fn reply(&self, call: StopMove) -> Result<Move, Problem> {
        self.with(|open, now| {
            open.may_move()?;
            let goes = open.what_goes(&call.household)?;
            open.stop_move(&goes, now)?;
            let goes = open.what_goes(&call.household)?;
            open.said_of_move(&call.household, goes)
        })
    }
}

impl Answer<LookAtMove> for Device {
    async fn reply(&self, call: LookAtMove) -> Result<MoveLookedAt, Problem> {
        // Nobody looks into files past the lock.
        self.with(|_, _| Ok(()))?;
        let opened = open(&self.files.get(&call.ticket)?, &call.code)?;
        let head = opened.head;
        self.with(|open, _| {
            open.is_from_others(&head)?;
            let here = open.taken_before(&head)?;
            let key = open.device_key();
            let (members, me) = open.store.read(|conn| {
                let me = member_name::of_device(conn, &key)?;
                Ok((member_name::members(conn)?, me))
            })?;
            let [people, visits, attachments, safety_notes] = head.counts;
            Ok(MoveLookedAt {
                comes: InMove {
                    name: head.name,
                    joined: head.joined,
                    people,
                    visits,
                    attachments,
                    safety_notes,
                    restricted: head.restricted,
                },
                from: head.team_name,
                at: UnixMillis(head.at_ms),
                members,
                me: me.map(|(id, _)| id),
                here: here.map(|taken| taken.household),
            })
        })
    }
}

impl Answer<TakeOver> for Device {
    async fn reply(&self, call: TakeOver) -> Result<TakenOver, Problem> {
        self.with(|_, _| Ok(()))?;
        let file = self.files.get(&call.ticket)?;
        // All of it is read before anything is kept.
        let whole = read_all(&file, &call.code)?;
        let worker = call.worker.as_ref();
        let (renaming, now) = self.with(|open, now| Ok((open.comes(&whole, worker)?, now)))?;
        let renamed = renaming.write(&whole, worker, now)?;
        let taken = self.with(|open, now| open.keep_renamed(&whole, renamed, now))?;
        self.with(|open, _| open.restrict_taken(&taken))?;
        // Once more from the beginning: one photo is in memory at a time.
        let mut again = open(&file, &call.code)?;
        if again.header() != &whole.header {
            return Err(ProblemCode::MoveDamaged.into());
        }
        while let Some(piece) = again.next()? {
            if let Piece::Attachment {
                document,
                blob,
                content,
            } = piece
            {
                self.with(|open, now| {
                    open.take_attachment(&taken, (document, blob), &content, now)
                })?;
            }
        }
        self.with(|open, _| {
            Ok(TakenOver {
                lacks: open.lacks(&taken)?,
                household: taken.household,
                words: whole.words.clone(),
            })
        })
    }
}

/// Whether a file that is written now would be whole.
fn nothing_lacks(goes: &Goes) -> Result<(), Problem> {
    if goes.unread > 0 {
        return Err(Problem::with(ProblemCode::MoveUnread, goes.unread));
    }
    match goes.lacking.len() {
        0 => Ok(()),
        lacking => Err(Problem::with(ProblemCode::MoveLacking, lacking)),
    }
}

impl Unlocked {
    fn may_move(&self) -> Result<(), Problem> {
        match self.role()? {
            _ if self.practice => Err(ProblemCode::MovePractice.into()),
            Role::Admin | Role::Lead => Ok(()),
            Role::Worker => Err(ProblemCode::LeadOnly.into()),
        }
    }

    /// Photos that are not here are fetched, each tried once until the device is locked, and stay until then.
    fn want_lacking(&mut self, goes: &Goes, now: UnixMillis) -> Result<(), Problem> {
        if self.server.is_none() {
            return Ok(());
        }
        let here = goes.here.iter().map(|(_, blob)| *blob);
        self.blobs.held.extend(here);
        let mut asked = 0;
        for (document, blob) in &goes.lacking {
            if asked < ASKED_AT_ONCE && self.blobs.held.insert(*blob) {
                self.want_blob(*blob, *document, now)?;
                asked += 1;
            }
        }
        Ok(())
    }

    /// How it stands after something was done, which other screens show too.
    fn said_of_move(&mut self, household: &DocKey, goes: Goes) -> Result<Move, Problem> {
        self.stale(Stale::Household(household.clone()));
        self.move_of(goes)
    }

    fn move_of(&self, goes: Goes) -> Result<Move, Problem> {
        let written = self.written(&goes)?;
        let written = written.map(|written| MoveWritten {
            written_since: written.is_behind(&goes),
            code: written.code,
            at: written.at,
            lacks: written.lacks,
        });
        let to_come = |blob: &_| matches!(self.blobs.want_of(*blob), Want::Coming { .. });
        Ok(Move {
            lacking: u32::try_from(goes.lacking.len()).unwrap_or(u32::MAX),
            fetches: goes.lacking.iter().any(|(_, blob)| to_come(blob)),
            to: goes.about.moving_to.value,
            moved_on: goes.about.moved_on.value,
            written,
            goes: goes.shown,
        })
    }
}
