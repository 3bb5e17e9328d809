//! A search as a screen asks for it, against the least that it can cost: one query of the same index.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use doorstep_model::call::ListHouseholds;
use doorstep_tests::fault::slots::key_by_words;
use doorstep_tests::world::{Person, World};
use rusqlite::Connection;

use crate::measure::{Table, times};

/// Repeats of each, in turn.
const REPEATS: usize = 50;
/// A search may cost so many times the query.
const AT_MOST: f64 = 2.0;
/// Words that one household has, and that nearly every one has.
const SOUGHT: [&str; 2] = ["zanzibar", "garden"];

fn words_file(world: &World, name: &str) -> PathBuf {
    world.folder().join(format!("{name}.words"))
}

/// Keeps the words that open a made-up store, so that its index can be asked from outside.
pub(crate) fn keep_words(world: &World, name: &str, words: &[String]) {
    std::fs::write(words_file(world, name), words.join(" ")).expect("words can be written");
}

/// Both, in turn, on the same store.
pub(crate) async fn beside_it(world: &World, name: &str, person: &Person, table: &mut Table) {
    let Ok(words) = std::fs::read_to_string(words_file(world, name)) else {
        table.note("a bare search was skipped: the caseload was kept without its words");
        return;
    };
    let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    let bare = Bare::open(&world.home(name).join("team"), &words);
    for sought in SOUGHT {
        let (mut ours, mut least) = (Vec::new(), Vec::new());
        for _ in 0..REPEATS {
            let list = ListHouseholds {
                search: sought.into(),
                limit: 50,
                ..ListHouseholds::default()
            };
            ours.push(times(|| person.must(list)).await);
            least.push(bare.query(sought));
        }
        let named = |what: &str| format!("{what} for “{sought}”");
        table.add(&named("a search"), &ours);
        table.add(&named("a bare query"), &least);
        table.within(&named("a search"), &named("a bare query"), AT_MOST);
    }
}

/// The same store, asked directly.
struct Bare {
    conn: Connection,
}

impl Bare {
    fn open(store: &Path, words: &[String]) -> Self {
        let key = key_by_words(store, words);
        let hex: String = key
            .expose()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let conn = Connection::open(store.join("store.db")).expect("a database");
        conn.execute_batch(&format!(
            "PRAGMA key = \"x'{hex}'\"; PRAGMA cipher_memory_security = OFF;
             PRAGMA cache_size = -16000;"
        ))
        .expect("its key");
        Self { conn }
    }

    /// The first fifty lines with a word.
    fn query(&self, word: &str) -> Duration {
        let began = Instant::now();
        let mut statement = self
            .conn
            .prepare_cached("SELECT rowid FROM search_words WHERE search_words MATCH ?1 LIMIT 50")
            .expect("a query");
        let rows = statement.query_map([word], |row| row.get::<_, i64>(0));
        let found = rows.expect("rows").count();
        let took = began.elapsed();
        assert!(found > 0, "nothing is found for {word}");
        took
    }
}
