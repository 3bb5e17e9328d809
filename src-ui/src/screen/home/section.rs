//! Rows under a heading.

use std::hash::Hash;

use leptos::prelude::*;

/// One `ul`; a row that says what it said before stays the same element, so that a refresh takes
/// nobody's focus away.
pub(super) fn rows<T>(each: Memo<Vec<T>>, row: fn(T) -> AnyView) -> impl IntoView
where
    T: Clone + PartialEq + Eq + Hash + Send + Sync + 'static,
{
    view! {
        <ul class="rows">
            <For each=move || each.get() key=|item| item.clone() children=row />
        </ul>
    }
}
