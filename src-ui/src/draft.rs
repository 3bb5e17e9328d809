//! Text that somebody is typing: what is on the screen, what the document has, and what is on its
//! way in between. Nothing typed is ever replaced by something older.
//!
//! One write is in flight at a time; the next one carries the newest text and is based on what the
//! last one returned. A view that arrives is merged into what is on the screen.

use doorstep_model::call::Saved;
use doorstep_model::{Heads, Problem, UnixMillis};

use crate::merge::merge;

/// A moment in the order of what the window sent and received; larger is later.
pub(crate) type Tick = u64;

/// One text field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    shown: String,
    /// What the document said at `base`.
    agreed: String,
    base: Heads,
    in_flight: Option<String>,
    /// The document holds words of others that the screen has not seen.
    behind: bool,
    /// Views asked for before this moment don't know of our last write.
    settled: Tick,
    problem: Option<Problem>,
    saved_at: Option<UnixMillis>,
    /// How often the person typed since the text last went out.
    keys: u32,
    /// The moment of the last key.
    pub(crate) last_typed: Tick,
    /// The moment at which the person came to the field.
    pub(crate) session: Tick,
}

/// What the window should do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Next {
    /// Nothing.
    Rest,
    /// Save this text, based on these heads.
    Write {
        /// The state that the text is based on.
        base: Heads,
        /// The whole text.
        text: String,
    },
    /// Ask for the document again before anything else is written.
    Ask,
}

/// How a field stands, in a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// As the document had it.
    Untouched,
    /// Something typed is not on the disk yet.
    Saving,
    /// Everything typed is on the disk, since then.
    Saved(UnixMillis),
    /// The last try failed; the words are still here.
    Failed(Problem),
}

impl Draft {
    /// A field as a view has it.
    pub(crate) fn new(text: impl Into<String>, base: Heads) -> Self {
        let text = text.into();
        Self {
            shown: text.clone(),
            agreed: text,
            base,
            in_flight: None,
            behind: false,
            settled: 0,
            problem: None,
            saved_at: None,
            keys: 0,
            last_typed: 0,
            session: 0,
        }
    }

    /// What is on the screen.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// The person typed; this is the whole text now.
    pub(crate) fn typed(&mut self, text: impl Into<String>) {
        self.shown = text.into();
        self.keys = self.keys.saturating_add(1);
    }

    /// How often the person typed since the text last went out.
    pub(crate) fn unsaved_for(&self) -> u32 {
        self.keys
    }

    /// Whether its text is known at these heads, with nothing on its way.
    pub(crate) fn is_based_on(&self, heads: &Heads) -> bool {
        self.base == *heads && self.in_flight.is_none()
    }

    /// The document went from one state to another, and this field's text did not change.
    pub(crate) fn rebase(&mut self, from: &Heads, to: &Heads) {
        if self.is_based_on(from) && !from.0.is_empty() {
            self.base = to.clone();
        }
    }

    /// Whether something typed is not known to be on the disk.
    pub(crate) fn is_unsaved(&self) -> bool {
        self.in_flight.is_some() || self.shown != self.agreed
    }

    /// What to do now. After [`Next::Write`] nothing more is written until [`Draft::saved`] or
    /// [`Draft::failed`]; after a failure only [`Draft::retry`] or more typing goes on.
    pub(crate) fn next(&mut self) -> Next {
        if self.in_flight.is_some() || self.problem.is_some() {
            return Next::Rest;
        }
        if self.behind {
            return Next::Ask;
        }
        if self.shown == self.agreed {
            return Next::Rest;
        }
        self.in_flight = Some(self.shown.clone());
        self.keys = 0;
        Next::Write {
            base: self.base.clone(),
            text: self.shown.clone(),
        }
    }

    /// The write that was in flight is on the disk.
    pub(crate) fn saved(&mut self, saved: &Saved, now: Tick) {
        let Some(sent) = self.in_flight.take() else {
            return;
        };
        self.settled = now;
        self.saved_at = Some(saved.at);
        self.problem = None;
        self.agreed = sent;
        if saved.more_arrived {
            // The document at these heads says more than we sent: they are no base for our text
            // until a view has shown what.
            self.behind = true;
        } else {
            self.base = saved.heads.clone();
        }
    }

    /// The write that was in flight failed; the words stay.
    pub(crate) fn failed(&mut self, problem: Problem, now: Tick) {
        self.in_flight = None;
        self.settled = now;
        self.problem = Some(problem);
    }

    /// Tries again what failed.
    pub(crate) fn retry(&mut self) {
        self.problem = None;
    }

    /// A view arrived that was asked for at `asked`. Returns whether the screen has to show
    /// something else than before.
    pub(crate) fn arrived(&mut self, text: &str, heads: &Heads, asked: Tick) -> bool {
        if self.in_flight.is_some() {
            // It may or may not hold what is on its way; ask once that is known.
            self.behind = true;
            return false;
        }
        if asked < self.settled {
            return false;
        }
        if !self.behind && self.shown != self.agreed {
            // The person is typing: their words go out on their own base, and the document merges.
            return false;
        }
        let merged = merge(&self.agreed, &self.shown, text);
        self.behind = false;
        self.agreed = text.into();
        self.base = heads.clone();
        let differs = merged != self.shown;
        self.shown = merged;
        differs
    }

    /// How the field stands.
    pub(crate) fn standing(&self) -> Standing {
        match (&self.problem, self.saved_at) {
            (Some(problem), _) => Standing::Failed(problem.clone()),
            _ if self.is_unsaved() => Standing::Saving,
            (None, Some(at)) => Standing::Saved(at),
            (None, None) => Standing::Untouched,
        }
    }
}

#[cfg(test)]
mod tests {
    use doorstep_model::ProblemCode;

    use super::*;

    fn heads(name: &str) -> Heads {
        Heads(vec![name.into()])
    }

    fn saved(name: &str, more_arrived: bool) -> Saved {
        Saved {
            at: UnixMillis(1),
            heads: heads(name),
            more_arrived,
            steps: Vec::new(),
        }
    }

    fn write(base: &str, text: &str) -> Next {
        Next::Write {
            base: heads(base),
            text: text.into(),
        }
    }

    #[test]
    fn typing_during_a_write_goes_out_next_on_what_the_write_returned() {
        let mut draft = Draft::new("a", heads("0"));
        assert_eq!(draft.next(), Next::Rest);
        draft.typed("ab");
        assert_eq!(draft.next(), write("0", "ab"));
        draft.typed("abc");
        assert_eq!(draft.next(), Next::Rest, "one in flight at a time");
        assert_eq!(draft.standing(), Standing::Saving);
        draft.saved(&saved("1", false), 1);
        assert_eq!(draft.next(), write("1", "abc"));
        draft.saved(&saved("2", false), 2);
        assert_eq!(draft.next(), Next::Rest);
        assert_eq!(draft.standing(), Standing::Saved(UnixMillis(1)));
    }

    #[test]
    fn a_failed_write_keeps_the_words_and_goes_out_again_on_the_same_base() {
        let mut draft = Draft::new("a", heads("0"));
        draft.typed("ab");
        draft.next();
        draft.typed("abc");
        draft.failed(Problem::new(ProblemCode::DiskFull), 1);
        assert_eq!(draft.shown(), "abc");
        assert_eq!(draft.next(), Next::Rest);
        assert!(matches!(draft.standing(), Standing::Failed(_)));
        draft.retry();
        assert_eq!(draft.next(), write("0", "abc"));
    }

    #[test]
    fn a_view_replaces_an_untouched_field_and_leaves_one_that_is_being_typed_in() {
        let mut untouched = Draft::new("a", heads("0"));
        assert!(untouched.arrived("a b", &heads("1"), 1));
        assert_eq!(untouched.shown(), "a b");
        untouched.typed("a b c");
        assert_eq!(untouched.next(), write("1", "a b c"));

        let mut typing = Draft::new("a", heads("0"));
        typing.typed("za");
        assert!(!typing.arrived("a b", &heads("1"), 1));
        assert_eq!(
            typing.next(),
            write("0", "za"),
            "on the base its text is from"
        );
    }

    #[test]
    fn what_others_wrote_meanwhile_is_shown_and_never_written_over() {
        let mut draft = Draft::new("tea", heads("0"));
        draft.typed("more tea");
        draft.next();
        draft.typed("much more tea");
        draft.saved(&saved("2", true), 1);
        assert_eq!(draft.next(), Next::Ask, "these heads are no base yet");
        assert!(draft.arrived("more tea please", &heads("2"), 2));
        assert_eq!(draft.shown(), "much more tea please");
        assert_eq!(draft.next(), write("2", "much more tea please"));
    }

    #[test]
    fn a_view_during_a_write_is_asked_for_again_and_an_older_one_is_passed_over() {
        let mut draft = Draft::new("a", heads("0"));
        draft.typed("ab");
        draft.next();
        assert!(!draft.arrived("a!", &heads("x"), 3));
        draft.saved(&saved("1", false), 5);
        assert_eq!(draft.next(), Next::Ask);
        assert!(
            !draft.arrived("a!", &heads("x"), 4),
            "asked before the write was answered"
        );
        assert_eq!(draft.shown(), "ab");
        assert!(draft.arrived("ab!", &heads("2"), 6));
        assert_eq!(draft.shown(), "ab!");
        assert_eq!(draft.next(), Next::Rest);
    }

    #[test]
    fn nothing_typed_is_lost_in_any_order_of_events() {
        // A small document that merges as the real one does: by splices at the base. As on the
        // device, reading it is what says that a screen has everything, whether or not the field
        // took over what was read.
        struct Document {
            text: String,
            version: usize,
            history: Vec<String>,
            more_arrived: bool,
        }
        impl Document {
            fn write(&mut self, base: &Heads, text: &str) -> Saved {
                let at: usize = base.0[0].parse().unwrap();
                self.more_arrived |= at != self.version;
                let more_arrived = self.more_arrived;
                self.text = merge(&self.history[at], text, &self.text);
                self.commit();
                Saved {
                    at: UnixMillis(0),
                    heads: heads(&self.version.to_string()),
                    more_arrived,
                    steps: Vec::new(),
                }
            }
            fn read(&mut self) -> (String, Heads) {
                self.more_arrived = false;
                (self.text.clone(), heads(&self.version.to_string()))
            }
            fn commit(&mut self) {
                self.version += 1;
                self.history.push(self.text.clone());
            }
        }
        for seed in 0..2_000_u64 {
            let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            let mut roll = |sides: u64| {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                random % sides
            };
            let mut document = Document {
                text: "middle".into(),
                version: 0,
                history: vec!["middle".into()],
                more_arrived: false,
            };
            let mut draft = Draft::new("middle", heads("0"));
            let mut tick = 0;
            let mut flight: Option<(Heads, String)> = None;
            let mut answer: Option<Saved> = None;
            let mut view: Option<((String, Heads), Tick)> = None;
            let (mut mine, mut theirs) = (0, 0);
            for step in 0..60 {
                tick += 1;
                let finishing = step > 40;
                match roll(6) {
                    0 | 1 if !finishing => {
                        mine += 1;
                        let text = format!("{}m", draft.shown());
                        draft.typed(text);
                    }
                    2 if !finishing => {
                        theirs += 1;
                        document.text.insert(0, 't');
                        document.commit();
                        document.more_arrived = true;
                    }
                    3 => match view.take() {
                        // A view takes its time to come.
                        None => view = Some((document.read(), tick)),
                        Some(((text, heads), asked)) => {
                            draft.arrived(&text, &heads, asked);
                        }
                    },
                    4 if !finishing && flight.is_some() => {
                        flight = None;
                        answer = None;
                        draft.failed(Problem::new(ProblemCode::WriteFailed), tick);
                    }
                    _ => {
                        if let Some(saved) = answer.take() {
                            draft.saved(&saved, tick);
                        } else if let Some((base, text)) = flight.take() {
                            answer = Some(document.write(&base, &text));
                        }
                    }
                }
                if matches!(draft.standing(), Standing::Failed(_)) && roll(2) == 0 {
                    draft.retry();
                }
                if flight.is_none() && answer.is_none() {
                    match draft.next() {
                        Next::Write { base, text } => flight = Some((base, text)),
                        Next::Ask | Next::Rest => {}
                    }
                }
            }
            for _ in 0..8 {
                tick += 1;
                draft.retry();
                if let Some((base, text)) = flight.take() {
                    answer = Some(document.write(&base, &text));
                }
                if let Some(saved) = answer.take() {
                    draft.saved(&saved, tick);
                }
                tick += 1;
                let (text, heads) = document.read();
                draft.arrived(&text, &heads, tick);
                if let Next::Write { base, text } = draft.next() {
                    flight = Some((base, text));
                }
            }
            assert_eq!(draft.shown(), document.text, "seed {seed}");
            assert_eq!(document.text.matches('m').count(), 1 + mine, "seed {seed}");
            assert_eq!(document.text.matches('t').count(), theirs, "seed {seed}");
        }
    }
}
