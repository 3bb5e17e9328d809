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
    }

    /// What to save now, if anything is to be saved.
    pub(crate) fn next(&mut self) -> Option<Option<Value>> {
        if self.in_flight.is_some() {
            return None;
        }
        let typed = self.typed.as_ref()?;
        let value = typed.means.clone()?;
        self.in_flight = Some(typed.raw.clone());
        Some(value)
    }

    /// What the screen showed at the first key.
    pub(crate) fn base(&self) -> Option<Heads> {
        self.base.clone()
    }

    /// It is on the disk, and the view says so too.
    pub(crate) fn saved(&mut self) {
        let sent = self.in_flight.take();
        if self.raw() == sent.as_deref() {
            self.typed = None;
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

    /// Whether something readable is not known to be on the disk.
    pub(crate) fn is_unsaved(&self) -> bool {
        self.typed
            .as_ref()
            .is_some_and(|typed| typed.means.is_some())
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
        assert_eq!(entry.next(), None);
        assert!(entry.is_unreadable());
        assert_eq!(entry.raw(), Some("sometime"));
    }
}
