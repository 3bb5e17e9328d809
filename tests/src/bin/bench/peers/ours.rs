//! Doorstep: the server is a program, devices run in this process, with real stores and real TLS.

use std::net::SocketAddr;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use doorstep_model::call::{
    ApproveJoin, CheckJoin, ConnectServer, GetTeam, ListHouseholds, SyncNow,
};
use doorstep_model::id::DocKey;
use doorstep_tests::given;
use doorstep_tests::server::Server;
use doorstep_tests::world::relay::Relay;
use doorstep_tests::world::{Person, World};
use tokio::runtime::Handle;

use super::export::SEED;
use super::side::{Apart, Device, Office, Outcome};
use crate::caseload::Maker;

/// How often it is looked whether all names are there.
const GLANCE: Duration = Duration::from_millis(50);

pub(crate) struct Ours {
    world: World,
    server: Server,
    apart: Apart,
    households: usize,
    visits: usize,
    admin: Option<Arc<Person>>,
    made: Rc<Vec<DocKey>>,
    joined: usize,
}

impl Ours {
    pub(crate) async fn begin(folder: &Path, households: usize, visits: usize) -> Self {
        std::fs::create_dir_all(folder).expect("a folder");
        let program = given::server().expect("the server's program");
        let server = Server::start_for_many(&program, &folder.join("server")).expect("a server");
        let address: SocketAddr = server.address().parse().expect("an address");
        let there = server.folder().to_owned();
        let relay = async move { Relay::begin_counting(address, &there).await };
        Self {
            world: World::begin_in(folder),
            server,
            apart: Apart::begin(relay).await,
            households,
            visits,
            admin: None,
            made: Rc::default(),
            joined: 0,
        }
    }
}

impl Office for Ours {
    type Device = OurDevice;

    fn server(&self) -> u32 {
        self.server.process_id()
    }

    fn relay(&self) -> &Relay {
        self.apart.relay()
    }

    async fn first(&mut self) -> Outcome<OurDevice> {
        let alex = Arc::new(self.world.device("Alex"));
        alex.start_team().await;
        let mut maker = Maker::from_seed(SEED);
        let mut made = Vec::new();
        for _ in 0..self.households {
            made.push(maker.household_at_once(&alex, self.visits).await);
        }
        // Search learns the words as a line rests. That is part of writing, which is not timed.
        let list = ListHouseholds {
            search: "kettle".to_owned(),
            ..ListHouseholds::default()
        };
        alex.must(list).await;
        self.made = Rc::new(made);
        self.admin = Some(Arc::clone(&alex));
        Ok(OurDevice {
            person: alex,
            households: Rc::clone(&self.made),
            connect: Some(ConnectServer {
                address: self.apart.relay().address().to_string(),
                setup_code: self.server.setup_code().to_owned(),
                replace: false,
            }),
            is_outside: false,
            beside: self.apart.handle().clone(),
        })
    }

    async fn join(&mut self) -> Outcome<OurDevice> {
        let admin = self.admin.as_ref().ok_or("nobody is there to join")?;
        self.joined += 1;
        let person = self.world.device(&format!("Sam {}", self.joined));
        let (address, code) = admin.invite().await;
        let asked = person.must(person.asking(address, code)).await;
        admin.must(SyncNow {}).await;
        let page = admin.must(GetTeam {}).await;
        let pending = page.joins.first().ok_or("nobody asks to join")?;
        let invite = pending.invite.clone();
        let words = asked.words;
        admin.must(ApproveJoin { invite, words }).await;
        admin.must(SyncNow {}).await;
        Ok(OurDevice {
            person: Arc::new(person),
            households: Rc::clone(&self.made),
            connect: None,
            is_outside: true,
            beside: self.apart.handle().clone(),
        })
    }
}

pub(crate) struct OurDevice {
    person: Arc<Person>,
    /// All of them, whether this device has them yet or not.
    households: Rc<Vec<DocKey>>,
    /// What is still to be typed, on the first device.
    connect: Option<ConnectServer>,
    /// It was let in and does not know. Whoever hears that begins to fetch at once, so that is part of
    /// fetching here.
    is_outside: bool,
    /// Where its list is looked at.
    beside: Handle,
}

impl OurDevice {
    /// Exchanges until nothing is left to be done, in the background or otherwise.
    async fn settle(&self) -> Outcome<()> {
        loop {
            let page = self.person.sync().await;
            if let Some(problem) = page.problem {
                return Err(problem.to_string());
            }
            if page.waiting == 0 {
                return Ok(());
            }
        }
    }
}

impl Device for OurDevice {
    async fn push(&mut self) -> Outcome<()> {
        if let Some(call) = self.connect.take() {
            self.person.must(call).await;
        }
        self.settle().await
    }

    async fn pull(&mut self, visits: usize) -> Outcome<Duration> {
        let many = u32::try_from(self.households.len()).unwrap_or(u32::MAX);
        let began = Instant::now();
        let person = Arc::clone(&self.person);
        let names = self.beside.spawn(async move {
            let list = || ListHouseholds {
                limit: 50,
                ..ListHouseholds::default()
            };
            // Before it is in, it has no list.
            while person.ask(list()).await.map_or(0, |list| list.total) < many {
                tokio::time::sleep(GLANCE).await;
            }
            began.elapsed()
        });
        let is_outside = std::mem::take(&mut self.is_outside);
        let all = async {
            if is_outside && !self.person.must(CheckJoin {}).await.joined {
                return Err("it was not let in".to_owned());
            }
            self.settle().await?;
            while self.person.device().exchange().await == 0 {}
            Ok::<_, String>(())
        };
        all.await?;
        let names = names.await.map_err(|error| error.to_string())?;
        let page = self.person.sync_page().await;
        if page.quarantined + page.held_back > 0 {
            return Err(format!(
                "something of {visits} visits could not be taken in"
            ));
        }
        Ok(names)
    }

    async fn mark(&mut self, first: usize, count: usize) -> Outcome<()> {
        let households = self.households.iter().cycle().skip(first);
        for id in households.take(count) {
            self.person
                .add_visit(id, "noted", "one more", "ask again")
                .await;
        }
        Ok(())
    }

    async fn idle(&mut self) -> Outcome<()> {
        self.settle().await
    }

    async fn leave(&mut self) -> Outcome<()> {
        self.person.lock_and_unlock().await;
        Ok(())
    }
}
