//! What one can do with a household: what is done every week in one row, the rest behind "More".

use doorstep_model::id::DocKey;
use leptos::prelude::*;

use super::closing;
use crate::app::App;
use crate::part::Icon;
use crate::place::Place;
use crate::record::Record;
use crate::say::say;
use crate::screen::visit;

/// The row. `editing` opens the details under the name.
#[component]
pub(super) fn Acts(record: Record, id: DocKey, editing: RwSignal<bool>) -> impl IntoView {
    let app = App::here();
    let more = RwSignal::new(false);
    let (visited, planned, page) = (id.clone(), id.clone(), id.clone());
    let goes = move |test: &'static str, icon: &'static str, word: &'static str, place: Place| {
        view! {
            <li>
                <button class="plain" data-test=test on:click=move |_| app.go(place.clone())>
                    <Icon name=icon />
                    {say(word)}
                </button>
            </li>
        }
    };
    view! {
        <div class="household-acts">
            <button
                class="button"
                data-test="record-visit"
                on:click=move |_| visit::begin(app, visited.clone())
            >
                <Icon name="visit" />
                {say("record-visit")}
            </button>
            <button
                class="button quiet"
                data-test="plan-visit"
                on:click=move |_| app.go(Place::Planning(planned.clone()))
            >
                {say("plan-visit")}
            </button>
            <button
                class="button quiet"
                data-test="open-plan"
                on:click=move |_| app.go(Place::Plan(page.clone()))
            >
                {say("open-plan")}
            </button>
            <button
                class="plain household-more"
                data-test="household-more"
                aria-expanded=move || more.get().to_string()
                aria-controls="household-more"
                on:click=move |_| more.update(|more| *more = !*more)
            >
                {say("household-more")}
            </button>
        </div>
        <Show when=move || more.get()>
            <ul class="more-acts" id="household-more">
                <Show when=move || !record.read_only().get() && !editing.get()>
                    <li>
                        <button
                            class="plain"
                            data-test="edit-about"
                            on:click=move |_| {
                                more.set(false);
                                editing.set(true);
                            }
                        >
                            <Icon name="edit" />
                            {say("about-edit")}
                        </button>
                    </li>
                </Show>
                {goes("open-history", "look", "history-open", Place::History(id.clone()))}
                {goes("open-copy", "copy", "open-copy", Place::Copy(id.clone()))}
                {goes("same-as", "join", "same-open", Place::Same(id.clone()))}
                <closing::Closing record=record />
            </ul>
        </Show>
    }
}
