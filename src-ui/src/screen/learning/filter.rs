//! Which period and place one looks at; kept while the window is open.

use doorstep_model::Date;
use doorstep_model::call::Period;
use serde::{Deserialize, Serialize};

use crate::app::App;

/// Kept under this name.
const KEPT: &str = "learning-filter";

/// How far back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Span {
    Three,
    #[default]
    Twelve,
    All,
    Own,
}

impl Span {
    pub(super) const ALL: [Self; 4] = [Self::Three, Self::Twelve, Self::All, Self::Own];

    /// Its word in the page and in names of sentences.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Three => "three",
            Self::Twelve => "twelve",
            Self::All => "all",
            Self::Own => "own",
        }
    }
}

/// What is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Filter {
    pub(super) span: Span,
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
    pub(super) locality: Option<String>,
}

impl Filter {
    /// As it was when one was here last.
    pub(super) fn kept(app: App) -> Self {
        serde_json::from_str(&app.kept(KEPT)).unwrap_or_default()
    }

    pub(super) fn keep(&self, app: App) {
        if let Ok(text) = serde_json::to_string(self) {
            app.keep(KEPT, text);
        }
    }

    /// As the device asks for it. A period without one of its ends is open there.
    pub(super) fn period(&self) -> Period {
        let (first, last) = (
            Date {
                year: 1,
                month: 1,
                day: 1,
            },
            Date {
                year: 9999,
                month: 12,
                day: 31,
            },
        );
        match self.span {
            Span::Three => Period::LastMonths(3),
            Span::Twelve => Period::LastMonths(12),
            Span::All => Period::All,
            Span::Own if self.from.is_none() && self.until.is_none() => Period::All,
            Span::Own => Period::Own {
                from: self.from.unwrap_or(first),
                until: self.until.unwrap_or(last),
            },
        }
    }
}
