//! What the program was told, and whether a device still has it.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_device::Device;
use doorstep_model::DocKey;
use doorstep_model::call::{ListHouseholds, OpenHousehold};

/// What was answered before the fault.
#[derive(Clone, Debug, Default)]
pub struct Told {
    kept: Vec<Kept>,
    /// Codes of refusals, in order.
    pub refused: Vec<String>,
    /// Their details.
    pub details: Vec<String>,
    /// A store was made.
    pub begun: bool,
    /// The program came to its end.
    pub ended: bool,
}

#[derive(Clone, Debug)]
struct Kept {
    household: String,
    marker: String,
    /// How often it stands in the record.
    times: usize,
}

impl Told {
    /// From what was printed. A last line without its end was on its way when the program ended.
    pub fn from_output(output: &str) -> Self {
        let mut told = Self::default();
        for line in output.split_inclusive('\n') {
            if let Some(line) = line.strip_suffix('\n') {
                told.line(line);
            }
        }
        told
    }

    /// One more line.
    pub fn line(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["kept", household, marker, times] => self.kept.push(Kept {
                household: (*household).to_owned(),
                marker: (*marker).to_owned(),
                times: times.parse().expect("a number"),
            }),
            ["refused", code, detail] => {
                self.refused.push((*code).to_owned());
                self.details.push((*detail).to_owned());
            }
            ["restarted"] => {}
            ["begun"] => self.begun = true,
            ["ended"] => self.ended = true,
            _ => panic!("the program said {line:?}"),
        }
    }

    /// How much was called saved.
    pub fn kept(&self) -> usize {
        self.kept.len()
    }

    /// As it was when no more than this was kept.
    pub fn first(&self, kept: usize) -> Self {
        let mut first = self.clone();
        first.kept.truncate(kept);
        first
    }

    /// What is not as it was told; nothing, if all is right. What was being saved as the fault came
    /// may be there whole, or not at all.
    pub async fn missing_from(&self, device: &Device) -> Vec<String> {
        let mut wrong = Vec::new();
        let list = match device.answer(all()).await {
            Ok(list) => list,
            Err(problem) => return vec![format!("the list: {problem}")],
        };
        let mut records = BTreeMap::new();
        for row in &list.rows {
            let call = OpenHousehold {
                id: row.id.clone(),
                seen: false,
            };
            match device.answer(call).await {
                Ok(opened) => {
                    let text = serde_json::to_string(&opened.household).expect("a record");
                    records.insert(row.id.as_str().to_owned(), text);
                }
                Err(problem) => wrong.push(format!("{}: {problem}", row.name)),
            }
        }
        for kept in &self.kept {
            let Some(record) = records.get(&kept.household) else {
                wrong.push(format!("{} is gone with its household", kept.marker));
                continue;
            };
            let found = record.matches(&kept.marker).count();
            if found != kept.times {
                wrong.push(format!(
                    "{} stands {found} times, not {}",
                    kept.marker, kept.times
                ));
            }
        }
        for record in records.values() {
            for (marker, times) in markers(record) {
                if times == 2 {
                    wrong.push(format!("{marker} is there by half"));
                }
            }
        }
        wrong
    }

    /// As [`Told::missing_from`], for search: the last marker of each household is found in it.
    pub async fn missing_from_search(&self, device: &Device) -> Vec<String> {
        let mut wrong = Vec::new();
        let last: BTreeMap<&str, &str> = self
            .kept
            .iter()
            .map(|kept| (kept.household.as_str(), kept.marker.as_str()))
            .collect();
        for (household, marker) in last {
            let call = ListHouseholds {
                search: marker.trim_end_matches('-').to_owned(),
                ..all()
            };
            let found: BTreeSet<DocKey> = match device.answer(call).await {
                Ok(list) => list.rows.into_iter().map(|row| row.id).collect(),
                Err(problem) => return vec![format!("search: {problem}")],
            };
            if !found.iter().any(|id| id.as_str() == household) {
                wrong.push(format!("{marker} is not found"));
            }
        }
        wrong
    }
}

fn all() -> ListHouseholds {
    ListHouseholds {
        limit: 200,
        ..Default::default()
    }
}

/// Every marker in a record, and how often.
fn markers(record: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (at, _) in record.match_indices("marker-") {
        let rest = &record[at..];
        let dash = rest.match_indices('-').nth(2);
        if let Some(marker) = dash.and_then(|(dash, _)| rest.get(..=dash)) {
            *found.entry(marker.to_owned()).or_default() += 1;
        }
    }
    found
}
