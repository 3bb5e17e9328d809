//! The lines of a part: each in a few words, edited in place, removed with a way back.

use std::collections::BTreeSet;

use doorstep_model::field::{Part, Scalar, Value};
use doorstep_model::household::ActionEnd;
use doorstep_model::id::ItemId;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::asked_later::AskedLater;
use super::both_changed::BothChanged;
use super::heading::{focus_first_of, focus_if_there, focus_soon};
use super::icon::Icon;
use super::in_view::show_all_of;
use super::line_editor::LineEditor;
use super::newest::ShowRemoved;
use super::news::NewsMark;
use super::summary::{nothing_written, summary};
use crate::draft::Tick;
use crate::record::{Line, Record, place};
use crate::say::{self, say};
use crate::{clock, form, timer};

/// The part's lines that `keep` lets through, and a button to add one that begins with `begins`.
#[component]
pub(crate) fn PartLines(
    record: Record,
    part: Part,
    /// Which lines; all if not given. Lines begun here are always shown.
    #[prop(optional, into)]
    keep: Option<Callback<Line, bool>>,
    /// What a new line begins with.
    #[prop(optional, into)]
    begins: Option<Callback<(), Vec<(String, Value)>>>,
    /// What is said while there are none.
    #[prop(optional, into)]
    empty: Option<String>,
    /// So many of them, the newest, until one asks for the earlier ones.
    #[prop(optional)]
    first: Option<usize>,
    /// Nothing is added here.
    #[prop(optional)]
    fixed: bool,
    /// A line is begun whenever this grows, for a button that stands elsewhere.
    #[prop(optional, into)]
    start: Option<Signal<u32>>,
) -> impl IntoView {
    let form = form::of(part);
    // Not during a visit.
    let later = !form::later(part).is_empty() && keep.is_none();
    let items = record.items(part);
    // What can't be read is on the screen only, and so it stays there.
    let held = record.holding_words(part).into_iter().filter(|item| {
        let begun = untrack(|| record.begun_line(part, item));
        begun.is_none_or(|line| keep.is_none_or(|keep| keep.run(line)))
    });
    let editing = RwSignal::new(held.collect::<BTreeSet<ItemId>>());
    // Closed, and on its way to the disk: its row stays, so that nothing below it moves twice.
    let closing = RwSignal::new(BTreeSet::<ItemId>::new());
    let add_button = NodeRef::<html::Button>::new();
    let removed_shown = RwSignal::new(false);
    let shown = Memo::new(move |_| {
        let with_removed = removed_shown.get();
        items
            .get()
            .into_iter()
            .filter(|item| {
                record.view.with(|view| {
                    let line = view.as_ref().and_then(|view| view.line(part, Some(item)));
                    match line {
                        Some(line) => {
                            let kept = keep.is_none_or(|keep| keep.run(line.clone()));
                            // One that is taken out while it is open stays, and says so.
                            let open = || editing.with(|editing| editing.contains(item));
                            kept && (line.removed.is_none() || with_removed || open())
                        }
                        // One that was begun somewhere else on the screen is that place's.
                        None => {
                            editing.with(|editing| editing.contains(item))
                                || closing.with(|closing| closing.contains(item))
                        }
                    }
                })
            })
            .collect::<Vec<_>>()
    });
    let all = RwSignal::new(false);
    let hidden = Memo::new(move |_| match first {
        Some(first) if !all.get() => shown.with(|shown| earlier(shown.len(), first)),
        _ => 0,
    });
    let rows = move || {
        let (mut rows, hidden) = (shown.get(), hidden.get());
        let mut place = 0;
        rows.retain(|item| {
            place += 1;
            // One that is open stays, whatever comes after it.
            place > hidden || editing.with_untracked(|editing| editing.contains(item))
        });
        rows
    };
    let removed = Memo::new(move |_| {
        record.view.with(|view| {
            let lines = view
                .as_ref()
                .map(|view| view.part(part))
                .unwrap_or_default();
            lines
                .iter()
                .filter(|line| line.removed.is_some())
                .filter(|line| keep.is_none_or(|keep| keep.run((*line).clone())))
                .count()
        })
    });
    let add = move || {
        let fields = begins.map(|begins| begins.run(())).unwrap_or_default();
        let item = record.begin(part, fields);
        editing.update(|editing| {
            editing.insert(item);
        });
    };
    if let Some(start) = start {
        Effect::new(move |before: Option<u32>| {
            let now = start.get();
            if before.is_some_and(|before| before < now) {
                untrack(add);
            }
            now
        });
    }
    view! {
        {empty
            .map(|empty| {
                view! {
                    <Show when=move || shown.with(Vec::is_empty)>
                        <p class="empty">{empty.clone()}</p>
                    </Show>
                }
            })}
        <Show when=move || { hidden.get() > 0 }>
            <button
                class="plain earlier"
                data-test=format!("earlier-{}", form.word)
                on:click=move |_| all.set(true)
            >
                {move || say::with("lines-earlier", [("count", hidden.get().into())])}
            </button>
        </Show>
        <ul class="lines">
            <For each=rows key=ItemId::clone let:item>
                <LineRow
                    record=record
                    part=part
                    item=item
                    editing=editing
                    closing=closing
                    later=later
                    add=add_button
                />
            </For>
        </ul>
        <p class="part-buttons">
            <Show when=move || !fixed && !record.read_only().get()>
                <button
                    class="plain add"
                    node_ref=add_button
                    data-test=format!("add-{}", form.word)
                    on:click=move |_| add()
                >
                    <Icon name="add" />
                    {say(&format!("add-{}", form.word))}
                </button>
            </Show>
            <ShowRemoved
                count=removed
                shown=removed_shown
                test=format!("show-removed-{}", form.word)
            />
        </p>
    }
}

/// How many lines wait: one alone is not worth a button.
fn earlier(count: usize, first: usize) -> usize {
    match count.saturating_sub(first) {
        1 => 0,
        more => more,
    }
}

#[component]
fn LineRow(
    record: Record,
    part: Part,
    item: ItemId,
    editing: RwSignal<BTreeSet<ItemId>>,
    closing: RwSignal<BTreeSet<ItemId>>,
    later: bool,
    /// What began the line, if it was begun here.
    add: NodeRef<html::Button>,
) -> impl IntoView {
    let word = form::of(part).word;
    let row = NodeRef::<html::Li>::new();
    let line = record.line(part, Some(item.clone()));
    let is_removed = Memo::new(move |_| {
        line.with(|line| line.as_ref().is_some_and(|line| line.removed.is_some()))
    });
    let has_class = Memo::new(move |_| {
        line.with(|line| {
            line.as_ref()
                .is_some_and(|line| !line.text("class").is_empty())
        })
    });
    let open = {
        let item = item.clone();
        Memo::new(move |_| editing.with(|editing| editing.contains(&item)))
    };
    let close = {
        let item = item.clone();
        Callback::new(move |()| {
            record.flush();
            // What can't be read would be nowhere: the editor stays, and the field says why.
            if record.is_not_read(part, Some(&item)) {
                if let Some(row) = row.get_untracked() {
                    focus_first_of((*row).clone().into(), "[aria-invalid=true]".to_owned());
                }
                return;
            }
            if !record.is_settled() && untrack(|| record.is_begun_only(&item)) {
                stay_until_saved(record, closing, item.clone());
            }
            editing.update(|editing| {
                editing.remove(&item);
            });
            record.forget(&item);
            back_to_row(record, word, item.clone(), add);
        })
    };
    Effect::new(move |_| {
        if open.get()
            && let Some(row) = row.get()
        {
            show_all_of(row.into());
        }
    });
    let id = item.to_string();
    let (item_both, item_news, item_editor, item_later) =
        (item.clone(), item.clone(), item.clone(), item);
    view! {
        <li
            class="line"
            node_ref=row
            class:removed=is_removed
            class:open=open
            data-test=format!("{word}-row")
            data-item=id
            data-removed=move || is_removed.get().to_string()
        >
            <BothChanged record=record part=part item=Some(item_both) />
            <NewsMark record=record part=part item=Some(item_news) />
            <Show
                when=move || open.get()
                fallback=move || {
                    view! { <LineWords record=record part=part line=line editing=editing /> }
                }
            >
                <LineEditor record=record part=part item=item_editor.clone() done=close />
            </Show>
            {later
                .then(|| {
                    let item = item_later.clone();
                    view! {
                        <Show when=move || !open.get() && !is_removed.get() && !has_class.get()>
                            <details class="later">
                                <summary data-test="demand-later">{say("asked-later")}</summary>
                                <AskedLater record=record item=item.clone() />
                            </details>
                        </Show>
                    }
                })}
        </li>
    }
}

/// A new line keeps its row until the disk has it. One that nothing was written into goes then.
fn stay_until_saved(record: Record, closing: RwSignal<BTreeSet<ItemId>>, item: ItemId) {
    closing.update(|closing| {
        closing.insert(item.clone());
    });
    spawn_local(async move {
        while !record.is_settled() {
            timer::sleep(50).await;
        }
        record.forget(&item);
        let _left_meanwhile = closing.try_update(|closing| {
            closing.remove(&item);
        });
    });
}

/// The editor was closed: the focus goes to the row's own button, or to the one that adds a line if
/// the row went. A line that is on its way to the disk has its row when it is there.
fn back_to_row(record: Record, word: &'static str, item: ItemId, add: NodeRef<html::Button>) {
    let edit = format!("[data-test={word}-row][data-item='{item}'] [data-test=edit-{word}]");
    spawn_local(async move {
        timer::two_frames().await;
        for _ in 0..40 {
            if focus_if_there(&edit) {
                return;
            }
            if record.is_settled() && !untrack(|| record.is_begun_only(&item)) {
                break;
            }
            timer::sleep(50).await;
        }
        if let Some(add) = add.try_get_untracked().flatten() {
            focus_soon(add.into());
        }
    });
}

#[component]
fn LineWords(
    record: Record,
    part: Part,
    line: Memo<Option<Line>>,
    editing: RwSignal<BTreeSet<ItemId>>,
) -> impl IntoView {
    let word = form::of(part).word;
    let what =
        Memo::new(move |_| line.with(|line| line.as_ref().map(|line| summary(record, part, line))));
    let text = move || {
        what.get().map(|what| {
            let blank = what.words.trim().is_empty();
            let words = if blank { nothing_written() } else { what.words };
            let class = match (what.own, blank) {
                (_, true) => "line-text blank",
                (true, false) => "line-text own",
                (false, false) => "line-text",
            };
            let notes = what.notes.join(" · ");
            let label = what.label;
            view! {
                {(!label.is_empty())
                    .then(|| {
                        view! { <p class="line-label"><span class="label" dir="auto">{label}</span></p> }
                    })}
                <p class=class dir="auto">{words}</p>
                {(!notes.is_empty()).then(|| view! { <p class="note" dir="auto">{notes}</p> })}
                {what
                    .below
                    .into_iter()
                    .map(|text| view! { <p class="line-below" dir="auto">{text}</p> })
                    .collect_view()}
            }
        })
    };
    let buttons = move || {
        let line = line.get()?;
        let item = line.id.clone()?;
        if record.read_only().get() {
            return None;
        }
        let called = what.get().map(|what| what.words).unwrap_or_default();
        let called: String = called.chars().take(60).collect();
        if let Some(removed) = &line.removed {
            let said = say::with("removed-when", [("when", clock::moment(removed.at).into())]);
            return Some(
                view! {
                    <span class="note">{said}</span>
                    <button
                        class="plain"
                        data-test=format!("restore-{word}")
                        on:click=move |_| {
                            record.app.focus_undo();
                            record.restore(part, &item);
                        }
                    >
                        {say("undo-restore")}
                    </button>
                }
                .into_any(),
            );
        }
        let (edit, remove, done) = (item.clone(), item.clone(), item);
        let unfinished = part == Part::Actions && line.text("ended").is_empty();
        let sorted = part == Part::Demands && line.text("sorted_on").is_empty();
        let sorted_item = done.clone();
        Some(
            view! {
                {unfinished
                    .then(|| {
                        view! {
                            <button
                                class="plain"
                                data-test="action-done"
                                aria-label=say::with("mark-done", [("what", called.clone().into())])
                                on:click=move |_| {
                                    end_action(record, &done);
                                }
                            >
                                <Icon name="done" />
                                {say("action-done")}
                            </button>
                        }
                    })}
                {sorted
                    .then(|| {
                        view! {
                            <button
                                class="plain"
                                data-test="demand-sorted"
                                aria-label=say::with("mark-sorted", [("what", called.clone().into())])
                                on:click=move |_| sort(record, &sorted_item)
                            >
                                <Icon name="done" />
                                {say("demand-sorted")}
                            </button>
                        }
                    })}
                <button
                    class="plain"
                    data-test=format!("edit-{word}")
                    aria-label=say::with("edit-this", [("what", called.clone().into())])
                    on:click=move |_| {
                        editing
                            .update(|editing| {
                                editing.insert(edit.clone());
                            });
                    }
                >
                    <Icon name="edit" />
                    {say("edit")}
                </button>
                <button
                    class="plain"
                    data-test=format!("remove-{word}")
                    aria-label=say::with("remove-this", [("what", called.into())])
                    on:click=move |_| {
                        record.app.focus_undo();
                        record.remove(part, &remove);
                    }
                >
                    <Icon name="remove" />
                    {say("remove")}
                </button>
            }
            .into_any(),
        )
    };
    view! {
        <div class="line-words">
            <div class="line-main">{text}</div>
            <div class="line-buttons">{buttons}</div>
        </div>
    }
}

/// Marks an action as done today. Gives what the undo of it is known by.
pub(crate) fn end_action(record: Record, item: &ItemId) -> Tick {
    let at = |name: &str| place(Part::Actions, Some(item), name);
    let today = clock::today();
    record.mark_all(
        say("action-is-done"),
        vec![
            (at("ended"), Some(ActionEnd::Done.to_value())),
            (at("ended_on"), Some(today.to_value())),
        ],
    )
}

/// The household says that what they asked for is sorted, today.
fn sort(record: Record, item: &ItemId) {
    let at = place(Part::Demands, Some(item), "sorted_on");
    let today = clock::today().to_value();
    record.mark_all(say("demand-is-sorted"), vec![(at, Some(today))]);
}
