//! Search over everything on this device: each word that was typed must be somewhere in the
//! household, as the beginning of a word. Accents and capitals do not count. If nothing is found so,
//! each word may have a slip in it: names are compared by their pieces of three letters, and for
//! everything else the words that are one slip away from the typed one are looked up.
//!
//! A word that stands in few places is looked up whole. One that stands nearly everywhere is not:
//! households are then asked in the order of the list whether they have it, until the page is full.
//! If many were asked in vain, all hits are looked up after all: two words that are everywhere, and
//! hardly ever in one household.

mod around;
mod hits;
mod like;
mod shown_in;
mod slips;
mod sought;
mod vocabulary;

use std::collections::BTreeSet;

use doorstep_model::call::Found;
use rusqlite::Connection;

use crate::store::StoreFault;
use crate::store::project;
use crate::store::project::index::LONGEST;

use hits::Hits;
use shown_in::ShownIn;
use sought::Sought;

pub(super) use like::{likeness, pieces};
pub(super) use slips::one_slip;
pub(super) use sought::names_beginning_with;
pub(super) use vocabulary::{Among, one_slip_away};

/// Words of a search that count.
const MOST_WORDS: usize = 8;

/// The words that were typed: folded, and no more and no longer ones than count.
pub(super) fn split(typed: &str) -> Vec<String> {
    let words = project::words_of(typed).into_iter().take(MOST_WORDS);
    words
        .map(|word| word.chars().take(LONGEST).collect())
        .collect()
}

/// Which hits: those in names come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tier {
    /// Every word is in a name.
    Names,
    /// Some word is elsewhere only.
    Elsewhere,
}

/// How a household has all the words.
pub(super) struct Stands {
    pub(super) tier: Tier,
    /// The first line with a word that is in no name, and which word that is.
    pub(super) hit: Option<(i64, usize)>,
}

/// Where the typed words stand.
pub(super) struct Search {
    words: Vec<Word>,
    shown_in: ShownIn,
}

struct Word {
    names: Hits,
    rest: Hits,
    beginnings: Vec<String>,
    is_whole: bool,
}

impl Search {
    /// Where words stand that begin as what was typed.
    pub(super) fn exactly(conn: &Connection, words: &[String]) -> Result<Self, StoreFault> {
        Self::of(conn, words, Sought::exactly)
    }

    /// As [`Search::exactly`], where what was typed has a slip in it.
    pub(super) fn nearly(conn: &Connection, words: &[String]) -> Result<Self, StoreFault> {
        Self::of(conn, words, Sought::nearly)
    }

    fn of(
        conn: &Connection,
        words: &[String],
        way: fn(&Connection, &str, bool) -> Result<Sought, StoreFault>,
    ) -> Result<Self, StoreFault> {
        let alone = words.len() == 1;
        let mut search = Self {
            words: Vec::new(),
            shown_in: ShownIn::read(conn)?,
        };
        for word in words {
            let sought = way(conn, word, alone)?;
            search.words.push(Word {
                names: Hits::of(conn, Among::Names, sought.names)?,
                rest: Hits::of(conn, Among::Words, sought.rest)?,
                beginnings: sought.beginnings,
                is_whole: sought.is_whole,
            });
        }
        Ok(search)
    }

    /// Households that may have all the words so, if they are few; all others don't.
    pub(super) fn few(&self, tier: Tier) -> Option<BTreeSet<i64>> {
        let mut fewest: Option<BTreeSet<i64>> = None;
        let mut take = |some: Option<BTreeSet<i64>>| {
            let fewer =
                |some: &BTreeSet<i64>| fewest.as_ref().is_none_or(|few| some.len() < few.len());
            if let Some(some) = some.filter(fewer) {
                fewest = Some(some);
            }
        };
        for word in &self.words {
            // Each word must be there, so all of them are among those that have one of them.
            take(match tier {
                Tier::Names => word.names.all().map(Iterator::collect),
                Tier::Elsewhere => either(&word.names, &word.rest),
            });
        }
        if tier == Tier::Elsewhere {
            // Some word is elsewhere.
            let each = self.words.iter().map(|word| word.rest.all());
            let all: Option<Vec<_>> = each.collect();
            take(all.map(|all| all.into_iter().flatten().collect()));
        }
        fewest.map(|few| self.shown_in.shown(few))
    }

    /// Whether a household has all the words, and how. A hit in a household that is joined into
    /// another is a hit in the other, so that each word may be in either.
    pub(super) fn stands(
        &self,
        conn: &Connection,
        household: i64,
    ) -> Result<Option<Stands>, StoreFault> {
        let mut found = Stands {
            tier: Tier::Names,
            hit: None,
        };
        for (at, word) in self.words.iter().enumerate() {
            if self.first(conn, &word.names, household)?.is_some() {
                continue;
            }
            let Some(line) = self.first(conn, &word.rest, household)? else {
                return Ok(None);
            };
            found.tier = Tier::Elsewhere;
            let hit = (line, at);
            found.hit = Some(found.hit.map_or(hit, |first| first.min(hit)));
        }
        Ok(Some(found))
    }

    fn first(
        &self,
        conn: &Connection,
        hits: &Hits,
        household: i64,
    ) -> Result<Option<i64>, StoreFault> {
        for one in std::iter::once(household).chain(self.shown_in.joined_into(household)) {
            let line = hits.in_household(conn, one)?;
            if line.is_some() {
                return Ok(line);
            }
        }
        Ok(None)
    }

    /// Looks up what households would have to be asked about one by one.
    pub(super) fn know_all(&mut self, conn: &Connection) -> Result<(), StoreFault> {
        for word in &mut self.words {
            word.names.know_all(conn)?;
            word.rest.know_all(conn)?;
        }
        Ok(())
    }

    /// Whether nothing is left to ask households about one by one.
    pub(super) fn is_known(&self) -> bool {
        let known = |hits: &Hits| hits.all().is_some();
        self.words
            .iter()
            .all(|word| known(&word.names) && known(&word.rest))
    }

    /// Whether anything was typed that can be looked for.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words around a hit.
    pub(super) fn around(
        &self,
        conn: &Connection,
        (line, word): (i64, usize),
    ) -> Result<Option<Found>, StoreFault> {
        let Some(word) = self.words.get(word) else {
            return Ok(None);
        };
        let is_it = |folded: &str| {
            let begins = |beginning: &String| match word.is_whole {
                true => folded == beginning.as_str(),
                false => folded.starts_with(beginning.as_str()),
            };
            word.beginnings.iter().any(begins)
        };
        around::around(conn, line, is_it)
    }
}

fn either(one: &Hits, other: &Hits) -> Option<BTreeSet<i64>> {
    Some(one.all()?.chain(other.all()?).collect())
}

#[cfg(test)]
mod tests;
