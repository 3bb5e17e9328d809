//! The places one can always go to: at the side, or under the thumb.

use leptos::prelude::*;

use super::icon::Icon;
use crate::app::App;
use crate::place::Corner;
use crate::say::say;

/// The rail.
#[component]
pub(crate) fn Rail() -> impl IntoView {
    let app = App::here();
    let here = Memo::new(move |_| app.place.with(|place| place.corner()));
    view! {
        <nav class="rail" aria-label=say("rail-name")>
            <p class="mark" aria-hidden="true">
                {say("app-name")}
            </p>
            <ul>
                {Corner::ALL
                    .into_iter()
                    .map(|corner| {
                        view! {
                            <li>
                                <button
                                    data-test=format!("open-{}", corner.word())
                                    aria-current=move || (here.get() == corner).then_some("page")
                                    on:click=move |_| app.go(corner.place())
                                >
                                    <Icon name=corner.word() />
                                    <span>{say(&format!("place-{}", corner.word()))}</span>
                                </button>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </nav>
    }
}
