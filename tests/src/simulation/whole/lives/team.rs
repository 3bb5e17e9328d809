//! The team that every life begins with, made once a process: two admins and two workers who are in it, six
//! who were invited, three by each admin, and have asked; and two devices on which somebody has typed the first
//! recovery words. Working out a passphrase's key takes half a second on purpose, so lives get copies.

use std::sync::OnceLock;

use doorstep_model::call::{
    ApproveJoin, AskToJoin, BeginRecovery, CheckJoin, ConfirmRecovery, ConnectServer, CreateInvite,
    GetTeam, StartTeam, SyncNow,
};
use doorstep_model::team::Role;
use doorstep_server::{InProcess, Settings};
use doorstep_wire::code::encode_code;

use crate::simulation::fault;
use crate::simulation::whole::folder::{Copy, temporary};
use crate::simulation::whole::team::{ADDRESS, Begun, Member};
use crate::world::PASSPHRASE;

/// Devices that are in the team from the beginning; the first two are admins.
const MEMBERS: [(&str, Role); 3] = [
    ("Ben", Role::Admin),
    ("Cleo", Role::Worker),
    ("Dev", Role::Worker),
];
/// Who asks, and whether the founder invited them or the other admin.
const JOINERS: [(&str, usize); 6] = [
    ("Esme", 0),
    ("Finn", 1),
    ("Gwen", 0),
    ("Hari", 1),
    ("Iris", 0),
    ("Jon", 1),
];
/// Who has the paper: one is known to the team by that name.
const WITH_PAPER: [&str; 2] = ["Cleo", "Rory"];

/// The team, with its server.
pub(super) struct Team {
    pub(super) server: Copy,
    pub(super) members: Vec<Member>,
    /// Those who have asked, each with who invited them.
    pub(super) joiners: Vec<(Member, usize)>,
    pub(super) with_paper: Vec<Member>,
    /// The first recovery words.
    pub(super) words: Vec<String>,
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

/// Who makes an invite, and who asks with it.
async fn ask(by: &Begun, joiner: &Begun, role: Role) -> Result<(), String> {
    let invited = by.ask(CreateInvite { role }).await?;
    let asking = AskToJoin {
        address: invited.address,
        code: invited.invite.code,
        my_name: joiner.name.into(),
        passphrase: PASSPHRASE.into(),
    };
    joiner.ask(asking).await?;
    Ok(())
}

async fn make() -> Result<Team, String> {
    let folder = temporary().map_err(fault)?;
    let folder = folder.path();
    let mut settings = Settings::new(folder.join("server"));
    settings.stranger_burst = u32::MAX;
    settings.recovery_burst = u32::MAX;
    let server = InProcess::open(&settings).await.map_err(fault)?;
    let mut number = 100;
    let mut begin = |name| {
        number += 1;
        Begun::new(folder, name, number, &server)
    };
    let founder = begin("Ada");
    let call = StartTeam {
        team_name: "Riverside".into(),
        locality: "The Quay".into(),
        my_name: founder.name.into(),
        passphrase: PASSPHRASE.into(),
    };
    let words = founder.ask(call).await?.recovery_words;
    let typed = ConfirmRecovery {
        words: words.clone(),
    };
    founder.ask(typed).await?;
    let call = ConnectServer {
        address: ADDRESS.into(),
        setup_code: encode_code(&server.setup_secret().0),
        replace: false,
    };
    founder.ask(call).await?;
    let mut members = vec![founder];
    for (name, role) in MEMBERS {
        let joiner = begin(name);
        let founder = members.first().ok_or("no founder")?;
        ask(founder, &joiner, role).await?;
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
        members.push(joiner);
    }
    for member in &members {
        member.ask(SyncNow {}).await?;
    }
    let mut joiners = Vec::new();
    for (name, by) in JOINERS {
        let joiner = begin(name);
        let inviter = members.get(by).ok_or("no such admin")?;
        ask(inviter, &joiner, Role::Worker).await?;
        joiners.push((joiner, by));
    }
    let mut with_paper = Vec::new();
    for name in WITH_PAPER {
        // Two devices of one person have folders of their own.
        let begun = begin(match name {
            "Cleo" => "Cleo with the paper",
            other => other,
        });
        let call = BeginRecovery {
            address: ADDRESS.into(),
            words: words.clone(),
            team_words: Vec::new(),
            my_name: name.into(),
            passphrase: PASSPHRASE.into(),
        };
        begun.ask(call).await?;
        with_paper.push(begun);
    }
    for member in &members {
        member.ask(SyncNow {}).await?;
    }
    server.finish().await;
    let end = |begun: Begun| Ok::<_, String>(begun.end(folder)?.0);
    let members = members.into_iter().map(end).collect::<Result<_, _>>()?;
    let joiners = joiners
        .into_iter()
        .map(|(begun, by)| Ok((end(begun)?, by)))
        .collect::<Result<_, String>>()?;
    let with_paper = with_paper.into_iter().map(end).collect::<Result<_, _>>()?;
    Ok(Team {
        server: Copy::of(&folder.join("server")).map_err(fault)?,
        members,
        joiners,
        with_paper,
        words,
    })
}
