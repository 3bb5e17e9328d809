//! What the list is narrowed to; kept while the window is open.

use doorstep_model::Date;
use doorstep_model::id::ItemId;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::say;
use crate::{clock, day};

/// Kept under this name.
const KEPT: &str = "household-filter";

/// What "not seen for" offers, in days.
pub(super) const NOT_SEEN_DAYS: [i32; 4] = [14, 28, 56, 91];

/// What narrows the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Filter {
    pub(super) worker: Option<ItemId>,
    pub(super) locality: Option<String>,
    pub(super) not_seen_days: Option<i32>,
    pub(super) with_closed: bool,
}

impl Filter {
    /// As it was when one was here last: turning a tablet draws the list anew.
    pub(super) fn kept(app: App) -> Self {
        serde_json::from_str(&app.kept(KEPT)).unwrap_or_default()
    }

    pub(super) fn keep(&self, app: App) {
        if let Ok(text) = serde_json::to_string(self) {
            app.keep(KEPT, text);
        }
    }

    pub(super) fn is_set(&self) -> bool {
        *self != Self::default()
    }

    /// Households that were seen on this day or later are left out.
    pub(super) fn not_seen_since(&self, today: Date) -> Option<Date> {
        day::days_before(today, self.not_seen_days?)
    }
}

/// The day that long ago, as it is shown beside the choice.
pub(super) fn not_seen_label(days: i32) -> String {
    let weeks = days / 7;
    let since = day::days_before(clock::today(), days)
        .map(clock::show)
        .unwrap_or_default();
    say::with(
        "filter-not-seen-weeks",
        [("weeks", weeks.into()), ("day", since.into())],
    )
}
