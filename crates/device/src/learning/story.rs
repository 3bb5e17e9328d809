//! Stories of demand: a demand with all that repeat it, from the first day to the household's own
//! "this is sorted".

use std::collections::BTreeMap;

/// A demand as far as stories go. Days as in [`super::calendar`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The line.
    pub(crate) item: String,
    /// The day they asked.
    pub(crate) day: i32,
    /// The line that it repeats; empty for none.
    pub(crate) repeats: String,
    /// The day they said that it is sorted.
    pub(crate) sorted: Option<i32>,
}

/// A story that has ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Story {
    /// The day the household said that it is sorted.
    pub(crate) sorted: i32,
    /// The least id of its demands: by it, stories of one day have an order that is the same on all
    /// devices and has nothing to do with how long they took.
    pub(crate) least: String,
    /// Days since the first demand.
    pub(crate) days: i32,
}

/// The stories of one household that have ended, in their order.
///
/// A story begins with its earliest demand and ends with the latest day on which they called one
/// of its demands sorted, if the newest of its demands is among those that are. What repeats a
/// demand that is not there begins a story of its own; demands that repeat each other in a circle
/// are one story.
pub(crate) fn stories(demands: &[Asked]) -> Vec<Story> {
    let by_item: BTreeMap<&str, &Asked> = demands
        .iter()
        .map(|asked| (asked.item.as_str(), asked))
        .collect();
    let mut together: BTreeMap<&str, Vec<&Asked>> = BTreeMap::new();
    for asked in demands {
        together
            .entry(beginning(asked, &by_item))
            .or_default()
            .push(asked);
    }
    let mut stories: Vec<Story> = together
        .into_values()
        .filter_map(|one| ended(&one))
        .collect();
    stories.sort_unstable();
    stories
}

/// The demand that a story is known by: where following "repeats" ends, or the least of a circle.
fn beginning<'a>(asked: &'a Asked, by_item: &BTreeMap<&'a str, &'a Asked>) -> &'a str {
    let before = |one: &'a Asked| by_item.get(one.repeats.as_str()).copied();
    let mut at = asked;
    // Longer than every chain without a circle: what is reached by then lies on one.
    for _ in 0..by_item.len() {
        match before(at) {
            Some(earlier) => at = earlier,
            None => return &at.item,
        }
    }
    let mut least = at;
    let mut around = at;
    for _ in 0..by_item.len() {
        let Some(next) = before(around) else { break };
        around = next;
        if around.item < least.item {
            least = around;
        }
        if around.item == at.item {
            break;
        }
    }
    &least.item
}

fn ended(demands: &[&Asked]) -> Option<Story> {
    let first = demands.iter().map(|asked| asked.day).min()?;
    let newest = demands.iter().map(|asked| asked.day).max()?;
    let mut last_asked = demands.iter().filter(|asked| asked.day == newest);
    if !last_asked.all(|asked| asked.sorted.is_some()) {
        return None;
    }
    let sorted = demands.iter().filter_map(|asked| asked.sorted).max()?;
    // Whoever writes a day too early did not mean that it took less than no time.
    let least = demands.iter().map(|asked| asked.item.as_str()).min()?;
    (sorted >= first).then(|| Story {
        sorted,
        least: least.to_owned(),
        days: sorted - first,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(item: &str, day: i32, repeats: &str, sorted: Option<i32>) -> Asked {
        Asked {
            item: item.into(),
            day,
            repeats: repeats.into(),
            sorted,
        }
    }

    fn days(demands: &[Asked]) -> Vec<(i32, i32)> {
        let all = stories(demands);
        all.into_iter()
            .map(|story| (story.sorted, story.days))
            .collect()
    }

    #[test]
    fn a_story_lasts_from_its_first_demand_to_its_last_sorted() {
        let mut all = vec![asked("a", 10, "", Some(15)), asked("x", 3, "", None)];
        assert_eq!(days(&all), [(15, 5)]);
        // They came again: it was not sorted after all.
        all.push(asked("b", 20, "a", None));
        assert_eq!(days(&all), []);
        all[2].sorted = Some(40);
        all.push(asked("c", 30, "b", Some(50)));
        assert_eq!(days(&all), [(50, 40)]);
        // A demand of its own is a story of its own.
        all[1].sorted = Some(4);
        assert_eq!(days(&all), [(4, 1), (50, 40)]);
    }

    #[test]
    fn circles_gaps_and_wrong_days_do_no_harm() {
        assert_eq!(days(&[asked("a", 9, "gone", Some(9))]), [(9, 0)]);
        assert_eq!(days(&[asked("a", 9, "a", Some(12))]), [(12, 3)]);
        assert_eq!(days(&[asked("a", 9, "", Some(8))]), []);
        let circle = [
            asked("a", 1, "b", Some(5)),
            asked("b", 2, "c", Some(6)),
            asked("c", 3, "a", Some(7)),
            asked("d", 4, "b", Some(8)),
        ];
        assert_eq!(days(&circle), [(8, 7)]);
    }
}
