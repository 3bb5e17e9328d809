//! A list of households.

use doorstep_model::call::HouseholdRow;
use doorstep_model::id::DocKey;
use leptos::prelude::*;

use super::row::HouseholdItem;
use crate::app::App;

/// Households as rows; what choosing one does is up to the screen.
///
/// A row that says what it said before stays the same element: a refresh takes nobody's focus
/// away, and no touch falls between an old row and a new one.
#[component]
pub(crate) fn HouseholdRows(
    #[prop(into)] rows: Signal<Vec<HouseholdRow>>,
    /// The rows' name for tests.
    test: &'static str,
    /// The one that stands open beside the list.
    #[prop(optional, into)]
    open: Signal<Option<DocKey>>,
    chosen: Callback<DocKey>,
    /// What else a row offers.
    #[prop(optional)]
    more: Option<fn(&HouseholdRow) -> Option<AnyView>>,
) -> impl IntoView {
    let app = App::here();
    // "Seen today" is another thing tomorrow.
    let each = move || {
        let today = app.today.get();
        let rows = rows.get().into_iter();
        rows.map(|row| (today, row)).collect::<Vec<_>>()
    };
    view! {
        <ul class="rows">
            <For
                each=each
                key=|row| row.clone()
                children=move |(_, row)| {
                    let (id, this) = (row.id.clone(), row.id.clone());
                    let current = Signal::derive(move || {
                        open.with(|open| open.as_ref() == Some(&this))
                    });
                    let chosen = Callback::new(move |()| chosen.run(id.clone()));
                    let more = more.and_then(|more| more(&row));
                    view! {
                        <li>
                            <HouseholdItem row=row test=test current=current chosen=chosen />
                            {more}
                        </li>
                    }
                }
            />
        </ul>
    }
}
