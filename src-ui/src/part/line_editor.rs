//! The editor of one line: the fields of its form, in place.

use doorstep_model::call::FindAlike;
use doorstep_model::field::Part;
use doorstep_model::household::Person;
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::alike::AlikeRows;
use super::asked_later::AskedLater;
use super::cost::comes_to;
use super::field::FieldOf;
use super::taken_out::TakenOut;
use crate::form;
use crate::record::{Record, place};
use crate::say::say;

/// Fields that are often needed, the others behind a button, and a way out.
#[component]
pub(crate) fn LineEditor(
    record: Record,
    part: Part,
    item: ItemId,
    #[prop(into)] done: Callback<()>,
) -> impl IntoView {
    let form = form::of(part);
    let more = RwSignal::new(false);
    let (known, out) = (item.clone(), item.clone());
    let line = record.line(part, Some(item.clone()));
    let is_nameless = Memo::new(move |_| {
        line.with(|line| line.as_ref().is_none_or(|line| line.text("who").is_empty()))
    });
    // What was looked at together is changed where everything else of the line is.
    let looked_at = item.clone();
    let is_looked_at = part == Part::Demands
        && line.with_untracked(|line| {
            line.as_ref()
                .is_some_and(|line| !line.text("class").is_empty())
        });
    let total = move || {
        let of_service = part == Part::Services;
        of_service.then(|| line.with(|line| line.as_ref().and_then(comes_to)))?
    };
    let fields = move |rare: bool| {
        let item = item.clone();
        form.inputs()
            .filter(move |input| input.rare == rare && !form::later(part).contains(&input.name))
            .enumerate()
            .map(|(place, input)| {
                let first = place == 0 && !rare;
                let item = Some(item.clone());
                let field = move || {
                    let item = item.clone();
                    view! { <FieldOf record=record part=part item=item name=input.name focus=first /> }
                };
                match (part, input.name) {
                    // Whose name is asked for is known once one has said who does it. The style
                    // shows it with the very touch: coming later, it would move what is below from
                    // under the next one.
                    (Part::Actions, "who") => {
                        view! { <div class:when-chosen=is_nameless>{field()}</div> }.into_any()
                    }
                    _ => field().into_any(),
                }
            })
            .collect_view()
    };
    let often = fields(false);
    view! {
        <div class="editor">
            <TakenOut record=record part=part item=out />
            {often}
            <Show when=move || is_looked_at>
                <AskedLater record=record item=looked_at.clone() />
            </Show>
            {(part == Part::People).then(|| view! { <Known record=record item=known /> })}
            <p class="comes-to" data-test="service-total" aria-live="polite">
                {total}
            </p>
            {form
                .has_more()
                .then(|| {
                    view! {
                        <Show
                            when=move || more.get()
                            fallback=move || {
                                view! {
                                    <button
                                        class="plain"
                                        data-test=format!("more-{}", form.word)
                                        on:click=move |_| more.set(true)
                                    >
                                        {say("more-fields")}
                                    </button>
                                }
                            }
                        >
                            {fields(true)}
                        </Show>
                    }
                })}
            <p class="actions">
                <button
                    class="button quiet"
                    data-test=format!("done-{}", form.word)
                    on:click=move |_| done.run(())
                >
                    {say("done")}
                </button>
            </p>
        </div>
    }
}

/// Whether somebody of the name that is being typed is in another household.
#[component]
fn Known(record: Record, item: ItemId) -> impl IntoView {
    let name = record.entry(&place(Part::People, Some(&item), Person::name.name));
    // A name that was there before was looked at when it was written. One that is being written is
    // looked at until the editor is closed, on the disk or not.
    let last = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(raw) = name.with(|name| name.raw().map(str::to_owned)) {
            last.set(raw);
        }
    });
    let typed = Signal::derive(move || FindAlike {
        name: last.get(),
        except: record.household(),
        ..FindAlike::default()
    });
    view! { <AlikeRows typed=typed heading=say("alike-person-heading") /> }
}
