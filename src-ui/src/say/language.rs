//! A language that a page can be said in, which need not be the screen's.

use std::cell::RefCell;
use std::collections::HashMap;

use fluent_bundle::{FluentBundle, FluentResource, FluentValue};

use super::{ENGLISH, bundle, day_words_by, format};
use crate::day::DayWords;

/// One for each folder of `locales`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) enum Language {
    #[default]
    English,
}

thread_local! {
    static BUNDLES: RefCell<HashMap<Language, FluentBundle<FluentResource>>> =
        RefCell::new(HashMap::new());
}

impl Language {
    /// All that there are.
    pub(crate) const ALL: &'static [Self] = &[Self::English];

    /// Its BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en-GB",
        }
    }

    /// What its speakers call it.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
        }
    }

    /// The one of this tag; English for one that there is not yet.
    pub(crate) fn of_tag(tag: &str) -> Self {
        let found = Self::ALL.iter().find(|language| language.tag() == tag);
        found.copied().unwrap_or_default()
    }

    fn sources(self) -> &'static [&'static str] {
        match self {
            Self::English => ENGLISH,
        }
    }

    /// A sentence without gaps.
    pub(crate) fn say(self, name: &str) -> String {
        self.with(name, [])
    }

    /// A sentence with something put into it; the English one where this language has none.
    pub(crate) fn with<const N: usize>(
        self,
        name: &str,
        gaps: [(&str, FluentValue<'_>); N],
    ) -> String {
        let said = |language: Self, gaps: [(&str, FluentValue<'_>); N]| {
            BUNDLES.with_borrow_mut(|bundles| {
                let bundle = bundles
                    .entry(language)
                    .or_insert_with(|| bundle(language.tag(), language.sources()));
                format(bundle, name, gaps)
            })
        };
        said(self, gaps.clone())
            .or_else(|| said(Self::English, gaps))
            .unwrap_or_else(|| name.into())
    }

    /// The words for its days.
    pub(crate) fn day_words(self) -> DayWords {
        day_words_by(|name| self.say(name))
    }
}
