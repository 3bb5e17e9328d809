//! Voice notes: recording, keeping or not, taking in from a file, finding, playing.

use doorstep_model::call::{
    AddVoiceNote, FindVoice, GetVoice, KeepRecording, PauseVoice, PlayVoice, Playing, Recording,
    Saved, Sounding, StartRecording, StopRecording, ThrowRecordingAway, VoicePage, VoicePlace,
    WaitingRecording,
};
use doorstep_model::edit::Edit;
use doorstep_model::household::{Attachment, AttachmentKind, MediaType};
use doorstep_model::id::{BlobKey, ItemId, RecordingKey};
use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::document::Kind;
use doorstep_wire::id::{BlobId, DocId};
use rusqlite::Transaction;

use super::Answer;
use super::attachment::set;
use crate::Device;
use crate::blobs::exchange::Want;
use crate::blobs::{damaged, put_own};
use crate::store::StoreFault;
use crate::store::query;
use crate::store::table::{blob, recording};
use crate::unlocked::Unlocked;
use crate::voice::speech::{Packets, Spoken, millis, read_ogg};
use crate::voice::{NowPlaying, RATE, Take, Taken, take_in};

impl Answer<GetVoice> for Device {
    async fn reply(&self, _: GetVoice) -> Result<VoicePage, Problem> {
        self.voice_page()
    }
}

impl Device {
    fn voice_page(&self) -> Result<VoicePage, Problem> {
        let recording = self.with_take(|take| {
            take.map(|take| Recording {
                recording: take.id.clone(),
                household: take.household.clone(),
                visit: take.visit.clone(),
                length_ms: take.length_ms(),
                loudness: take.loudness(),
            })
        });
        // On a full disk it stays where it is until there is room.
        let _later = self.save_left();
        let going_on = recording.as_ref().map(|now| now.recording.clone());
        let waiting = self.with(|open, _| {
            let rows = open.store.read(recording::all)?;
            let waiting = rows
                .into_iter()
                .filter(|row| row.samples > 0 && Some(&row.id) != going_on.as_ref());
            waiting
                .map(|row| {
                    let doc = DocId(row.household.to_bytes());
                    let name = open.store.read(|conn| query::name(conn, doc))?;
                    Ok(WaitingRecording {
                        ended: self.why_ended(&row.id),
                        recording: row.id,
                        household: row.household,
                        name: name.unwrap_or_default(),
                        visit: row.visit,
                        began: row.began,
                        length_ms: millis(row.samples),
                    })
                })
                .collect::<Result<Vec<_>, Problem>>()
        })?;
        let playing = self.now_playing().map(|(now, played)| Playing {
            what: now.what,
            at_ms: millis(now.from.saturating_add(played).min(now.samples)),
            length_ms: millis(now.samples),
        });
        Ok(VoicePage {
            recording,
            waiting,
            playing,
        })
    }

    /// What changed is told, and answered.
    fn voice_changed(&self) -> Result<VoicePage, Problem> {
        self.tell(&[Stale::Voice]);
        self.voice_page()
    }
}

impl Answer<StartRecording> for Device {
    async fn reply(&self, call: StartRecording) -> Result<VoicePage, Problem> {
        let doc = DocId(call.household.to_bytes());
        self.with(|open, _| open.household_only(doc))?;
        self.save_left()?;
        // What is played would be heard again.
        self.end_playing();
        let take = Take::new(call.household, call.visit)?;
        self.begin_take(take, |take| {
            self.with(|open, now| {
                let row = take.row(now);
                let begin = |tx: &Transaction<'_>| recording::begin(tx, &row);
                if call.edits.is_empty() {
                    return open.making_room(|open| Ok(open.store.write(begin)?));
                }
                let edited = open.edit_document_and(doc, &call.edits, now, begin);
                edited.map(|_| ())
            })
        })?;
        self.voice_changed()
    }
}

impl Answer<StopRecording> for Device {
    async fn reply(&self, _: StopRecording) -> Result<VoicePage, Problem> {
        self.end_take(None);
        self.voice_changed()
    }
}

impl Answer<KeepRecording> for Device {
    async fn reply(&self, call: KeepRecording) -> Result<Saved, Problem> {
        self.stop_playing_recording(&call.recording);
        self.save_left()?;
        let KeepRecording {
            recording,
            household,
            item,
            edits,
        } = &call;
        let saved = self.with(|open, now| {
            open.keep_recording(recording, household, item, edits.clone(), now)
        })?;
        self.forget_ended(&call.recording);
        self.tell(&[Stale::Voice]);
        Ok(saved)
    }
}

impl Answer<ThrowRecordingAway> for Device {
    async fn reply(&self, call: ThrowRecordingAway) -> Result<VoicePage, Problem> {
        if self.with_take(|take| take.is_some_and(|take| take.id == call.recording)) {
            self.end_take(None);
        }
        self.stop_playing_recording(&call.recording);
        self.with(|open, _| {
            let gone = open
                .store
                .write(|tx| recording::remove(tx, &call.recording));
            Ok(gone?)
        })?;
        self.forget_ended(&call.recording);
        self.voice_changed()
    }
}

impl Answer<AddVoiceNote> for Device {
    async fn reply(&self, call: AddVoiceNote) -> Result<Saved, Problem> {
        let (file, len) = self
            .files
            .get(&call.file)?
            .open()
            .map_err(|error| Problem::with(ProblemCode::FileUnreadable, error.kind()))?;
        // Nobody waits for the store while a sound is written anew.
        let taken = take_in(file, len)?;
        let doc = DocId(call.household.to_bytes());
        self.with(|open, now| {
            open.keep_voice(doc, &taken, &call.item, call.edits.clone(), now, |_| Ok(()))
        })
    }
}

impl Answer<FindVoice> for Device {
    async fn reply(&self, call: FindVoice) -> Result<VoicePlace, Problem> {
        let (doc, id) = (
            DocId(call.household.to_bytes()),
            BlobId(call.blob.to_bytes()),
        );
        self.with(|open, now| {
            let doc = open.holder_of_blob(doc, &call.blob)?;
            let row = open.store.read(|conn| blob::get(conn, id))?;
            if row.is_some_and(|row| row.doc_id == doc) {
                return Ok(VoicePlace::Here);
            }
            if open.server.is_none() {
                let problem = Some(ProblemCode::NoServer.into());
                return Ok(VoicePlace::NotHere { problem });
            }
            if call.fetch {
                open.want_blob(id, doc, now)?;
            }
            Ok(match open.blobs.want_of(id) {
                Want::Coming { percent } if open.problem.is_none() => {
                    VoicePlace::Fetching { percent }
                }
                Want::Coming { .. } => VoicePlace::NotHere {
                    problem: open.problem.clone(),
                },
                Want::Failed(problem) => VoicePlace::NotHere {
                    problem: Some(problem),
                },
                Want::No => VoicePlace::NotHere { problem: None },
            })
        })
    }
}

impl Answer<PlayVoice> for Device {
    async fn reply(&self, call: PlayVoice) -> Result<VoicePage, Problem> {
        if self.with_take(|take| take.is_some()) {
            return Err(ProblemCode::RecordingUnderWay.into());
        }
        let taken = match &call.what {
            Sounding::Recording { recording } => self.with(|open, _| open.recorded(recording))?,
            Sounding::Note { household, blob } => {
                let content = self.with(|open, now| {
                    let doc = open.holder_of_blob(DocId(household.to_bytes()), blob)?;
                    open.read_blob(BlobId(blob.to_bytes()), doc, now)
                })?;
                let content = content.ok_or_else(|| damaged("let go"))?;
                let (packets, samples) = read_ogg(&content)?;
                Taken { packets, samples }
            }
        };
        let from = call.from_ms.saturating_mul(u64::from(RATE)) / 1_000;
        let from = from.min(taken.samples);
        let spoken = Spoken::new(taken.packets, taken.samples, from)?;
        let now = NowPlaying {
            what: call.what,
            from,
            samples: taken.samples,
        };
        self.begin_playing(now, spoken)?;
        self.voice_changed()
    }
}

impl Answer<PauseVoice> for Device {
    async fn reply(&self, _: PauseVoice) -> Result<VoicePage, Problem> {
        self.end_playing();
        self.voice_changed()
    }
}

impl Device {
    fn stop_playing_recording(&self, id: &RecordingKey) {
        let playing = self.now_playing();
        let is_it = playing.is_some_and(
            |(now, _)| matches!(&now.what, Sounding::Recording { recording } if recording == id),
        );
        if is_it {
            self.end_playing();
        }
    }
}

impl Unlocked {
    /// A recording that waits.
    fn recorded(&self, id: &RecordingKey) -> Result<Taken, Problem> {
        let (packets, heard) = self.store.read(|conn| recording::pieces(conn, id))?;
        let packets = Packets::from_bytes(packets);
        let samples = packets.samples(heard);
        if samples == 0 {
            return Err(ProblemCode::RecordingGone.into());
        }
        Ok(Taken { packets, samples })
    }

    /// Makes a recording that waits a voice note of its household's; both are on the disk, or neither.
    ///
    /// # Errors
    /// [`ProblemCode::RecordingGone`] if nothing was heard, or what the store says.
    pub(crate) fn keep_recording(
        &mut self,
        id: &RecordingKey,
        household: &DocKey,
        item: &ItemId,
        edits: Vec<Edit>,
        now: UnixMillis,
    ) -> Result<Saved, Problem> {
        let taken = self.recorded(id)?;
        let gone = |tx: &Transaction<'_>| recording::remove(tx, id);
        let doc = DocId(household.to_bytes());
        self.keep_voice(doc, &taken, item, edits, now, gone)
    }

    fn household_only(&mut self, doc: DocId) -> Result<(), Problem> {
        if self.document(doc)?.document.kind() == Kind::Household {
            Ok(())
        } else {
            Err(ProblemCode::NotHere.into())
        }
    }

    /// Seals speech and names it in the record; both are on the disk when this returns, or neither.
    fn keep_voice(
        &mut self,
        doc: DocId,
        taken: &Taken,
        item: &ItemId,
        mut edits: Vec<Edit>,
        now: UnixMillis,
        and: impl Fn(&Transaction<'_>) -> Result<(), StoreFault>,
    ) -> Result<Saved, Problem> {
        self.household_only(doc)?;
        let content = taken.packets.ogg(taken.samples)?;
        let sealed = self.keep_blob(doc, &content)?;
        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        edits.extend(
            [
                Attachment::kind.with(AttachmentKind::Voice),
                Attachment::blob.with(BlobKey::from(sealed.head.header().blob_id.0)),
                Attachment::media_type.with(MediaType::Ogg),
                Attachment::bytes.with(signed(content.len() as u64)),
                Attachment::length_ms.with(signed(millis(taken.samples))),
            ]
            .map(|field| set(item, field)),
        );
        let edited = self.edit_document_and(doc, &edits, now, |tx| {
            and(tx)?;
            put_own(tx, &sealed, now)
        })?;
        let (heads, more_arrived) = self.screen_state(doc, &[])?;
        Ok(Saved {
            heads,
            more_arrived,
            ..edited.saved(now)
        })
    }
}
