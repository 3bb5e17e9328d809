//! It is here: the words for the team that had it.

use leptos::prelude::*;

use super::{TAKEN, Taken, Taking};
use crate::part::Landing;
use crate::place::Place;
use crate::say::{self, say};
use crate::screen::join::SixWords;

/// The words, and the way to the household.
#[component]
pub(super) fn IsHere(taking: Taking, taken: Taken) -> impl IntoView {
    let app = taking.app;
    let (taken, from) = taken;
    let id = taken.household;
    let tell = say::with("taken-tell", [("team", from.into())]);
    let lacks = (taken.lacks > 0).then(|| {
        view! {
            <p class="notice" data-test="taken-lacks">
                {say::with("taken-lacks", [("count", taken.lacks.into())])}
            </p>
        }
    });
    let another = move |_| {
        app.keep(TAKEN, String::new());
        taking.begin_anew();
        taking.taken.set(None);
    };
    view! {
        <section class="part" data-test="taken">
            <Landing text=say("taken-heading") acted=taking.acted />
            <p dir="auto" data-test="taken-tell">
                {tell}
            </p>
            <SixWords words=taken.words />
            <p>{say("taken-only-here")}</p>
            <p class="note">{say("taken-again")}</p>
            {lacks}
            <p class="actions">
                <button
                    class="button"
                    data-test="taken-open"
                    on:click=move |_| app.go(Place::Household(id.clone()))
                >
                    {say("taken-open")}
                </button>
                <button class="plain" data-test="taken-another" on:click=another>
                    {say("taken-another")}
                </button>
            </p>
        </section>
    }
}
