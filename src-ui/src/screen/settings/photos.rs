//! The room that photos take on this device, and letting go of those that the server has too.

use doorstep_model::Problem;
use doorstep_model::call::{AttachmentSpace, GetAttachmentSpace, LetAttachmentsGo, Settings};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Choice;
use crate::app::App;
use crate::bridge::ask;
use crate::say::{self, say};

/// Megabytes that one can choose; 0 keeps all.
const LIMITS: [u32; 5] = [200, 500, 1_000, 5_000, 0];
const MEGABYTE: u64 = 1024 * 1024;

/// The section.
#[component]
pub(super) fn Photos(
    problems: RwSignal<Vec<Problem>>,
    /// Changes the megabytes that photos may take.
    change: Callback<u32>,
) -> impl IntoView {
    let app = App::here();
    let space = RwSignal::new(None::<AttachmentSpace>);
    let ask_space = move || {
        spawn_local(async move {
            match ask(GetAttachmentSpace {}).await {
                Ok(found) => {
                    let _ = space.try_set(Some(found));
                }
                Err(problem) => app.heed(&problem),
            }
        });
    };
    Effect::new(move |_| {
        app.attachments.track();
        ask_space();
    });
    let let_go = move |_| {
        spawn_local(async move {
            let before = space.get_untracked().unwrap_or_default();
            match ask(LetAttachmentsGo {}).await {
                Ok(after) => {
                    let gone = before.count.saturating_sub(after.count);
                    let said = say::with("photo-space-let-gone", [("count", gone.into())]);
                    app.announced.set(said);
                    let _ = space.try_set(Some(after));
                }
                Err(problem) => {
                    app.heed(&problem);
                    let _ = problems.try_set(vec![problem]);
                }
            }
        });
    };
    let options = LIMITS
        .iter()
        .map(|megabytes| {
            let label = match megabytes {
                0 => say("photo-space-all"),
                megabytes => say::with("photo-space-up-to", [("megabytes", (*megabytes).into())]),
            };
            (megabytes.to_string(), label)
        })
        .collect::<Vec<_>>();
    let settings = app.settings;
    let chosen = Signal::derive(move || {
        settings.with(|settings: &Settings| settings.attachment_megabytes.to_string())
    });
    let takes = move || {
        let space = space.get()?;
        if space.count == 0 {
            return Some(say("photo-space-none"));
        }
        let megabytes = space.bytes.div_ceil(MEGABYTE);
        let gaps = [
            ("count", space.count.into()),
            ("megabytes", megabytes.into()),
        ];
        let mut said = say::with("photo-space", gaps);
        if space.only_here > 0 {
            let more = [("count", space.only_here.into())];
            said = format!("{said} {}", say::with("photo-space-only-here", more));
        }
        Some(said)
    };
    let count = move || space.get().map(|space| space.count.to_string());
    let can_go = Memo::new(move |_| {
        space
            .get()
            .is_some_and(|space| space.count > space.only_here)
    });
    view! {
        <section class="part">
            <h2>{say("photo-space-heading")}</h2>
            <p data-test="photo-space" data-count=count>
                {takes}
            </p>
            <Choice
                test="setting-photo-space"
                label=say("photo-space-limit")
                options=options
                chosen=chosen
                change=Callback::new(move |word: String| change.run(word.parse().unwrap_or(0)))
            />
            <p class="note">{say("photo-space-says")}</p>
            <Show when=move || can_go.get()>
                <p class="actions">
                    <button
                        class="button quiet"
                        data-test="let-photos-go"
                        on:click=let_go
                    >
                        {say("photo-space-let-go")}
                    </button>
                </p>
                <p class="note">{say("photo-space-let-go-says")}</p>
            </Show>
        </section>
    }
}
