//! Lines of a part, the newest first: so many until one asks for more, and those that were removed
//! only where one asks for them.

use doorstep_model::field::Part;
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use crate::record::{Line, Record};
use crate::say::{self, say};

/// Which lines there are and which of them are shown; a handle that is copied around.
#[derive(Clone, Copy)]
pub(crate) struct Newest {
    first: usize,
    all: RwSignal<bool>,
    removed_shown: RwSignal<bool>,
    kept: Memo<Vec<ItemId>>,
    removed: Memo<usize>,
}

impl Newest {
    /// Those that `keep` lets through, the greatest by `order` first, and `first` of them at first.
    pub(crate) fn of<K>(
        record: Record,
        part: Part,
        first: usize,
        keep: impl Fn(&Line) -> bool + Send + Sync + 'static,
        order: fn(&Line) -> K,
    ) -> Self
    where
        K: Ord + 'static,
    {
        let removed_shown = RwSignal::new(false);
        let lines = Memo::new(move |_| {
            record.view.with(|view| {
                let lines = view.as_ref().map(|view| view.part(part));
                let mut lines: Vec<&Line> = lines.unwrap_or_default().iter().collect();
                lines.retain(|line| keep(line));
                lines.sort_by_key(|line| std::cmp::Reverse(order(line)));
                lines
                    .into_iter()
                    .filter_map(|line| Some((line.id.clone()?, line.removed.is_some())))
                    .collect::<Vec<_>>()
            })
        });
        let kept = Memo::new(move |_| {
            let with_removed = removed_shown.get();
            let lines = lines.get().into_iter();
            let kept = lines.filter(|(_, removed)| with_removed || !removed);
            kept.map(|(item, _)| item).collect::<Vec<_>>()
        });
        let removed = Memo::new(move |_| {
            lines.with(|lines| lines.iter().filter(|(_, removed)| *removed).count())
        });
        Self {
            first,
            all: RwSignal::new(false),
            removed_shown,
            kept,
            removed,
        }
    }

    /// What stands on the screen.
    pub(crate) fn shown(self) -> Vec<ItemId> {
        let count = if self.all.get() {
            usize::MAX
        } else {
            self.first
        };
        self.kept.get().into_iter().take(count).collect()
    }

    /// Whether there is nothing to show.
    pub(crate) fn is_empty(self) -> bool {
        self.kept.with(Vec::is_empty)
    }

    fn hidden(self) -> usize {
        match self.all.get() {
            true => 0,
            false => self.kept.with(Vec::len).saturating_sub(self.first),
        }
    }
}

/// The buttons below: for more of them, and for the removed ones.
#[component]
pub(crate) fn MoreOfThem(
    newest: Newest,
    /// The name of the first button for tests.
    test: &'static str,
    /// What it says, with a count.
    says: &'static str,
    /// The name of the second one for tests.
    removed_test: &'static str,
) -> impl IntoView {
    let hidden = Memo::new(move |_| newest.hidden());
    view! {
        <Show when=move || { hidden.get() > 0 }>
            <button class="plain" data-test=test on:click=move |_| newest.all.set(true)>
                {move || say::with(says, [("count", hidden.get().into())])}
            </button>
        </Show>
        <ShowRemoved count=newest.removed shown=newest.removed_shown test=removed_test.to_owned() />
    }
}

/// Shows the removed ones and hides them again; not there without any.
#[component]
pub(crate) fn ShowRemoved(
    count: Memo<usize>,
    shown: RwSignal<bool>,
    /// Its name for tests.
    test: String,
) -> impl IntoView {
    view! {
        <Show when=move || { count.get() > 0 }>
            <button
                class="plain quiet"
                data-test=test.clone()
                aria-expanded=move || shown.get().to_string()
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {move || {
                    if shown.get() {
                        say("hide-removed")
                    } else {
                        say::with("show-removed", [("count", count.get().into())])
                    }
                }}
            </button>
        </Show>
    }
}
