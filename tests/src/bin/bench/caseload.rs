//! Made-up households, the same for the same seed.

use doorstep_model::date::Date;
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::{About, Visit, WhatMatters};
use doorstep_model::id::{DocKey, Heads, ItemId};
use doorstep_tests::world::Person;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

const WORDS: [&str; 24] = [
    "garden",
    "kettle",
    "neighbour",
    "school",
    "walk",
    "letter",
    "money",
    "Sunday",
    "brother",
    "boiler",
    "music",
    "bus",
    "friend",
    "quiet",
    "morning",
    "kitchen",
    "hope",
    "tired",
    "laugh",
    "stairs",
    "doctor",
    "football",
    "cooking",
    "window",
];
const LOCALITIES: [&str; 5] = [
    "Riverside",
    "The Quay",
    "Hillfields",
    "Northgate",
    "Station Road",
];
/// The household with a word that is nowhere else, of however many.
const RARE: u32 = 7;

/// Makes households.
pub(crate) struct Maker {
    rng: StdRng,
    made: u32,
}

impl Maker {
    pub(crate) fn from_seed(seed: u64) -> Self {
        Self {
            rng: StdRng::seed_from_u64(seed),
            made: 0,
        }
    }

    /// A household with this many visits, each saved by itself as a worker's would be.
    pub(crate) async fn household(&mut self, person: &Person, visits: usize) -> DocKey {
        let edits = self.household_edits(visits);
        let id = person.add_household(&format!("Number {}", self.made)).await;
        for edits in edits {
            person.edit(&id, edits).await;
        }
        id
    }

    /// The same household in one go, so that thousands of them are made in minutes.
    pub(crate) async fn household_at_once(&mut self, person: &Person, visits: usize) -> DocKey {
        let edits = self.household_edits(visits).concat();
        let id = person.add_household(&format!("Number {}", self.made)).await;
        person.edit(&id, edits).await;
        id
    }

    /// What is written about the next household, visit by visit.
    pub(crate) fn household_edits(&mut self, visits: usize) -> Vec<Vec<Edit>> {
        self.made += 1;
        let locality = LOCALITIES.get(self.rng.random_range(0..LOCALITIES.len()));
        let matters = self.text(200, 400);
        let mut first = vec![
            About::locality
                .only()
                .set(locality.map(|name| (*name).to_owned())),
            WhatMatters::matters_to_us
                .only()
                .write(&Heads::default(), matters),
        ];
        if self.made == RARE {
            let text = "A postcard from Zanzibar.";
            first.push(WhatMatters::history.only().write(&Heads::default(), text));
        }
        let mut all = vec![first];
        all.extend((0..visits).map(|visit| self.visit(visit)));
        all
    }

    fn visit(&mut self, number: usize) -> Vec<Edit> {
        let visit = self.item();
        let month = u8::try_from(number / 28 % 12 + 1).unwrap_or(1);
        let day = Date::new(2026, month, u8::try_from(number % 28 + 1).unwrap_or(1));
        let mut fields = vec![Visit::done.with(true)];
        fields.extend(day.map(|day| Visit::date.with(day)));
        let mut edits = vec![
            Edit::Add {
                line: ItemRef {
                    part: Part::Visits,
                    item: visit.clone(),
                },
                fields,
            },
            Visit::notes
                .of(&visit)
                .write(&Heads::default(), self.text(300, 1_200)),
        ];
        for part in [
            Part::Strengths,
            Part::Strengths,
            Part::Strengths,
            Part::Actions,
            Part::Actions,
        ] {
            let what = self.text(20, 80);
            edits.push(self.line(part, &what, &visit));
        }
        edits
    }

    fn line(&mut self, part: Part, what: &str, visit: &ItemId) -> Edit {
        let text = |text: &str| Value::Text(text.to_owned());
        let mut fields = vec![
            ("what".to_owned(), text(what)),
            ("visit".to_owned(), text(visit.as_str())),
        ];
        if part == Part::Actions {
            let who = ["person", "family", "community", "worker"];
            let who = who
                .get(self.rng.random_range(0..who.len()))
                .copied()
                .unwrap_or("person");
            fields.push(("done_by".to_owned(), text(who)));
            if self.rng.random_range(0..4) > 0 {
                fields.push(("ended".to_owned(), text("done")));
            }
        }
        Edit::Add {
            line: ItemRef {
                part,
                item: self.item(),
            },
            fields,
        }
    }

    fn text(&mut self, least: usize, most: usize) -> String {
        let length = self.rng.random_range(least..=most);
        let mut text = String::new();
        while text.len() < length {
            let word = WORDS.get(self.rng.random_range(0..WORDS.len())).copied();
            text.push_str(word.unwrap_or_default());
            text.push(if self.rng.random_range(0..8) == 0 {
                '.'
            } else {
                ' '
            });
        }
        text
    }

    fn item(&mut self) -> ItemId {
        ItemId::from(self.rng.random::<[u8; 16]>())
    }
}
