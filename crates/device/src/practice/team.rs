//! The made-up team around whoever practises: colleagues, agencies, and the team's own lists.

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::ServiceKind;
use doorstep_model::team::{Agency, FailureCause, Member, ObstacleKind, Role, UnitCost};
use doorstep_model::{DeviceKey, ItemId};
use doorstep_wire::id::DeviceId;
use serde::Deserialize;

use super::WORKER_NAME;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$why:meta])* $variant:ident = $words:expr,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub(super) enum $name { $($variant,)* }

        impl $name {
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// What it is called on the screens.
            pub(super) fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }
        }
    };
}

named!(
    /// Somebody of the team.
    Who {
        Me = WORKER_NAME,
        Bronwen = "Bronwen Tasker",
        Imran = "Imran Dale",
        Ada = "Ada Kovač",
        Tomos = "Tomos Reed",
    }
);

named!(
    /// An organisation around the team.
    Around {
        Gp = "Surgery",
        Hospital = "Hospital",
        Ambulance = "Ambulance service",
        Police = "Police",
        Fire = "Fire service",
        Housing = "Housing office",
        Repairs = "Repairs desk",
        Benefits = "Benefits office",
        School = "Schools",
        Adult = "Adult care",
        Healthvisitor = "Health visitors",
        Speech = "Speech therapy",
        Mental = "Mental health team",
        Midwife = "Midwives",
        Health = "Environmental health",
        Advice = "Advice centre",
    }
);

named!(
    /// Why something had to be asked for that should not have been needed.
    Cause {
        Letter = "A letter that went wrong or said nothing",
        NoAnswer = "Nobody came back to them",
        ToldAgain = "They had to tell it again",
        Passed = "Passed from desk to desk",
        Closed = "Closed before it was sorted",
        Wrong = "Not done right the first time",
        Late = "Too late to be of use",
    }
);

named!(
    /// What stops the team.
    InTheWay {
        Rule = "A rule",
        Budget = "Whose budget it is",
        It = "The computer",
        Authority = "Nobody here may decide it",
    }
);

/// What one use costs, in pence: made up, and of the right order.
const COSTS: &[(Around, ServiceKind, i64)] = &[
    (Around::Gp, ServiceKind::Contact, 4_200),
    (Around::Hospital, ServiceKind::Contact, 16_000),
    (Around::Hospital, ServiceKind::Emergency, 24_500),
    (Around::Ambulance, ServiceKind::Emergency, 29_000),
    (Around::Police, ServiceKind::Emergency, 18_000),
    (Around::Fire, ServiceKind::Contact, 9_000),
    (Around::Fire, ServiceKind::Emergency, 38_000),
    (Around::Housing, ServiceKind::Contact, 1_800),
    (Around::Housing, ServiceKind::Intervention, 21_000),
    (Around::Repairs, ServiceKind::Contact, 1_500),
    (Around::Repairs, ServiceKind::Intervention, 14_500),
    (Around::Benefits, ServiceKind::Contact, 1_900),
    (Around::Benefits, ServiceKind::Assessment, 9_500),
    (Around::School, ServiceKind::Contact, 2_400),
    (Around::School, ServiceKind::Intervention, 8_800),
    (Around::Adult, ServiceKind::Contact, 5_200),
    (Around::Adult, ServiceKind::Assessment, 31_000),
    (Around::Healthvisitor, ServiceKind::Contact, 6_100),
    (Around::Speech, ServiceKind::Referral, 5_500),
    (Around::Mental, ServiceKind::Contact, 11_000),
    (Around::Mental, ServiceKind::Assessment, 27_000),
    (Around::Midwife, ServiceKind::Contact, 7_400),
    (Around::Health, ServiceKind::Intervention, 120_000),
];
const COST_SOURCE: &str = "Made up for practice";

/// What one use of a service costs, in pence.
pub(super) fn cost(agency: Around, kind: ServiceKind) -> Option<i64> {
    let known = COSTS.iter().find(|cost| (cost.0, cost.1) == (agency, kind));
    known.map(|cost| cost.2)
}

/// The team with the ids that its lines have in this practice store.
pub(super) struct Team {
    members: Vec<(Who, ItemId, DeviceId)>,
    around: Vec<(Around, ItemId)>,
    causes: Vec<(Cause, ItemId)>,
    in_the_way: Vec<(InTheWay, ItemId)>,
}

impl Team {
    /// A team around `me`, whose device is `device`. `random` gives ids that were never used.
    pub(super) fn around(me: &ItemId, device: DeviceId, random: fn() -> [u8; 16]) -> Self {
        let item = || ItemId::from(random());
        let members = Who::ALL.iter().map(|who| match who {
            Who::Me => (Who::Me, me.clone(), device),
            who => (*who, item(), DeviceId(random())),
        });
        Self {
            members: members.collect(),
            around: Around::ALL.iter().map(|one| (*one, item())).collect(),
            causes: Cause::ALL.iter().map(|one| (*one, item())).collect(),
            in_the_way: InTheWay::ALL.iter().map(|one| (*one, item())).collect(),
        }
    }

    /// The edits that put everybody and everything on the team's lists; whoever practises is there
    /// already.
    pub(super) fn edits(&self, year: u16, random: fn() -> [u8; 16]) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut add = |part, item: &ItemId, fields: Vec<(String, Value)>| {
            let line = ItemRef {
                part,
                item: item.clone(),
            };
            edits.push(Edit::Add { line, fields });
        };
        for (who, item, device) in &self.members {
            let role = match who {
                Who::Me => continue,
                Who::Bronwen => Role::Lead,
                _ => Role::Worker,
            };
            let fields = vec![
                Member::name.with(who.words().to_owned()),
                Member::role.with(role),
                Member::devices.with(DeviceKey::from(device.0)),
            ];
            add(Part::Members, item, fields);
        }
        for (one, item) in &self.around {
            let name = Agency::name.with(one.words().to_owned());
            add(Part::Agencies, item, vec![name]);
        }
        for (one, item) in &self.causes {
            let name = FailureCause::name.with(one.words().to_owned());
            add(Part::FailureCauses, item, vec![name]);
        }
        for (one, item) in &self.in_the_way {
            let name = ObstacleKind::name.with(one.words().to_owned());
            add(Part::ObstacleKinds, item, vec![name]);
        }
        for (agency, kind, pence) in COSTS {
            let mut fields = vec![
                UnitCost::kind.with(*kind),
                UnitCost::cost_pence.with(*pence),
                UnitCost::source.with(COST_SOURCE.to_owned()),
                UnitCost::year.with(i64::from(year)),
            ];
            fields.extend(self.agency(*agency).map(|item| UnitCost::agency.with(item)));
            add(Part::UnitCosts, &ItemId::from(random()), fields);
        }
        edits
    }

    pub(super) fn member(&self, who: Who) -> Option<ItemId> {
        let found = self.members.iter().find(|member| member.0 == who);
        found.map(|member| member.1.clone())
    }

    /// The device with which somebody writes.
    pub(super) fn device(&self, who: Who) -> DeviceId {
        let found = self.members.iter().find(|member| member.0 == who);
        found.map_or(DeviceId::ZERO, |member| member.2)
    }

    pub(super) fn agency(&self, agency: Around) -> Option<ItemId> {
        find(&self.around, agency)
    }

    pub(super) fn cause(&self, cause: Cause) -> Option<ItemId> {
        find(&self.causes, cause)
    }

    pub(super) fn in_the_way(&self, kind: InTheWay) -> Option<ItemId> {
        find(&self.in_the_way, kind)
    }
}

fn find<T: Copy + PartialEq>(all: &[(T, ItemId)], which: T) -> Option<ItemId> {
    let found = all.iter().find(|one| one.0 == which);
    found.map(|one| one.1.clone())
}
