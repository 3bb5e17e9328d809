//! Finding a household to do something with.

use doorstep_model::Problem;
use doorstep_model::call::{FindAlike, HouseholdRow, ListHouseholds};
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{AlikeRows, HouseholdRows, SearchField};
use crate::app::App;
use crate::bridge::ask;

/// What is looked for, and where.
#[derive(Debug, Clone, Default)]
pub(crate) struct Among {
    /// All that may be chosen are shown while nothing is typed.
    pub(crate) all_at_first: bool,
    /// Closed ones too.
    pub(crate) with_closed: bool,
    /// This one is not offered.
    pub(crate) except: Option<DocKey>,
}

/// A field to type into and what it finds; below, what is nearly the same.
#[component]
pub(crate) fn FindHousehold(
    /// The names for tests: `{name}-search`, `{name}-row`.
    field: &'static str,
    row: &'static str,
    label: String,
    search: RwSignal<String>,
    among: Among,
    /// What is looked for in "nearly the same".
    #[prop(into)]
    alike: Signal<FindAlike>,
    alike_heading: String,
    problems: RwSignal<Vec<Problem>>,
    chosen: Callback<DocKey>,
) -> impl IntoView {
    let app = App::here();
    let rows = RwSignal::new(Vec::<HouseholdRow>::new());
    Effect::new(move |_| {
        app.lists.track();
        let typed = search.get();
        if typed.trim().is_empty() && !among.all_at_first {
            rows.set(Vec::new());
            return;
        }
        let among = among.clone();
        spawn_local(async move {
            let call = ListHouseholds {
                search: typed.clone(),
                with_closed: among.with_closed,
                limit: 30,
                today: Some(app.today.get_untracked()),
                ..ListHouseholds::default()
            };
            match ask(call).await {
                // An answer to something older is not shown.
                Ok(list) if search.try_get_untracked() == Some(typed) => {
                    let others = list.rows.into_iter();
                    let others = others.filter(|row| among.except.as_ref() != Some(&row.id));
                    rows.set(others.collect());
                }
                Ok(_) => {}
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
        });
    });
    let shown = Signal::derive(move || {
        rows.with(|rows| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>())
    });
    view! {
        <SearchField
            name=field
            label=label
            value=search
            changed=Callback::new(move |text| search.set(text))
        />
        <HouseholdRows rows=rows test=row chosen=chosen />
        <AlikeRows typed=alike heading=alike_heading shown=shown chosen=chosen />
    }
}
