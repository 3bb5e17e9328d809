//! A single value while it is being typed: a name, a day, a number.

use doorstep_model::field::Value;
use doorstep_model::{Heads, Problem};

use crate::draft::Tick;

/// What is typed into a field of one value and is not yet known to be on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// What is on the screen, if it is not what the record says.
    typed: Option<Typed>,
    in_flight: Option<String>,
    /// What the screen showed when the person began to type: what a teammate sets meanwhile was
    /// never in the field.
    base: Option<Heads>,
    /// What of it is on the disk already. It stays on the screen as it was typed for as long as the
    /// person is in the field: nothing moves under the caret.
    stored: Option<String>,
    /// Whether the person is in the field.
    is_here: bool,
    /// Whether the person has left the field, or pressed Enter in it, since what is typed was typed.
    is_told: bool,
    problem: Option<Problem>,
    /// The moment at which the person came to the field.
    pub(crate) session: Tick,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Typed {
    raw: String,
    /// What it means; `None` if it can't be read, and then it is not saved.
    means: Option<Option<Value>>,
}

impl Entry {
    /// What is on the screen instead of the record's value.
    pub(crate) fn raw(&self) -> Option<&str> {
        self.typed.as_ref().map(|typed| typed.raw.as_str())
    }

    /// The person typed; `means` is `None` if it can't be read. `shown` is the state on the screen.
    pub(crate) fn typed(
        &mut self,
        raw: String,
        means: Option<Option<Value>>,
        shown: Option<Heads>,
    ) {
        if self.typed.is_none() {
            self.base = shown;
        }
        self.typed = Some(Typed { raw, means });
        self.problem = None;
        self.is_here = true;
        self.is_told = false;
    }

    /// The person came to the field.
    pub(crate) fn came(&mut self, session: Tick) {
        self.is_here = true;
        self.session = session;
    }

    /// The person left the field: it shows what the record says, if that is what was typed.
    pub(crate) fn left(&mut self) {
        self.is_here = false;
        self.is_told = true;
        self.let_go();
    }

    /// The record says something else now, because what was saved was taken back.
    pub(crate) fn let_go(&mut self) {
        if self.stored.is_some() && self.raw() == self.stored.as_deref() {
            self.typed = None;
            self.stored = None;
        }
    }

    /// What to save now, if anything is to be saved.
    pub(crate) fn next(&mut self) -> Option<Option<Value>> {
        if self.in_flight.is_some() {
            return None;
        }
        let typed = self.typed.as_ref()?;
        if self.stored.as_ref() == Some(&typed.raw) {
            return None;
        }
        let value = typed.means.clone()?;
        self.in_flight = Some(typed.raw.clone());
        self.problem = None;
        Some(value)
    }

    /// What the screen showed at the first key.
    pub(crate) fn base(&self) -> Option<Heads> {
        self.base.clone()
    }

    /// It is on the disk, and the view says so too.
    pub(crate) fn saved(&mut self) {
        self.stored = self.in_flight.take();
        self.problem = None;
        if !self.is_here {
            self.let_go();
        }
    }

    /// It could not be saved; it stays on the screen.
    pub(crate) fn failed(&mut self, problem: Problem) {
        self.in_flight = None;
        self.problem = Some(problem);
    }

    /// The person left the field with what the record says anyway.
    pub(crate) fn dropped(&mut self) {
        self.typed = None;
        self.stored = None;
        self.problem = None;
    }

    /// Why it could not be saved.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Whether it can't be read as what it should be.
    pub(crate) fn is_unreadable(&self) -> bool {
        self.typed
            .as_ref()
            .is_some_and(|typed| typed.means.is_none())
    }

    /// Whether that is to be said: not while it is being typed, when most days can't be read yet.
    pub(crate) fn is_not_read(&self) -> bool {
        self.is_unreadable() && self.is_told
    }

    /// Whether something readable is not known to be on the disk.
    pub(crate) fn is_unsaved(&self) -> bool {
        self.typed
            .as_ref()
            .is_some_and(|typed| typed.means.is_some() && self.stored.as_ref() != Some(&typed.raw))
    }

    /// Whether there are words in it that are nowhere else: what can't be read is never saved, so
    /// this is the only place that has them.
    pub(crate) fn holds_words(&self) -> bool {
        self.is_unreadable() || self.is_unsaved()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorstep_model::ProblemCode;

    fn text(text: &str) -> Option<Option<Value>> {
        Some(Some(Value::Text(text.into())))
    }

    fn shown(name: &str) -> Option<Heads> {
        Some(Heads(vec![name.into()]))
    }

    #[test]
    fn what_is_typed_is_based_on_what_was_shown_at_the_first_key() {
        let mut entry = Entry::default();
        entry.typed("2".into(), text("2"), shown("0"));
        entry.typed("2 Mill Lane".into(), text("2 Mill Lane"), shown("1"));
        assert_eq!(entry.base(), shown("0"));
        entry.next();
        entry.typed(
            "2 Mill Lane, top".into(),
            text("2 Mill Lane, top"),
            shown("1"),
        );
        entry.saved();
        assert_eq!(
            entry.base(),
            shown("0"),
            "the field has shown nothing else yet"
        );
        entry.next();
        entry.saved();
        entry.typed("2 Mill".into(), text("2 Mill"), shown("2"));
        assert_eq!(entry.base(), shown("0"), "nor now");
        entry.next();
        entry.saved();
        entry.left();
        entry.typed("4".into(), text("4"), shown("2"));
        assert_eq!(entry.base(), shown("2"));
    }

    #[test]
    fn what_is_typed_while_a_save_is_on_its_way_stays_and_goes_out_next() {
        let mut entry = Entry::default();
        assert_eq!(entry.next(), None);
        entry.typed("An".into(), text("An"), shown("0"));
        assert_eq!(entry.next(), text("An"));
        entry.typed("Ann".into(), text("Ann"), shown("0"));
        assert_eq!(entry.next(), None);
        entry.saved();
        assert_eq!(entry.raw(), Some("Ann"));
        assert_eq!(entry.next(), text("Ann"));
        entry.left();
        entry.saved();
        assert_eq!(entry.raw(), None);
        assert!(!entry.is_unsaved());
    }

    #[test]
    fn what_fails_or_can_not_be_read_stays_on_the_screen() {
        let mut entry = Entry::default();
        entry.typed("Ann".into(), text("Ann"), shown("0"));
        entry.next();
        entry.failed(Problem::new(ProblemCode::DiskFull));
        assert_eq!(entry.raw(), Some("Ann"));
        assert!(entry.problem().is_some());
        assert_eq!(entry.next(), text("Ann"));
        entry.saved();
        entry.typed("sometime".into(), None, shown("0"));
        // A later try that works takes the notice away.
        assert!(entry.problem().is_none());
        entry.typed("sometime".into(), None, None);
        assert_eq!(entry.next(), None);
        assert!(entry.is_unreadable());
        assert!(entry.holds_words());
        assert!(!entry.is_unsaved());
        assert!(!entry.is_not_read(), "it is being typed");
        entry.left();
        assert!(entry.is_not_read());
        entry.came(1);
        assert!(entry.is_not_read(), "it still can't be read");
        assert_eq!(entry.raw(), Some("sometime"));
    }

    #[test]
    fn a_new_try_begins_without_the_notice_of_the_last() {
        let mut entry = Entry::default();
        entry.typed("Ann".into(), text("Ann"), None);
        entry.next();
        entry.failed(Problem::new(ProblemCode::DiskFull));
        assert_eq!(entry.next(), text("Ann"));
        assert!(entry.problem().is_none());
    }

    #[test]
    fn what_is_saved_during_a_pause_stays_as_it_was_typed_until_one_leaves() {
        let mut entry = Entry::default();
        entry.came(1);
        entry.typed("Ann ".into(), text("Ann"), None);
        assert_eq!(entry.next(), text("Ann"));
        entry.saved();
        assert_eq!(
            entry.raw(),
            Some("Ann "),
            "the space is still to be typed after"
        );
        assert!(!entry.is_unsaved());
        assert!(!entry.holds_words());
        assert_eq!(entry.next(), None, "it is on the disk");
        entry.typed("Ann S".into(), text("Ann S"), None);
        assert!(entry.is_unsaved());
        assert_eq!(entry.next(), text("Ann S"));
        entry.left();
        assert_eq!(entry.raw(), Some("Ann S"), "it is on its way");
        entry.saved();
        assert_eq!(entry.raw(), None);
    }

    #[test]
    fn what_was_taken_back_is_not_shown_over_the_record() {
        let mut entry = Entry::default();
        entry.came(1);
        entry.typed("Ann ".into(), text("Ann"), None);
        entry.next();
        entry.saved();
        entry.let_go();
        assert_eq!(entry.raw(), None);
        entry.typed("Anna".into(), text("Anna"), None);
        entry.let_go();
        assert_eq!(entry.raw(), Some("Anna"), "what is not saved stays");
    }
}
