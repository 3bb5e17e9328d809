//! A program whose memory is looked through (see `doorstep_tests::fault::memory`): `locker HOME` unlocks a
//! team's store with the passphrase that it is told, looks at what is in it, and locks. It asks as the
//! window's shell does, and memory is given back as it is there.

use std::alloc::System;
use std::io::{Read as _, Write as _};

use doorstep_device::Device;
use doorstep_model::UnixMillis;
use doorstep_model::call::{Call, ListHouseholds, Lock, OpenHousehold};
use zeroize::Zeroizing;
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let home = std::env::args().nth(1).ok_or("which home?")?;
    let device = Device::new(std::path::PathBuf::from(home), || UnixMillis(1));
    {
        let passphrase = Zeroizing::new(told()?);
        let body = Zeroizing::new(serde_json::json!({ "passphrase": *passphrase }).to_string());
        ask_json(&device, "Unlock", &body).await?;
    }
    let list = ask(
        &device,
        &ListHouseholds {
            search: "mattersmarker".into(),
            limit: 10,
            ..ListHouseholds::default()
        },
    )
    .await?;
    for row in list.rows {
        let call = OpenHousehold {
            id: row.id,
            seen: true,
        };
        ask(&device, &call).await?;
    }
    say("open")?;
    told()?;
    ask(&device, &Lock {}).await?;
    say("locked")?;
    told()?;
    Ok(())
}

async fn ask<C: Call>(device: &Device, call: &C) -> Outcome<C::Reply> {
    let body = serde_json::to_string(call)?;
    let reply = ask_json(device, C::NAME, &body).await?;
    Ok(serde_json::from_str(&reply)?)
}

async fn ask_json(device: &Device, name: &str, body: &str) -> Outcome<String> {
    let reply = device.answer_json(name, body).await;
    Ok(reply.map_err(|problem| problem.to_string())?)
}

fn say(word: &str) -> Outcome<()> {
    let mut out = std::io::stdout();
    writeln!(out, "{word}")?;
    Ok(out.flush()?)
}

/// A line of what this program is told, without the buffer that the standard library would keep it in.
fn told() -> Outcome<String> {
    let mut from = std::fs::File::open("/dev/stdin")?;
    let mut line = Zeroizing::new(Vec::new());
    let mut byte = [0];
    while from.read(&mut byte)? > 0 && byte != *b"\n" {
        line.extend(byte);
    }
    Ok(String::from_utf8(line.to_vec())?)
}
