//! First entries for the team's own lists: offered while a list is short, never put in by themselves.

use doorstep_model::field::{Part, Value};
use leptos::prelude::*;

use crate::part::Icon;
use crate::record::Record;
use crate::say::{self, say};

/// A list that has this many of its own needs no offers.
const ENOUGH: usize = 6;

/// A touch puts one in.
#[component]
pub(super) fn Offers(record: Record, part: Part, word: &'static str) -> impl IntoView {
    let offers = say::maybe(&format!("offers-{word}")).unwrap_or_default();
    let offers: Vec<String> = split(&offers);
    let left = Memo::new(move |_| {
        record.view.with(|view| {
            let lines = view.as_ref().map(|view| view.part(part));
            let lines = lines.unwrap_or_default().iter();
            let there: Vec<String> = lines
                .filter(|line| line.removed.is_none())
                .map(|line| line.text("name"))
                .collect();
            not_there(&offers, &there)
        })
    });
    view! {
        <Show when=move || !left.with(Vec::is_empty) && !record.read_only().get()>
            <div class="offers">
                <p class="note">{say("offers-lead")}</p>
                <ul class="pills">
                    {move || {
                        left.get()
                            .into_iter()
                            .map(|offer| {
                                let name = offer.clone();
                                view! {
                                    <li>
                                        <button
                                            class="pill"
                                            data-test="offer"
                                            data-part=word
                                            on:click=move |_| add(record, part, &name)
                                        >
                                            <Icon name="add" />
                                            {offer}
                                        </button>
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
            </div>
        </Show>
    }
}

fn add(record: Record, part: Part, name: &str) {
    let said = say::with("offer-added", [("what", name.to_owned().into())]);
    let fields = vec![("name".to_owned(), Value::Text(name.to_owned()))];
    record.add(part, fields, said);
}

/// Sentences hold lists with semicolons between.
fn split(text: &str) -> Vec<String> {
    let parts = text.split(';').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn not_there(offers: &[String], there: &[String]) -> Vec<String> {
    if there.len() >= ENOUGH {
        return Vec::new();
    }
    let is_there = |offer: &String| {
        let folded = offer.to_lowercase();
        there
            .iter()
            .any(|name| name.trim().to_lowercase() == folded)
    };
    offers
        .iter()
        .filter(|offer| !is_there(offer))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_offered_no_more_and_a_long_list_needs_no_offers() {
        let offers = split("A rule; IT that does not work ;; A budget");
        assert_eq!(offers.len(), 3);
        let there = [" a rule".to_owned()];
        assert_eq!(
            not_there(&offers, &there),
            ["IT that does not work", "A budget"]
        );
        let many: Vec<String> = (0..6).map(|number| number.to_string()).collect();
        assert!(not_there(&offers, &many).is_empty());
    }
}
