//! What a household's lines name on a team's own lists: organisations, causes, kinds of obstacle. What the other
//! team calls the same is taken for the same; what it does not have is added to its list.

use std::collections::BTreeMap;

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Field, Record, Single};
use doorstep_model::team::{Agency, FailureCause, ObstacleKind, Team};
use doorstep_model::{ItemId, Problem, ProblemCode, UnixMillis};
use doorstep_replica::moving::Listed;

use crate::unlocked::Unlocked;

/// Lines that are added at once, at most.
const MOST: usize = 200;

/// Everything on these lists that was not taken off.
pub(super) fn listed_in(team: &Team) -> Vec<Listed> {
    fn of<'a, R: Record + 'a>(
        lines: &'a [R],
        name: impl Fn(&'a R) -> &'a Single<String> + 'a,
    ) -> impl Iterator<Item = Listed> + 'a {
        let there = lines.iter().filter(|line| !line.is_removed());
        there.filter_map(move |line| {
            Some(Listed {
                list: R::SCHEMA.key.to_owned(),
                key: line.id()?.to_string(),
                name: name(line).value.clone()?,
            })
        })
    }
    let mut all: Vec<Listed> = of(&team.agencies, |line| &line.name).collect();
    all.extend(of(&team.failure_causes, |line| &line.name));
    all.extend(of(&team.obstacle_kinds, |line| &line.name));
    all
}

/// The list that a word means.
fn list_of(word: &str) -> Option<Field> {
    let lists = [Agency::SCHEMA, FailureCause::SCHEMA, ObstacleKind::SCHEMA];
    let names = [Agency::name, FailureCause::name, ObstacleKind::name];
    let found = lists.iter().zip(names).find(|(list, _)| list.key == word);
    found.map(|(_, name)| name)
}

/// A name, for telling whether two are the same.
fn plain(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

impl Unlocked {
    /// What each of these is on this team's lists.
    ///
    /// # Errors
    /// [`ProblemCode::MoveTooLarge`] if it would add more than a person could look through.
    pub(super) fn lines_for(
        &mut self,
        listed: &[Listed],
        now: UnixMillis,
    ) -> Result<BTreeMap<String, String>, Problem> {
        let team = self.team_view()?.ok_or(ProblemCode::NotHere)?;
        let ours = listed_in(&team).into_iter();
        let mut known: BTreeMap<(String, String), String> = ours
            .map(|line| ((line.list, plain(&line.name)), line.key))
            .collect();
        let (mut ids, mut edits) = (BTreeMap::new(), Vec::new());
        for Listed { list, key, name } in listed {
            let (Some(field), false) = (list_of(list), plain(name).is_empty()) else {
                continue;
            };
            let is = known.entry((list.clone(), plain(name))).or_insert_with(|| {
                let item = ItemId::from(self.random.bytes());
                edits.push(Edit::Add {
                    line: ItemRef {
                        part: field.part,
                        item: item.clone(),
                    },
                    fields: vec![field.with(name.trim().to_owned())],
                });
                item.to_string()
            });
            ids.insert(key.clone(), is.clone());
        }
        if edits.len() > MOST {
            return Err(ProblemCode::MoveTooLarge.into());
        }
        if let (false, Some(id)) = (edits.is_empty(), self.team_document()?) {
            self.edit_document(id, &edits, now)?;
        }
        Ok(ids)
    }
}
