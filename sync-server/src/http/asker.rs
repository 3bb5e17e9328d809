//! Who asks: a member's device with a session, or a stranger, of whom there may be only so many
//! requests.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{ConnectInfo, FromRequestParts, Path};
use axum::http::request::Parts;
use data_encoding::HEXLOWER;
use doorstep_wire::device::Role;
use doorstep_wire::id::{DeviceId, Locator, TeamId};
use doorstep_wire::refusal::RefusalCode;
use doorstep_wire::roster::Roster;
use doorstep_wire::session::SESSION_HEADER;

use super::answer::No;
use super::security::{MANY_STRANGERS, OVER_LIMIT};
use super::{Office, now_seconds};
use crate::rate::{Rate, whose};
use crate::storage::Storage;
use crate::token::Session;

/// A device that is in the team at this moment.
pub(super) struct Member {
    pub(super) team: TeamId,
    pub(super) device: DeviceId,
    pub(super) role: Role,
    pub(super) roster: Arc<Roster>,
    /// Seconds since 1970.
    pub(super) session_ends: u64,
}

/// A device that is in the team at this moment, or was once: whoever was removed reads that from the log
/// itself, and from nothing else. Or the team's paper words, used or not.
pub(super) struct Known {
    pub(super) team: TeamId,
    pub(super) device: DeviceId,
    pub(super) roster: Arc<Roster>,
}

/// Whoever has the team's paper words in force: they let one device in, and nothing else.
pub(super) struct Recovering {
    pub(super) team: TeamId,
    pub(super) roster: Arc<Roster>,
}

/// A member who may change the team.
pub(super) struct Admin(pub(super) Member);

/// Anybody, within the rate that an address may have.
pub(super) struct Stranger;

/// Anybody who looks for a team by its paper words, within a rate of its own: each look goes through all
/// teams.
pub(super) struct LookingForTeam;

/// An invite's place out of the path.
pub(super) struct At(pub(super) Locator);

impl<S: Storage> FromRequestParts<Arc<Office<S>>> for Member {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, office: &Arc<Office<S>>) -> Result<Self, No> {
        let (session, roster) = session(parts, office).await?;
        let role = match roster.member(&session.device) {
            Some(member) => member.role,
            None if roster.former(&session.device).is_some() => return Err(removed()),
            None => return Err(not_member()),
        };
        Ok(Self {
            team: session.team,
            device: session.device,
            role,
            roster,
            session_ends: session.ends,
        })
    }
}

impl<S: Storage> FromRequestParts<Arc<Office<S>>> for Known {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, office: &Arc<Office<S>>) -> Result<Self, No> {
        let (session, roster) = session(parts, office).await?;
        // Paper words read how far the log has gone, which may be that they were used.
        let known =
            roster.verifying(&session.device).is_some() || roster.knows_recovery(&session.device);
        if !known {
            return Err(not_member());
        }
        Ok(Self {
            team: session.team,
            device: session.device,
            roster,
        })
    }
}

impl<S: Storage> FromRequestParts<Arc<Office<S>>> for Recovering {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, office: &Arc<Office<S>>) -> Result<Self, No> {
        let (session, roster) = session(parts, office).await?;
        if roster.recovery().device_id() != session.device {
            return Err(No::new(
                RefusalCode::NotAllowed,
                "Only the recovery words in force can do this.",
            ));
        }
        let team = session.team;
        Ok(Self { team, roster })
    }
}

/// Whose session it is, and the team that the path names as it is now.
async fn session<S: Storage>(
    parts: &mut Parts,
    office: &Arc<Office<S>>,
) -> Result<(Session, Arc<Roster>), No> {
    let session = token(parts).and_then(|token| office.tokens.session(&token, now_seconds()));
    let Some(session) = session else {
        Stranger::from_request_parts(parts, office).await?;
        return Err(No::new(RefusalCode::NoSession, "Open a session first."));
    };
    let team = from_path::<TeamId>(parts, "team").await?;
    if session.team != team {
        return Err(not_member());
    }
    if !office.limits.may_ask(team, session.device) {
        return Err(over_limit());
    }
    let roster = office.rosters.of(&office.storage, team).await?;
    Ok((session, roster))
}

fn not_member() -> No {
    No::new(RefusalCode::NotMember, "This device is not in this team.")
}

fn removed() -> No {
    No::new(
        RefusalCode::Removed,
        "This device was removed from this team.",
    )
}

impl Member {
    /// The team as it is now.
    ///
    /// # Errors
    /// If the device was removed since the request began.
    pub(super) async fn team_now<S: Storage>(&self, office: &Office<S>) -> Result<Arc<Roster>, No> {
        let roster = office.rosters.of(&office.storage, self.team).await?;
        match roster.member(&self.device) {
            Some(_) => Ok(roster),
            None => Err(removed()),
        }
    }

    /// Asks for room for so many bytes within what a device and a team may store.
    pub(super) fn may_store<S>(&self, office: &Office<S>, bytes: usize) -> Result<(), No> {
        may_store(office, self.team, self.device, bytes)
    }
}

impl Known {
    /// As [`Member::may_store`].
    pub(super) fn may_store<S>(&self, office: &Office<S>, bytes: usize) -> Result<(), No> {
        may_store(office, self.team, self.device, bytes)
    }
}

fn may_store<S>(
    office: &Office<S>,
    team: TeamId,
    device: DeviceId,
    bytes: usize,
) -> Result<(), No> {
    if office.limits.may_store(team, device, bytes) {
        Ok(())
    } else {
        Err(over_limit())
    }
}

fn over_limit() -> No {
    No::new(
        RefusalCode::TooMany,
        "More came from this device or its team than one may send. Wait a minute.",
    )
    .event(OVER_LIMIT)
}

impl<S: Storage> FromRequestParts<Arc<Office<S>>> for Admin {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, office: &Arc<Office<S>>) -> Result<Self, No> {
        let member = Member::from_request_parts(parts, office).await?;
        if member.role == Role::Admin {
            Ok(Self(member))
        } else {
            Err(No::new(
                RefusalCode::NotAllowed,
                "Only an admin's device can do this.",
            ))
        }
    }
}

impl<S: Storage> FromRequestParts<Arc<Office<S>>> for Stranger {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, office: &Arc<Office<S>>) -> Result<Self, No> {
        within(&office.strangers, parts).map(|()| Self)
    }
}

impl<S: Storage> FromRequestParts<Arc<Office<S>>> for LookingForTeam {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, office: &Arc<Office<S>>) -> Result<Self, No> {
        within(&office.strangers, parts)?;
        within(&office.looks, parts).map(|()| Self)
    }
}

/// Whether the address that this comes from may ask once more.
fn within(rate: &Rate<IpAddr>, parts: &Parts) -> Result<(), No> {
    let from = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    match from.is_none_or(|from| rate.take(whose(from), 1.0, Instant::now())) {
        true => Ok(()),
        false => Err(No::new(
            RefusalCode::TooMany,
            "Too many requests came from this address. Wait a minute.",
        )
        .event(MANY_STRANGERS)),
    }
}

impl<S: Storage> FromRequestParts<Arc<Office<S>>> for At {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Office<S>>) -> Result<Self, No> {
        from_path(parts, "locator").await.map(Self)
    }
}

fn token(parts: &Parts) -> Option<Vec<u8>> {
    let header = parts.headers.get(SESSION_HEADER)?;
    HEXLOWER.decode(header.as_bytes()).ok()
}

/// A named part of the path: an identifier in hex, or a number.
pub(super) async fn from_path<T: std::str::FromStr>(
    parts: &mut Parts,
    name: &str,
) -> Result<T, No> {
    let malformed = || {
        No::new(
            RefusalCode::Malformed,
            format!("The {name} in the address is not one."),
        )
    };
    let Path(named) = Path::<Vec<(String, String)>>::from_request_parts(parts, &())
        .await
        .map_err(|_| malformed())?;
    let value = named
        .into_iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value);
    value
        .and_then(|value| value.parse().ok())
        .ok_or_else(malformed)
}
