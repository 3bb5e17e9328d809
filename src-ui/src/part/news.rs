//! What is new since one last looked: a few lines at the top, a mark on each line, and under a text
//! what somebody else wrote in it.

use std::collections::BTreeMap;

use doorstep_model::DeviceKey;
use doorstep_model::edit::FieldRef;
use doorstep_model::field::Part;
use doorstep_model::history::{Happened, Moment, Piece};
use doorstep_model::id::ItemId;
use leptos::prelude::*;

use super::icon::Icon;
use super::story::{told, who};
use crate::clock;
use crate::place::Place;
use crate::record::Record;
use crate::say::{self, say};

/// Sentences in the summary.
const SHOWN: usize = 4;

fn name(names: &BTreeMap<DeviceKey, String>, record: Record, moment: &Moment) -> String {
    who(record, moment, names.get(&moment.stamp.by))
}

/// "Since you looked on Tue 17 Nov": what teammates did, in a few sentences.
#[component]
pub(crate) fn NewsSummary(record: Record) -> impl IntoView {
    let app = record.app;
    let news = move || {
        let news = record.news.get();
        let since = news.since.filter(|_| !news.moments.is_empty())?;
        let mut sentences: Vec<String> = Vec::new();
        for moment in &news.moments {
            let sentence = told(record, moment, &name(&news.names, record, moment)).sentence;
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
        let more = sentences.len().saturating_sub(SHOWN);
        sentences.truncate(SHOWN);
        let is_more = more > 0 || news.more;
        let heading = say::with("news-since", [("when", clock::moment(since).into())]);
        let label = heading.clone();
        Some(view! {
            <section class="news" data-test="news" aria-label=label>
                <p class="news-when">{heading}</p>
                <ul>
                    {sentences
                        .into_iter()
                        .map(|sentence| view! { <li data-test="news-item">{sentence}</li> })
                        .collect_view()}
                    {is_more.then(|| view! { <li>{say("news-more")}</li> })}
                </ul>
                <p class="news-buttons">
                    <button
                        class="plain"
                        data-test="news-open"
                        on:click=move |_| {
                            if let Some(id) = record.household() {
                                app.go(Place::History(id));
                            }
                        }
                    >
                        <Icon name="look" />
                        {say("news-open")}
                    </button>
                    <button
                        class="plain quiet"
                        data-test="news-away"
                        on:click=move |_| record.put_news_away()
                    >
                        {say("news-away")}
                    </button>
                </p>
            </section>
        })
    };
    view! { {news} }
}

/// The mark on a line that a teammate added or changed.
#[component]
pub(crate) fn NewsMark(record: Record, part: Part, item: Option<ItemId>) -> impl IntoView {
    let newest = record.newest_in(part, item);
    view! {
        {move || {
            newest
                .get()
                .map(|moment| {
                    let names = record.news.with(|news| news.names.clone());
                    let gaps = [
                        ("who", name(&names, record, &moment).into()),
                        ("when", clock::moment(moment.stamp.at).into()),
                    ];
                    let is_new = matches!(moment.what, Happened::Added { .. });
                    let said = if is_new {
                        say::with("news-mark-new", gaps)
                    } else {
                        say::with("news-mark-changed", gaps)
                    };
                    view! {
                        <p class="news-mark">
                            <span class="label strong" data-test="news-mark">
                                {said}
                            </span>
                        </p>
                    }
                })
        }}
    }
}

/// What somebody else wrote in a text since one last looked.
#[component]
pub(crate) fn WrittenSince(record: Record, at: FieldRef) -> impl IntoView {
    let written = record.written_in(&at);
    view! {
        {move || {
            written
                .get()
                .map(|moment| {
                    let names = record.news.with(|news| news.names.clone());
                    let words = came(&moment);
                    let gaps = [
                        ("who", name(&names, record, &moment).into()),
                        ("when", clock::moment(moment.stamp.at).into()),
                        ("words", words.clone().into()),
                    ];
                    let said = if words.is_empty() {
                        say::with("news-took-out", gaps)
                    } else {
                        say::with("news-wrote", gaps)
                    };
                    let id = moment.id.clone();
                    view! {
                        <p class="written-since" data-test="written-since">
                            <span dir="auto">{said}</span>
                            <button
                                class="dismiss"
                                data-test="written-away"
                                aria-label=say("dismiss")
                                on:click=move |_| {
                                    record
                                        .news_away
                                        .update(|away| {
                                            away.insert(id.clone());
                                        });
                                }
                            >
                                <Icon name="remove" />
                            </button>
                        </p>
                    }
                })
        }}
    }
}

/// The words that came, shortly.
fn came(moment: &Moment) -> String {
    let Happened::Wrote { pieces, .. } = &moment.what else {
        return String::new();
    };
    let came: Vec<&str> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Came(text) => Some(text.trim()),
            Piece::Kept(_) | Piece::Went(_) => None,
        })
        .filter(|text| !text.is_empty())
        .collect();
    let came = came.join(" … ");
    match came.char_indices().nth(200) {
        Some((at, _)) => format!("{}…", came.get(..at).unwrap_or_default()),
        None => came,
    }
}
