//! The languages that there are. A page can be said in another than the screen's.

use std::cell::RefCell;
use std::collections::HashMap;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::day::DayWords;

/// The files of one folder of `locales`.
macro_rules! files {
    ($folder:literal) => {
        &[
            include_str!(concat!("../../locales/", $folder, "/shell.ftl")),
            include_str!(concat!("../../locales/", $folder, "/begin.ftl")),
            include_str!(concat!("../../locales/", $folder, "/household.ftl")),
            include_str!(concat!("../../locales/", $folder, "/fields.ftl")),
            include_str!(concat!("../../locales/", $folder, "/team.ftl")),
            include_str!(concat!("../../locales/", $folder, "/import.ftl")),
            include_str!(concat!("../../locales/", $folder, "/record.ftl")),
            include_str!(concat!("../../locales/", $folder, "/paper.ftl")),
            include_str!(concat!("../../locales/", $folder, "/problems.ftl")),
            include_str!(concat!("../../locales/", $folder, "/learning.ftl")),
            include_str!(concat!("../../locales/", $folder, "/photos.ftl")),
            include_str!(concat!("../../locales/", $folder, "/voice.ftl")),
            include_str!(concat!("../../locales/", $folder, "/history.ftl")),
            include_str!(concat!("../../locales/", $folder, "/joined.ftl")),
            include_str!(concat!("../../locales/", $folder, "/moving.ftl")),
            include_str!(concat!("../../locales/", $folder, "/licences.ftl")),
        ]
    };
}

/// One for each folder of `locales`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) enum Language {
    #[default]
    English,
    Welsh,
}

thread_local! {
    static BUNDLES: RefCell<HashMap<Language, FluentBundle<FluentResource>>> =
        RefCell::new(HashMap::new());
}

impl Language {
    /// All that there are.
    pub(crate) const ALL: &'static [Self] = &[Self::English, Self::Welsh];

    /// Its BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en-GB",
            Self::Welsh => "cy",
        }
    }

    /// What its speakers call it.
    pub(crate) fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Welsh => "Cymraeg",
        }
    }

    /// The one of this tag, whatever its region.
    pub(crate) fn known(tag: &str) -> Option<Self> {
        let first = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
        let mut all = Self::ALL.iter().copied();
        all.find(|language| first(language.tag()) == first(tag))
    }

    /// The one of this tag; English for one that there is not yet.
    pub(crate) fn of_tag(tag: &str) -> Self {
        Self::known(tag).unwrap_or_default()
    }

    /// Its sentences, as they stand in the files.
    pub(super) fn sources(self) -> &'static [&'static str] {
        match self {
            Self::English => files!("en"),
            Self::Welsh => files!("cy"),
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
        self.maybe(name, gaps.clone())
            .or_else(|| Self::English.maybe(name, gaps))
            .unwrap_or_else(|| name.into())
    }

    /// A sentence if this language has one of that name.
    pub(crate) fn maybe<const N: usize>(
        self,
        name: &str,
        gaps: [(&str, FluentValue<'_>); N],
    ) -> Option<String> {
        BUNDLES.with_borrow_mut(|bundles| {
            let bundle = bundles.entry(self).or_insert_with(|| self.bundle());
            format(bundle, name, gaps)
        })
    }

    /// The words for its days.
    pub(crate) fn day_words(self) -> DayWords {
        let list = |name: &str| {
            let words = self.say(name);
            words.split_whitespace().map(str::to_owned).collect()
        };
        DayWords {
            months: list("day-months"),
            months_short: list("day-months-short"),
            weekdays: list("day-weekdays"),
            weekdays_short: list("day-weekdays-short"),
            today: list("day-word-today"),
            tomorrow: list("day-word-tomorrow"),
            yesterday: list("day-word-yesterday"),
            next: list("day-word-next"),
            last: list("day-word-last"),
            ahead: list("day-word-ahead"),
            ago: list("day-word-ago"),
            days: list("day-unit-days"),
            weeks: list("day-unit-weeks"),
            months_unit: list("day-unit-months"),
            one: list("day-word-one"),
            filler: list("day-word-filler"),
        }
    }

    fn bundle(self) -> FluentBundle<FluentResource> {
        // A test sees to it that these can be read.
        let language: LanguageIdentifier = self.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![language]);
        bundle.set_use_isolating(false);
        for source in self.sources() {
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            // A name that stands twice keeps its first sentence; a test sees to it that none does.
            let _ = bundle.add_resource(resource);
        }
        bundle
    }
}

fn format<const N: usize>(
    bundle: &FluentBundle<FluentResource>,
    name: &str,
    gaps: [(&str, FluentValue<'_>); N],
) -> Option<String> {
    let pattern = bundle.get_message(name)?.value()?;
    let mut arguments = FluentArgs::new();
    for (gap, value) in gaps {
        arguments.set(gap.to_owned(), value);
    }
    let mut wrong = Vec::new();
    let said = bundle.format_pattern(pattern, Some(&arguments), &mut wrong);
    Some(said.into_owned())
}
