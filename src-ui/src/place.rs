//! Where in the app one can be.

use doorstep_model::id::{DocKey, ItemId};

/// A place, once a team is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Place {
    /// What comes first today.
    #[default]
    Home,
    /// Whose visit to record.
    RecordVisit,
    /// Whose visit to plan.
    PlanVisit,
    /// Planning a visit to one household.
    Planning(DocKey),
    /// What people asked for and the team has not looked at together.
    AskedFor,
    /// All households.
    Households,
    /// Bringing in a list of households.
    Import,
    /// One household.
    Household(DocKey),
    /// One visit.
    Visit(DocKey, ItemId),
    /// Which household is the same as this one.
    Same(DocKey),
    /// What the team learns.
    Learning,
    /// The page of it for a meeting.
    Meeting,
    /// What happened to a household.
    History(DocKey),
    /// The page that a household keeps.
    Plan(DocKey),
    /// Taking a copy of a household's record.
    Copy(DocKey),
    /// Erasing a household for good.
    Erase(DocKey),
    /// Moving a household to another team.
    Move(DocKey),
    /// Taking over a household from another team.
    TakeOver,
    /// The team.
    Team,
    /// Connecting a server.
    Connect,
    /// How sync stands.
    Sync,
    /// Settings.
    Settings,
    /// What Doorstep is built from.
    Licences,
    /// Typing the recovery words back.
    Recovery,
    /// Making new recovery words.
    NewWords,
}

/// The places on the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Corner {
    /// [`Place::Home`].
    Home,
    /// [`Place::Households`].
    Households,
    /// [`Place::Learning`].
    Learning,
    /// [`Place::Team`].
    Team,
    /// [`Place::Settings`].
    Settings,
}

impl Place {
    /// Which place of the rail it belongs to.
    pub(crate) fn corner(&self) -> Corner {
        match self {
            Self::Home
            | Self::RecordVisit
            | Self::PlanVisit
            | Self::AskedFor
            | Self::Recovery
            | Self::Sync => Corner::Home,
            Self::Households
            | Self::Import
            | Self::Household(_)
            | Self::Planning(_)
            | Self::Visit(..)
            | Self::Same(_)
            | Self::History(_)
            | Self::Plan(_)
            | Self::Copy(_)
            | Self::Erase(_)
            | Self::Move(_)
            | Self::TakeOver => Corner::Households,
            Self::Learning | Self::Meeting => Corner::Learning,
            Self::Team | Self::Connect | Self::NewWords => Corner::Team,
            Self::Settings | Self::Licences => Corner::Settings,
        }
    }

    /// The household that is open there.
    pub(crate) fn household(&self) -> Option<&DocKey> {
        match self {
            Self::Household(id)
            | Self::Planning(id)
            | Self::Visit(id, _)
            | Self::History(id)
            | Self::Plan(id)
            | Self::Copy(id)
            | Self::Erase(id)
            | Self::Move(id)
            | Self::Same(id) => Some(id),
            _ => None,
        }
    }
}

impl Corner {
    /// All, in their order on the rail.
    pub(crate) const ALL: [Self; 5] = [
        Self::Home,
        Self::Households,
        Self::Learning,
        Self::Team,
        Self::Settings,
    ];

    /// Its word in names of sentences, tests and icons.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Households => "households",
            Self::Learning => "learning",
            Self::Team => "team",
            Self::Settings => "settings",
        }
    }

    /// The place it leads to.
    pub(crate) fn place(self) -> Place {
        match self {
            Self::Home => Place::Home,
            Self::Households => Place::Households,
            Self::Learning => Place::Learning,
            Self::Team => Place::Team,
            Self::Settings => Place::Settings,
        }
    }
}
