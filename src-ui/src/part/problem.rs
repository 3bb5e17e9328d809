//! What went wrong, at the top of a form or a screen, with the focus.

use doorstep_model::{Problem, ProblemCode};
use leptos::html;
use leptos::prelude::*;

use super::heading::focus_soon;
use super::icon::Icon;
use crate::say::{self, say};

/// The same sentence beside the field that a problem is about: of the first problem with one of
/// these codes.
pub(crate) fn beside(
    problems: RwSignal<Vec<Problem>>,
    codes: &'static [ProblemCode],
) -> MaybeProp<String> {
    MaybeProp::derive(move || {
        problems.with(|problems| {
            let about = |problem: &&Problem| codes.contains(&problem.code);
            problems.iter().find(about).map(say::problem)
        })
    })
}

/// The summary; nothing while there are no problems. `retry` tries again what failed.
#[component]
pub(crate) fn ErrorSummary(
    #[prop(into)] problems: Signal<Vec<Problem>>,
    #[prop(optional, into)] retry: Option<Callback<()>>,
) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    let problems = Memo::new(move |_| problems.get());
    Effect::new(move |before: Option<Vec<Problem>>| {
        let now = problems.get();
        if !now.is_empty()
            && before.as_ref() != Some(&now)
            && let Some(element) = summary.get()
            && retry.is_none()
        {
            focus_soon(element.into());
        }
        now
    });
    view! {
        <Show when=move || problems.with(|problems| !problems.is_empty())>
            <div
                class="error-summary"
                role="alert"
                tabindex="-1"
                node_ref=summary
                data-test="error-summary"
            >
                <Icon name="warning" />
                <div>
                    <h2>{say("error-heading")}</h2>
                    <ul>
                        {move || {
                            problems
                                .get()
                                .iter()
                                .map(|problem| {
                                    view! {
                                        <li data-test="error-item" data-code=problem.code.word()>
                                            {say::problem(problem)}
                                        </li>
                                    }
                                })
                                .collect_view()
                        }}
                    </ul>
                    {retry
                        .map(|retry| {
                            view! {
                                <button
                                    class="plain"
                                    data-test="try-again"
                                    on:click=move |_| retry.run(())
                                >
                                    {say("try-again")}
                                </button>
                            }
                        })}
                </div>
            </div>
        </Show>
    }
}
