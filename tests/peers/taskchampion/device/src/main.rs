//! A device on TaskChampion: a task a household and a task a visit, since a task's values are texts by name and
//! of two that change one value the later wins.

use std::fs::File;
use std::io::{BufRead as _, BufReader, stdin};

use serde_json::Value;
use taskchampion::storage::AccessMode;
use taskchampion::{Operations, Replica, Server, ServerConfig, SqliteStorage, TaskData, Uuid};

/// Of all devices, so that they share what one of them writes.
const TEAM: Uuid = Uuid::from_u128(1);

struct Device {
    replica: Replica<SqliteStorage>,
    server: Option<Box<dyn Server>>,
    address: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut given = std::env::args().skip(1);
    let (address, folder) = (
        given.next().expect("an address"),
        given.next().expect("a folder"),
    );
    let caseload = given.next().expect("a caseload");
    let storage = SqliteStorage::new(folder, AccessMode::ReadWrite, true).await;
    let mut device = Device {
        replica: Replica::new(storage.expect("a store")),
        server: None,
        address,
    };
    println!("ready");
    for line in stdin().lines().map_while(Result::ok) {
        let mut words = line.split_whitespace();
        let verb = words.next().unwrap_or_default();
        let mut number = || {
            words
                .next()
                .and_then(|word| word.parse().ok())
                .expect("a number")
        };
        match verb {
            "fill" => device.fill(&caseload).await,
            "push" | "idle" => device.sync().await,
            "pull" => {
                let (households, visits): (usize, usize) = (number(), number());
                device.sync().await;
                let tasks = device.replica.all_task_uuids().await.expect("tasks");
                assert_eq!(tasks.len(), households + visits, "all is here");
            }
            "mark" => device.mark(number(), number()).await,
            "leave" => device.server = None,
            _ => panic!("{verb}"),
        }
        println!("done");
    }
}

fn household(number: usize) -> Uuid {
    Uuid::from_u128(1_000_000 + number as u128)
}

/// A task of its own with what an object says; lists by their place.
fn written(task: Uuid, object: &Value, of: Option<Uuid>, operations: &mut Operations) {
    let mut data = TaskData::create(task, operations);
    data.update("status", Some("pending".to_owned()), operations);
    data.update("household", of.map(|of| of.to_string()), operations);
    for (name, value) in object.as_object().into_iter().flatten() {
        match value {
            Value::Array(_) if of.is_none() => {}
            Value::Array(lines) => {
                for (place, line) in lines.iter().enumerate() {
                    for (field, value) in line.as_object().into_iter().flatten() {
                        data.update(format!("{name}.{place}.{field}"), text(value), operations);
                    }
                }
            }
            value => data.update(name, text(value), operations),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

impl Device {
    async fn fill(&mut self, caseload: &str) {
        let lines = BufReader::new(File::open(caseload).expect("a caseload")).lines();
        for (number, line) in lines.enumerate() {
            let about: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
            let mut operations = Operations::new();
            written(household(number), &about, None, &mut operations);
            for visit in about["visits"].as_array().into_iter().flatten() {
                written(
                    Uuid::new_v4(),
                    visit,
                    Some(household(number)),
                    &mut operations,
                );
            }
            self.replica
                .commit_operations(operations)
                .await
                .expect("stored");
        }
    }

    async fn mark(&mut self, first: usize, count: usize) {
        let visit = serde_json::json!({
            "date": "2026-11-20", "done": true, "notes": "noted",
            "strengths": [{ "what": "one more" }],
            "actions": [{ "what": "ask again", "done_by": "person" }],
        });
        let tasks = self.replica.all_task_uuids().await.expect("tasks");
        let households = tasks
            .iter()
            .filter(|task| task.as_u128() < 1_000_000_000)
            .count();
        for number in first..first + count {
            let mut operations = Operations::new();
            let of = household(number % households);
            written(Uuid::new_v4(), &visit, Some(of), &mut operations);
            self.replica
                .commit_operations(operations)
                .await
                .expect("stored");
        }
    }

    async fn sync(&mut self) {
        if self.server.is_none() {
            let config = ServerConfig::Remote {
                url: format!("http://{}", self.address),
                client_id: TEAM,
                encryption_secret: b"made up for a benchmark".to_vec(),
            };
            self.server = Some(config.into_server().await.expect("a server"));
        }
        let server = self.server.as_mut().expect("there");
        // As on a desktop: it leaves a snapshot where the server asks for one.
        self.replica.sync(server, false).await.expect("a sync");
    }
}
