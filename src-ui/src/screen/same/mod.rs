//! "This is the same household as …": find the other one, look at both side by side, join them.

mod both;

use doorstep_model::Problem;
use doorstep_model::call::FindAlike;
use doorstep_model::field::Part;
use doorstep_model::id::DocKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::App;
use crate::part::{Among, ErrorSummary, FindHousehold, Heading};
use crate::record::Doc;
use crate::say::{self, say};

/// The screen.
#[component]
pub(crate) fn Same(id: DocKey) -> impl IntoView {
    let app = App::here();
    let record = app.record(Doc::Household(id.clone()));
    spawn_local(async move { record.refresh(false).await });
    let about = record.line(Part::About, None);
    let read = move |field: &'static str| {
        about.with(|about| {
            let about = about.as_ref();
            about.map(|about| about.text(field)).unwrap_or_default()
        })
    };
    let heading =
        Signal::derive(move || say::with("same-heading", [("name", read("name").into())]));
    let problems = RwSignal::new(Vec::<Problem>::new());
    let other = RwSignal::new(None::<DocKey>);
    let search = RwSignal::new(String::new());
    let alike = {
        let id = id.clone();
        Signal::derive(move || FindAlike {
            name: read("name"),
            address: read("address"),
            except: Some(id.clone()),
        })
    };
    let among = Among {
        with_closed: true,
        except: Some(id.clone()),
        ..Among::default()
    };
    let choose = Callback::new(move |chosen: DocKey| {
        problems.set(Vec::new());
        other.set(Some(chosen));
    });
    let first = id;
    view! {
        <Heading text=heading />
        <ErrorSummary problems=problems />
        <Show
            when=move || other.with(Option::is_none)
            fallback=move || {
                other
                    .get()
                    .map(|other_id| {
                        view! {
                            <both::Both
                                first=first.clone()
                                second=other_id
                                problems=problems
                                back=Callback::new(move |()| other.set(None))
                            />
                        }
                    })
            }
        >
            <p>{say("same-intro")}</p>
            <FindHousehold
                field="same-search"
                row="same-row"
                label=say("same-search")
                search=search
                among=among.clone()
                alike=alike
                alike_heading=say("same-alike")
                problems=problems
                chosen=choose
            />
        </Show>
    }
}
