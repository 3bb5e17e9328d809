//! What can't be undone takes two touches: the first says what follows from it, the second does it.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::html::Button;
use leptos::prelude::*;

use super::focus_soon;
use crate::say::say;

/// Names what each says.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// What stands on its buttons, and beside them.
#[derive(Clone)]
pub(crate) struct Touches {
    /// The first button's name in tests; the second one's ends in `-yes`.
    pub(crate) test: &'static str,
    /// On the first button.
    pub(crate) first: String,
    /// What a screen reader says of the first button, where that is more than what stands on it.
    pub(crate) label: Option<String>,
    /// What follows from it; said after the first touch.
    pub(crate) says: Option<String>,
    /// On the second button.
    pub(crate) yes: String,
    /// On the second button while it is being done.
    pub(crate) doing: Option<String>,
}

/// Both buttons, one after the other.
#[component]
pub(crate) fn TwoTouches(
    touches: Touches,
    busy: RwSignal<bool>,
    on_yes: Callback<()>,
    /// After the first touch, so that no more is done with the second than was on the screen then.
    #[prop(optional)]
    on_first: Option<Callback<()>>,
) -> impl IntoView {
    let sure = RwSignal::new(false);
    // The button that had the focus goes. What takes it does no harm to whoever presses a key once more.
    let touched = StoredValue::new(false);
    let (before, after) = (NodeRef::<Button>::new(), NodeRef::<Button>::new());
    for button in [before, after] {
        Effect::new(move |_| {
            if let Some(button) = button.get().filter(|_| touched.get_value()) {
                focus_soon(button.into());
            }
        });
    }
    let turn = move |to| {
        if let Some(on_first) = on_first.filter(|_| to) {
            on_first.run(());
        }
        touched.set_value(true);
        sure.set(to);
    };
    let Touches {
        test,
        first,
        label,
        says,
        yes,
        doing,
    } = touches;
    // Several may stand on one page.
    let explained = format!("{test}-says-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let described = says.is_some().then(|| explained.clone());
    let on_second = move || match &doing {
        Some(doing) if busy.get() => doing.clone(),
        _ => yes.clone(),
    };
    view! {
        <Show
            when=move || sure.get()
            fallback=move || {
                view! {
                    <p class="actions">
                        <button
                            class="button quiet"
                            data-test=test
                            aria-label=label.clone()
                            node_ref=before
                            on:click=move |_| turn(true)
                        >
                            {first.clone()}
                        </button>
                    </p>
                }
            }
        >
            {says
                .clone()
                .map(|says| {
                    view! {
                        <p class="what-follows" id=explained.clone()>
                            {says}
                        </p>
                    }
                })}
            <p class="actions">
                <button
                    class="button"
                    data-test=format!("{test}-yes")
                    aria-describedby=described.clone()
                    disabled=busy
                    on:click=move |_| on_yes.run(())
                >
                    {on_second.clone()}
                </button>
                <button
                    class="plain"
                    data-test=format!("{test}-no")
                    node_ref=after
                    disabled=busy
                    on:click=move |_| turn(false)
                >
                    {say("cancel")}
                </button>
            </p>
        </Show>
    }
}
