//! What Doorstep is built from, and the licences of it.

mod list;

use std::sync::Arc;

use doorstep_model::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::part::{ErrorSummary, Heading};
use crate::say::{self, say};
use list::{Entry, Licences};

/// The screen.
#[component]
pub(crate) fn LicencesScreen() -> impl IntoView {
    let list = RwSignal::new(None::<Arc<Licences>>);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let fetch = move || {
        spawn_local(async move {
            // The screen may be gone before it is there.
            match list::fetch().await {
                Ok(fetched) => {
                    let _ = problems.try_set(Vec::new());
                    let _ = list.try_set(Some(Arc::new(fetched)));
                }
                Err(problem) => {
                    let _ = problems.try_set(vec![problem]);
                }
            }
        });
    };
    fetch();
    let is_looking = move || list.with(Option::is_none) && problems.with(Vec::is_empty);
    view! {
        <Heading text=say("licences-heading") />
        <ErrorSummary problems=problems retry=Callback::new(move |()| fetch()) />
        <p>{say("licences-says")}</p>
        <Show when=is_looking>
            <p class="note">{say("licences-looking")}</p>
        </Show>
        {move || list.get().map(|list| view! { <Parts list=list /> })}
    }
}

#[component]
fn Parts(list: Arc<Licences>) -> impl IntoView {
    let others = say::with("licences-packages", [("count", list.packages.len().into())]);
    let sections = [
        ("licences-ours", say("licences-ours"), list.ours.clone()),
        (
            "licences-typefaces",
            say("licences-typefaces"),
            list.typefaces.clone(),
        ),
        ("licences-packages", others, list.packages.clone()),
    ];
    sections
        .into_iter()
        .map(|(test, heading, entries)| {
            let list = list.clone();
            let rows = entries.into_iter().map(move |entry| {
                view! { <Row list=list.clone() entry=entry /> }
            });
            view! {
                <section class="part" data-test=test>
                    <h2>{heading}</h2>
                    <ul class="plain-list">{rows.collect_view()}</ul>
                </section>
            }
        })
        .collect_view()
}

/// One part. Its texts are put on the page when they are first opened.
#[component]
fn Row(list: Arc<Licences>, entry: Entry) -> impl IntoView {
    let opened = RwSignal::new(false);
    let name = entry.name.clone();
    let texts = {
        let entry = entry.clone();
        move || {
            opened.get().then(|| {
                let texts = list.texts_of(&entry).into_iter();
                texts
                    .map(|text| {
                        view! {
                            <p class="line-text note" lang="en" dir="ltr" data-test="licence-text">
                                {text}
                            </p>
                        }
                    })
                    .collect_view()
            })
        }
    };
    let source = (!entry.source.is_empty()).then(|| {
        say::with(
            "licences-source",
            [("address", entry.source.clone().into())],
        )
    });
    view! {
        <li>
            <details on:toggle=move |_| opened.set(true)>
                <summary data-test="licence-row" data-name=name>
                    <bdi translate="no">{format!("{} {}", entry.name, entry.version)}</bdi>
                    " "
                    <bdi class="note" translate="no">{entry.licence}</bdi>
                </summary>
                {source.map(|source| view! { <p class="note">{source}</p> })}
                {texts}
            </details>
        </li>
    }
}
