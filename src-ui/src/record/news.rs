//! What teammates did to a household since one last looked at it here.

use doorstep_model::call::{GetNews, HaveLooked};
use doorstep_model::edit::FieldRef;
use doorstep_model::field::Part;
use doorstep_model::history::{Happened, Moment};
use doorstep_model::id::ItemId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Record;
use crate::bridge::ask;

impl Record {
    /// Asks what is new.
    pub(crate) fn ask_news(self) {
        let Some(id) = self.household() else { return };
        spawn_local(async move {
            match ask(GetNews { id }).await {
                Ok(news) => self.news.set(news),
                Err(problem) => self.app.heed(&problem),
            }
        });
    }

    /// The person has seen what the screen shows: it is no news any more when they come back.
    pub(crate) fn have_looked(self) {
        let heads = self
            .view
            .with_untracked(|view| view.as_ref().map(|view| view.heads.clone()));
        let (Some(id), Some(heads)) = (self.household(), heads) else {
            return;
        };
        if !self.app.is_open() {
            return;
        }
        spawn_local(async move {
            // On a full disk it is news once more, which harms nobody.
            if let Err(problem) = ask(HaveLooked { id, heads }).await {
                self.app.heed(&problem);
            }
        });
    }

    /// Puts all news away, now.
    pub(crate) fn put_news_away(self) {
        self.have_looked();
        self.news.update(|news| news.moments.clear());
    }

    /// The newest thing that a teammate did in a line, followed as it changes.
    pub(crate) fn newest_in(self, part: Part, item: Option<ItemId>) -> Memo<Option<Moment>> {
        Memo::new(move |_| {
            self.news.with(|news| {
                let mut moments = news.moments.iter();
                let found = moments.find(|moment| moment.part == part && moment.item == item);
                found.cloned()
            })
        })
    }

    /// What a teammate wrote into a text, until it is put away.
    pub(crate) fn written_in(self, at: &FieldRef) -> Memo<Option<Moment>> {
        let at = at.clone();
        Memo::new(move |_| {
            let away = self.news_away.get();
            self.news.with(|news| {
                let mut moments = news.moments.iter();
                let found = moments.find(|moment| {
                    let same = moment.part == at.part && moment.item == at.item;
                    let wrote =
                        matches!(&moment.what, Happened::Wrote { field, .. } if *field == at.field);
                    same && wrote && !away.contains(&moment.id)
                });
                found.cloned()
            })
        })
    }
}
