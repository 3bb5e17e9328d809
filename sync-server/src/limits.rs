//! What one device, and one team with all its devices, may ask and store: far above what people do,
//! and far below what would keep others from being served.

use std::time::Instant;

use doorstep_wire::id::{DeviceId, TeamId};

use crate::rate::{Allowance, Rate};

/// Limits of one device or one team.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Requests.
    pub requests: Allowance,
    /// Bytes of chunks and of parts of blobs.
    pub bytes: Allowance,
}

const MIB: f64 = 1024.0 * 1024.0;

impl Limit {
    /// For a device. One that sends a thousand photos for the first time is not held up by it: that is
    /// a request each 64 KiB.
    pub const DEVICE: Self = Self {
        requests: Allowance {
            burst: 6_000.0,
            per_second: 100.0,
        },
        bytes: Allowance {
            burst: 1_024.0 * MIB,
            per_second: 4.0 * MIB,
        },
    };
    /// For a team: four devices at their limits.
    pub const TEAM: Self = Self {
        requests: Allowance {
            burst: 24_000.0,
            per_second: 400.0,
        },
        bytes: Allowance {
            burst: 4_096.0 * MIB,
            per_second: 16.0 * MIB,
        },
    };
}

pub(crate) struct Limits {
    device_requests: Rate<(TeamId, DeviceId)>,
    device_bytes: Rate<(TeamId, DeviceId)>,
    team_requests: Rate<TeamId>,
    team_bytes: Rate<TeamId>,
}

impl Limits {
    pub(crate) fn new(device: Limit, team: Limit) -> Self {
        Self {
            device_requests: Rate::new(device.requests),
            device_bytes: Rate::new(device.bytes),
            team_requests: Rate::new(team.requests),
            team_bytes: Rate::new(team.bytes),
        }
    }

    /// Whether this device may make a request now.
    pub(crate) fn may_ask(&self, team: TeamId, device: DeviceId) -> bool {
        let now = Instant::now();
        // A device that is over its own limit takes nothing from its team's.
        self.device_requests.take((team, device), 1.0, now)
            && self.team_requests.take(team, 1.0, now)
    }

    /// Whether this device may store so many bytes now.
    pub(crate) fn may_store(&self, team: TeamId, device: DeviceId, bytes: usize) -> bool {
        let (now, much) = (
            Instant::now(),
            f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)),
        );
        self.device_bytes.take((team, device), much, now) && self.team_bytes.take(team, much, now)
    }
}
