//! Reading a document, again whenever it is stale.

use std::collections::BTreeMap;
use std::sync::Arc;

use doorstep_model::call::{
    GetSafetyNotes, GetTeam, JoinedHousehold, OpenHousehold, OpenersByName,
};
use doorstep_model::edit::FieldRef;
use doorstep_model::field::Part;
use doorstep_model::household::Household;
use doorstep_model::id::{DeviceKey, DocKey, ItemId};
use doorstep_model::{Heads, Problem, ProblemCode};
use leptos::prelude::*;

use super::line::{self, Line, Lines};
use super::{Doc, Record};
use crate::app::tick;
use crate::bridge::ask;
use crate::draft::Tick;

/// What a document says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct View {
    /// The state it was read at.
    pub(crate) heads: Heads,
    /// Made by a newer version.
    pub(crate) read_only: bool,
    lines: Lines,
    /// Names of the devices in its stamps.
    pub(crate) names: BTreeMap<DeviceKey, String>,
    /// Changes of it that only this device holds.
    pub(crate) unsent: u32,
    /// Households whose lines are among these.
    pub(crate) joined: Vec<JoinedHousehold>,
    /// The household that shows these lines among its own.
    pub(crate) shown_in: Option<DocKey>,
    /// Names of the households that marks of joining lead to.
    pub(crate) households: BTreeMap<DocKey, String>,
    /// Who alone can open it, by name; `None` where everybody can.
    pub(crate) openers: Option<OpenersByName>,
}

impl View {
    /// A household as it was, to be looked at only.
    pub(crate) fn then(household: &Household, names: BTreeMap<DeviceKey, String>) -> Self {
        Self {
            heads: household.heads.clone(),
            read_only: true,
            lines: line::of_household(household),
            names,
            unsent: 0,
            joined: Vec::new(),
            shown_in: None,
            households: BTreeMap::new(),
            openers: None,
        }
    }

    /// A part's lines.
    pub(crate) fn part(&self, part: Part) -> &[Line] {
        self.lines.get(&part).map(Vec::as_slice).unwrap_or_default()
    }

    /// One line.
    pub(crate) fn line(&self, part: Part, item: Option<&ItemId>) -> Option<&Line> {
        self.part(part).iter().find(|line| line.id.as_ref() == item)
    }

    /// A field's text.
    pub(crate) fn text(&self, at: &FieldRef) -> Option<String> {
        let line = self.line(at.part, at.item.as_ref())?;
        Some(line.text(&at.field))
    }
}

impl Record {
    /// Reads the document; `seen` when a person has come to look at it.
    pub(crate) async fn refresh(self, seen: bool) {
        let asked = tick();
        match self.read(seen).await {
            Ok(view) => self.show(view, asked),
            Err(problem) => {
                self.app.heed(&problem);
                // What was erased, or is for others, is not looked at any longer. What was typed and not saved stays in its fields.
                if matches!(problem.code, ProblemCode::Erased | ProblemCode::NotForYou) {
                    self.view.set(None);
                }
                self.problem.set(Some(problem));
            }
        }
    }

    /// The household that shows this one's lines, if it was joined into another.
    pub(crate) fn shown_in(self) -> Option<DocKey> {
        self.view
            .with_untracked(|view| view.as_ref()?.shown_in.clone())
    }

    async fn read(self, seen: bool) -> Result<View, Problem> {
        match self.doc() {
            Doc::Household(id) => {
                let opened = ask(OpenHousehold { id, seen }).await?;
                Ok(View {
                    heads: opened.household.heads.clone(),
                    read_only: opened.household.read_only,
                    lines: line::of_household(&opened.household),
                    names: opened.names,
                    unsent: opened.unsent,
                    joined: opened.joined,
                    shown_in: opened.shown_in,
                    households: opened.households,
                    openers: opened.openers,
                })
            }
            Doc::SafetyNote { household, id } => {
                let read = ask(GetSafetyNotes { household }).await?;
                let found = read.notes.into_iter().find(|document| document.id == id);
                let document = found.ok_or(ProblemCode::NotHere)?;
                Ok(View {
                    heads: document.heads,
                    read_only: document.read_only,
                    lines: line::of_safety_note(&document.note),
                    names: read.names,
                    unsent: 0,
                    joined: Vec::new(),
                    shown_in: None,
                    households: BTreeMap::new(),
                    openers: None,
                })
            }
            Doc::Team => {
                let page = ask(GetTeam {}).await?;
                let names = page
                    .devices
                    .iter()
                    .filter_map(|device| Some((device.device.clone(), device.name.clone()?)))
                    .collect();
                let view = View {
                    heads: page.team.heads.clone(),
                    read_only: page.team.read_only,
                    lines: line::of_team(&page.team),
                    names,
                    unsent: 0,
                    joined: Vec::new(),
                    shown_in: None,
                    households: BTreeMap::new(),
                    openers: None,
                };
                self.app.team.set(Some(Arc::new(page)));
                Ok(view)
            }
        }
    }

    fn show(self, view: View, asked: Tick) {
        if asked < self.shown_at.get_value() {
            return;
        }
        self.shown_at.set_value(asked);
        self.problem.set(None);
        self.begun.update(|begun| {
            begun.retain(|item, edits| {
                let part = super::begun::part_of(edits);
                part.is_none_or(|part| view.line(part, Some(item)).is_none())
            });
        });
        self.merge_texts(&view, asked);
        if self
            .view
            .with_untracked(|shown| shown.as_deref() != Some(&view))
        {
            self.view.set(Some(Arc::new(view)));
        }
    }
}
