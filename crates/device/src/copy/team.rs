//! All households that are on this device, one after the other into one file: what is in memory at
//! a time is one household, however many there are.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use doorstep_model::call::{CopyChoices, CopyWords, TeamCopied, TeamCopying};
use doorstep_model::household::Household;
use doorstep_model::team::Team;
use doorstep_model::{DeviceKey, DocKey, ItemId, Problem, ProblemCode, UnixMillis};
use doorstep_paper::{Block, Item, Paper, html};
use doorstep_wire::id::DocId;
use serde::Serialize;

use super::json::names_of;
use super::paper::{Words, compose, made_up};
use super::to_copy::ToCopy;
use crate::Device;
use crate::documents::load;
use crate::store::table::{document, member_name};

/// How far a copy has come, for a screen that asks; whether it is to stop.
#[derive(Default)]
pub(crate) struct Copying {
    under_way: AtomicBool,
    stop: AtomicBool,
    done: AtomicU32,
    of: AtomicU32,
}

impl Copying {
    /// How far; `None` if none is being written.
    pub(crate) fn progress(&self) -> Option<TeamCopying> {
        self.under_way.load(Ordering::SeqCst).then(|| TeamCopying {
            done: self.done.load(Ordering::SeqCst),
            of: self.of.load(Ordering::SeqCst),
        })
    }

    /// Stops the one that is being written.
    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }
}

/// In what form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Json,
    Html,
}

/// Why the file ends before its end.
enum Broken {
    Io(io::Error),
    Stopped,
    Problem(Problem),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Problem> for Broken {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Writes the file. One at a time.
///
/// # Errors
/// If the device is locked meanwhile or the file can't be written; then there is none.
pub(crate) fn write_team(
    device: &Device,
    file: &crate::Chosen,
    form: Form,
    words: &CopyWords,
) -> Result<TeamCopied, Problem> {
    let copying = &device.copying;
    if copying.under_way.swap(true, Ordering::SeqCst) {
        return Err(ProblemCode::CopyUnderWay.into());
    }
    copying.stop.store(false, Ordering::SeqCst);
    copying.done.store(0, Ordering::SeqCst);
    copying.of.store(0, Ordering::SeqCst);
    let mut copied = TeamCopied {
        households: 0,
        unreadable: 0,
        stopped: false,
    };
    let write = |out: &mut dyn Write| stream(device, out, form, words, &mut copied);
    let written = device.write_chosen(file, write);
    copying.under_way.store(false, Ordering::SeqCst);
    match written {
        Ok(()) => Ok(copied),
        Err(Broken::Stopped) => Ok(TeamCopied {
            stopped: true,
            ..copied
        }),
        Err(Broken::Io(error)) => Err(Problem::with(ProblemCode::FileNotWritten, error)),
        Err(Broken::Problem(problem)) => Err(problem),
    }
}

/// What is known of the team as a whole.
struct Around {
    team: Option<Team>,
    team_name: String,
    members: Vec<(ItemId, String)>,
    devices: Vec<(DeviceKey, String)>,
    made_at: UnixMillis,
    /// Everybody in it is made up.
    practice: bool,
}

fn stream(
    device: &Device,
    out: &mut dyn Write,
    form: Form,
    words: &CopyWords,
    copied: &mut TeamCopied,
) -> Result<(), Broken> {
    // A copy that says less than there is would be taken for the whole.
    while device.read_some(false) {}
    let around = device.with(|open, now| {
        let team = match open.team_document()? {
            Some(id) => open.document(id)?.document.team(DocKey::from(id.0)),
            None => None,
        };
        let practice = open.practice;
        Ok(open.store.read(|conn| {
            Ok((
                Around {
                    team,
                    team_name: member_name::team_name(conn)?,
                    members: member_name::members(conn)?,
                    devices: member_name::by_device(conn)?.into_iter().collect(),
                    made_at: now,
                    practice,
                },
                document::count_households(conn)?,
            ))
        })?)
    });
    let (around, of) = around?;
    device.copying.of.store(of, Ordering::SeqCst);
    let words = Words(words);
    begin(out, form, &around, &words)?;
    let mut unreadable = Vec::new();
    let mut last = None;
    loop {
        if device.copying.stop.load(Ordering::SeqCst) {
            return Err(Broken::Stopped);
        }
        let Some((id, read)) = next(device, last)? else {
            break;
        };
        last = Some(id);
        match read {
            Ok(household) => {
                let copy = ToCopy::alone(*household, around.practice);
                each(out, form, &around, &words, &copy, copied.households == 0)?;
                copied.households += 1;
            }
            Err(code) => {
                copied.unreadable += 1;
                unreadable.push((DocKey::from(id.0), code));
            }
        }
        device.copying.done.fetch_add(1, Ordering::SeqCst);
    }
    end(out, form, &words, copied, &unreadable)
}

/// A household, or why it can't be read.
type Found = (DocId, Result<Box<Household>, ProblemCode>);

/// The household after this one. Not through the documents in memory, which are those that somebody
/// looks at.
fn next(device: &Device, after: Option<DocId>) -> Result<Option<Found>, Problem> {
    device.with(|open, _| {
        let Some(id) = open
            .store
            .read(|conn| document::next_household(conn, after))?
        else {
            return Ok(None);
        };
        let read = match load(&open.store, id, &open.identity) {
            Ok(loaded) => loaded
                .and_then(|document| document.household(DocKey::from(id.0)))
                .map(Box::new)
                .ok_or(ProblemCode::StoreUnreadable),
            Err(problem) => match problem.code {
                ProblemCode::StoreUnreadable | ProblemCode::MadeByNewerVersion => Err(problem.code),
                _ => return Err(problem),
            },
        };
        Ok(Some((id, read)))
    })
}

fn begin(
    out: &mut dyn Write,
    form: Form,
    around: &Around,
    words: &Words<'_>,
) -> Result<(), Broken> {
    match form {
        Form::Json => {
            write!(
                out,
                "{{\"format\":\"doorstep-team\",\"version\":1,\"made_at\":{},\n\"devices\":",
                around.made_at.0
            )?;
            json(out, &map(&around.devices))?;
            if around.practice {
                out.write_all(b",\n\"practice\":true")?;
            }
            out.write_all(b",\n\"members\":")?;
            json(out, &map(&around.members))?;
            out.write_all(b",\n\"team\":")?;
            json(out, &around.team)?;
            out.write_all(b",\n\"households\":[\n")?;
        }
        Form::Html => {
            let paper = Paper {
                language: words.say("copy-language"),
                title: around.team_name.clone(),
                ..Paper::default()
            };
            let mut text = String::new();
            html::start(&paper, &mut text);
            let made_up = made_up(around.practice, words);
            let note = Block::Small {
                text: words.say("copy-not-in-it"),
            };
            let head: Vec<Block> = made_up.into_iter().chain([note]).collect();
            html::blocks(&head, &mut text);
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(())
}

fn map<K: AsRefStr>(pairs: &[(K, String)]) -> std::collections::BTreeMap<&str, &str> {
    pairs
        .iter()
        .map(|(key, name)| (key.text(), name.as_str()))
        .collect()
}

/// Ids as the keys of a JSON object.
trait AsRefStr {
    fn text(&self) -> &str;
}

impl AsRefStr for ItemId {
    fn text(&self) -> &str {
        self.as_str()
    }
}

impl AsRefStr for DeviceKey {
    fn text(&self) -> &str {
        self.as_str()
    }
}

fn each(
    out: &mut dyn Write,
    form: Form,
    around: &Around,
    words: &Words<'_>,
    copy: &ToCopy,
    first: bool,
) -> Result<(), Broken> {
    match form {
        Form::Json => {
            if !first {
                out.write_all(b",\n")?;
            }
            json(out, &copy.household)?;
        }
        Form::Html => {
            let names = names_of(
                &copy.household,
                &around.members,
                around.team.as_ref(),
                |date| words.day(date),
            );
            let paper = compose(copy, &CopyChoices::default(), words, &names);
            let mut text = String::new();
            let title = Block::Heading {
                level: 1,
                text: paper.title,
            };
            html::blocks(&[Block::NewPage, title], &mut text);
            html::blocks(&paper.blocks, &mut text);
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(())
}

/// Says how much there is, so that a file that was cut off is not taken for a whole one.
fn end(
    out: &mut dyn Write,
    form: Form,
    words: &Words<'_>,
    copied: &TeamCopied,
    unreadable: &[(DocKey, ProblemCode)],
) -> Result<(), Broken> {
    match form {
        Form::Json => {
            #[derive(Serialize)]
            struct Unreadable<'a> {
                document: &'a DocKey,
                why: &'static str,
            }
            let unreadable: Vec<_> = unreadable
                .iter()
                .map(|(document, code)| Unreadable {
                    document,
                    why: code.word(),
                })
                .collect();
            out.write_all(b"\n],\n\"unreadable\":")?;
            json(out, &unreadable)?;
            write!(out, ",\n\"household_count\":{}}}\n", copied.households)?;
        }
        Form::Html => {
            let mut blocks = Vec::new();
            if !unreadable.is_empty() {
                blocks.push(Block::Heading {
                    level: 1,
                    text: words.say("copy-unreadable"),
                });
                let item = |(document, _): &(DocKey, ProblemCode)| Item {
                    text: document.to_string(),
                    note: String::new(),
                };
                blocks.push(Block::List(unreadable.iter().map(item).collect()));
            }
            blocks.push(Block::Small {
                text: format!(
                    "{} {}",
                    words.say("copy-households-in-all"),
                    copied.households
                ),
            });
            let mut text = String::new();
            html::blocks(&blocks, &mut text);
            html::end(&mut text);
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(())
}

fn json(out: &mut dyn Write, value: &impl Serialize) -> Result<(), Broken> {
    serde_json::to_writer(out, value).map_err(|error| Broken::Io(error.into()))
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use doorstep_model::call::StartPractice;
    use serde_json::Value as Json;

    use super::*;

    /// What none of these calls does is wait.
    fn at_once<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("something waits"),
        }
    }

    #[test]
    fn what_can_not_be_read_is_named_and_the_rest_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let device = Device::new(folder.path().join("home"), || UnixMillis(1_800_000_000_000));
        let today = doorstep_model::Date::new(2027, 1, 15).unwrap();
        at_once(device.answer(StartPractice { today })).unwrap();
        let damaged = device
            .with(|open, _| {
                let first = open
                    .store
                    .read(|conn| document::next_household(conn, None))?;
                let id = first.unwrap();
                open.store.write(|tx| {
                    tx.execute(
                        "UPDATE document SET saved = x'0102' WHERE doc_id = ?1",
                        [id.0],
                    )?;
                    Ok(())
                })?;
                Ok(id)
            })
            .unwrap();
        for form in [Form::Json, Form::Html] {
            let path = folder.path().join("copy");
            let file = crate::Chosen::from(path.clone());
            let copied = write_team(&device, &file, form, &CopyWords::new()).unwrap();
            assert_eq!(copied.unreadable, 1);
            assert!(copied.households >= 5);
            let text = std::fs::read_to_string(&path).unwrap();
            let key = DocKey::from(damaged.0);
            assert!(text.contains(key.as_str()));
            if form == Form::Json {
                let file: Json = serde_json::from_str(&text).unwrap();
                assert_eq!(file["unreadable"][0]["document"], key.as_str());
                assert_eq!(file["unreadable"][0]["why"], "store-unreadable");
                let there = file["households"].as_array().unwrap().len();
                assert_eq!(u32::try_from(there).unwrap(), copied.households);
            }
        }
    }
}
