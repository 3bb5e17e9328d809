//! What a household's lines name on a team's own lists: organisations, causes, kinds of obstacle. What the other
//! team calls the same is taken for the same; what it does not have is added to its list.

use std::collections::BTreeMap;

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Field, Record, Single};
use doorstep_model::team::{Agency, FailureCause, ObstacleKind, Team};
use doorstep_model::{ItemId, Problem, ProblemCode};
use doorstep_replica::moving::Listed;

use super::file::LONGEST_NAME;
use crate::unlocked::Unlocked;

/// Lines of a team's lists in one file, at most.
pub(super) const MOST: usize = 200;

/// Everything on these lists; also what was taken off, where that is asked for.
pub(super) fn listed_in(team: &Team, all: bool) -> Vec<Listed> {
    fn of<'a, R: Record + 'a>(
        lines: &'a [R],
        all: bool,
        name: impl Fn(&'a R) -> &'a Single<String> + 'a,
    ) -> impl Iterator<Item = Listed> + 'a {
        let there = lines.iter().filter(move |line| all || !line.is_removed());
        there.filter_map(move |line| {
            Some(Listed {
                list: R::SCHEMA.key.to_owned(),
                key: line.id()?.to_string(),
                name: name(line).value.clone()?,
            })
        })
    }
    let mut listed: Vec<Listed> = of(&team.agencies, all, |line| &line.name).collect();
    listed.extend(of(&team.failure_causes, all, |line| &line.name));
    listed.extend(of(&team.obstacle_kinds, all, |line| &line.name));
    listed
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
    /// What each of these is on this team's lists, beside what `ids` know from before; and what is to be added
    /// to them for it.
    pub(super) fn lines_for(
        &mut self,
        listed: &[Listed],
        ids: &mut BTreeMap<String, String>,
    ) -> Result<Vec<Edit>, Problem> {
        let team = self.team_view()?.ok_or(ProblemCode::NotHere)?;
        let ours = listed_in(&team, false).into_iter();
        let mut known: BTreeMap<(String, String), String> = ours
            .map(|line| ((line.list, plain(&line.name)), line.key))
            .collect();
        let mut edits = Vec::new();
        for Listed { list, key, name } in listed {
            let is_known = plain(name).is_empty() || ids.contains_key(key);
            let (Some(field), false) = (list_of(list), is_known) else {
                continue;
            };
            let is = known.entry((list.clone(), plain(name))).or_insert_with(|| {
                let item = ItemId::from(self.random.bytes());
                edits.push(Edit::Add {
                    line: ItemRef {
                        part: field.part,
                        item: item.clone(),
                    },
                    fields: vec![
                        field.with(name.trim().chars().take(LONGEST_NAME).collect::<String>()),
                    ],
                });
                item.to_string()
            });
            ids.insert(key.clone(), is.clone());
        }
        Ok(edits)
    }
}
