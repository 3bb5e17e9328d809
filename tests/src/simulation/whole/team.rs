//! The team that every world begins with: made once a process by the devices' own calls, since
//! working out a passphrase's key takes half a second on purpose; each world gets copies.

use std::convert::Infallible;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use doorstep_device::{Answer, Asked, Awaited, Device, Outside, Way};
use doorstep_model::UnixMillis;
use doorstep_model::call::{
    ApproveJoin, AskToJoin, Call, CheckJoin, ConnectServer, CreateInvite, GetTeam, StartTeam,
    SyncNow,
};
use doorstep_model::team::Role;
use doorstep_replica::Identity;
use doorstep_replica::crypto::key::{EpochKey, SecretKey};
use doorstep_server::{InProcess, Settings};
use doorstep_wire::code::encode_code;
use doorstep_wire::id::Pin;
use rand::rngs::StdRng;
use rand::{SeedableRng, TryCryptoRng, TryRng};
use rusqlite::Connection;

use super::folder::{Copy, temporary};
use crate::simulation::fault;
use crate::world::PASSPHRASE;

/// When every world begins, in milliseconds since 1970: far enough in the future that the server,
/// which has no clock but the machine's, never finds an invite over.
pub(super) const BEGIN: i64 = 2_500_000_000_000;
/// Devices that are in the team from the beginning.
pub(super) const MEMBERS: usize = 3;
/// Where the server is said to be.
pub(super) const ADDRESS: &str = "office.example:8443";
const NAMES: [&str; 8] = ["Ada", "Ben", "Cleo", "Dev", "Esme", "Finn", "Gwen", "Hari"];

/// A device before the world begins.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) home: Copy,
    /// The key of its store.
    pub(super) key: [u8; 32],
    /// What its keys are made of, for a member who means harm.
    pub(super) seed: [u8; 32],
}

impl Member {
    pub(super) fn identity(&self) -> Option<Identity> {
        Some(Identity::from_seed(SecretKey::from_bytes(&self.seed)?))
    }
}

/// An epoch's number and key.
pub(super) type Epoch = (u32, [u8; 32]);

/// The team, with its server. The first devices are in it; the others have asked to be let in.
pub(super) struct Team {
    pub(super) server: Copy,
    pub(super) devices: Vec<Member>,
    epoch: Epoch,
}

impl Team {
    pub(super) fn epoch_key(&self) -> Option<EpochKey> {
        Some(EpochKey {
            epoch: self.epoch.0,
            key: SecretKey::from_bytes(&self.epoch.1)?,
        })
    }
}

/// The team of this process.
pub(super) fn team() -> Result<&'static Team, String> {
    static TEAM: OnceLock<Result<Team, String>> = OnceLock::new();
    TEAM.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        runtime.map_err(fault)?.block_on(make())
    })
    .as_ref()
    .map_err(Clone::clone)
}

async fn make() -> Result<Team, String> {
    let folder = temporary().map_err(fault)?;
    let folder = folder.path();
    let server = InProcess::open(&Settings::new(folder.join("server")))
        .await
        .map_err(fault)?;
    let people: Vec<Begun> = (0u64..)
        .zip(NAMES)
        .map(|(number, name)| Begun::new(folder, name, number, &server))
        .collect();
    let (founder, others) = people.split_first().ok_or("nobody")?;
    let call = StartTeam {
        team_name: "Riverside".into(),
        locality: "The Quay".into(),
        my_name: founder.name.into(),
        passphrase: PASSPHRASE.into(),
    };
    founder.ask(call).await?;
    let call = ConnectServer {
        address: ADDRESS.into(),
        setup_code: encode_code(&server.setup_secret().0),
        replace: false,
    };
    founder.ask(call).await?;
    for (number, joiner) in (1..).zip(others) {
        let invited = founder.ask(CreateInvite { role: Role::Worker }).await?;
        let asking = AskToJoin {
            address: invited.address,
            code: invited.invite.code,
            my_name: joiner.name.into(),
            passphrase: PASSPHRASE.into(),
        };
        joiner.ask(asking).await?;
        if number < MEMBERS {
            founder.ask(SyncNow {}).await?;
            let page = founder.ask(GetTeam {}).await?;
            let pending = page.joins.first().ok_or("nobody asked")?;
            let call = ApproveJoin {
                invite: pending.invite.clone(),
                words: pending.words.clone(),
            };
            founder.ask(call).await?;
            founder.ask(SyncNow {}).await?;
            joiner.ask(CheckJoin {}).await?;
        }
    }
    founder.ask(SyncNow {}).await?;
    server.finish().await;
    let mut epoch = None;
    let mut devices = Vec::new();
    for begun in people {
        let (member, found) = begun.end(folder)?;
        epoch = epoch.or(found);
        devices.push(member);
    }
    Ok(Team {
        server: Copy::of(&folder.join("server")).map_err(fault)?,
        devices,
        epoch: epoch.ok_or("no epoch key")?,
    })
}

type Keys = Arc<Mutex<Vec<[u8; 32]>>>;

/// A device while the team is being made.
pub(super) struct Begun {
    pub(super) name: &'static str,
    device: Device,
    keys: Keys,
}

impl Begun {
    pub(super) fn new(folder: &Path, name: &'static str, number: u64, server: &InProcess) -> Self {
        let keys = Keys::default();
        let drawn = Drawn {
            rng: StdRng::seed_from_u64(number),
            keys: Arc::clone(&keys),
        };
        let outside = Outside::system(|| UnixMillis(BEGIN))
            .with_randomness(drawn)
            .with_way(Straight(server.clone()));
        Self {
            name,
            device: Device::within(folder.join(name), outside),
            keys,
        }
    }

    pub(super) async fn ask<C: Call>(&self, call: C) -> Result<C::Reply, String>
    where
        Device: Answer<C>,
    {
        let said = self.device.answer(call).await;
        said.map_err(|problem| format!("{}: {} said {problem}", self.name, C::NAME))
    }

    /// Closes it. The store's key is one of the few that it drew: the one that opens the store.
    pub(super) fn end(self, folder: &Path) -> Result<(Member, Option<Epoch>), String> {
        drop(self.device);
        let home = folder.join(self.name);
        let keys = self.keys.lock();
        let keys = keys.unwrap_or_else(PoisonError::into_inner).clone();
        let opened = keys.into_iter().find_map(|key| {
            let store = open(&home, &key).ok()?;
            Some((key, store))
        });
        let (key, store) = opened.ok_or("no key opens the store")?;
        let seed = store.query_row(
            "SELECT value FROM secret WHERE name = 'identity'",
            [],
            |row| row.get(0),
        );
        let epoch = store.query_row("SELECT epoch, key FROM epoch_key", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        });
        drop(store);
        let member = Member {
            name: self.name,
            home: Copy::of(&home).map_err(fault)?,
            key,
            seed: seed.map_err(fault)?,
        };
        Ok((member, epoch.ok()))
    }
}

/// Opens a device's store with its key, as the device does.
pub(super) fn open(home: &Path, key: &[u8; 32]) -> rusqlite::Result<Connection> {
    let store = Connection::open(home.join("team").join("store.db"))?;
    let hex = data_encoding::HEXLOWER.encode(key);
    store.execute_batch(&format!(
        "PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{hex}'\""
    ))?;
    store.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
        row.get::<_, i64>(0)
    })?;
    Ok(store)
}

/// A network on which nothing goes wrong.
struct Straight(InProcess);

impl Way for Straight {
    fn pin(&self) -> Pin {
        Pin::ZERO
    }

    fn send(&self, asked: Asked) -> Awaited {
        let server = self.0.clone();
        Box::pin(async move {
            let Asked {
                method,
                path,
                token,
                body,
            } = asked;
            let (status, body) = server.answer(method, &path, token.as_deref(), body).await;
            Some(doorstep_device::Answered { status, body })
        })
    }
}

/// Randomness out of a seed, which remembers what may have been a key.
struct Drawn {
    rng: StdRng,
    keys: Keys,
}

impl TryRng for Drawn {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.rng.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.rng.try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.rng.try_fill_bytes(bytes)?;
        if let Ok(key) = <[u8; 32]>::try_from(&*bytes) {
            let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
            keys.push(key);
        }
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}
