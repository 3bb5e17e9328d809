//! Challenges and session tokens. Both carry their own proof, so the server remembers neither and
//! any process on the same store takes them.

use doorstep_wire::id::{Challenge, DeviceId, TeamId};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// How long a device may take to answer, in seconds.
const CHALLENGE_SECONDS: u64 = 60;
/// How long a session lasts, in seconds.
pub(crate) const SESSION_SECONDS: u32 = 15 * 60;

const CHALLENGE: &[u8] = b"doorstep/1/server-challenge\0";
const SESSION: &[u8] = b"doorstep/1/server-session\0";
/// team ‖ device ‖ end in seconds ‖ HMAC
const TOKEN_LEN: usize = 32 + 16 + 8 + 32;

/// The key that challenges and tokens are made with.
#[derive(Clone)]
pub(crate) struct TokenKey(pub(crate) [u8; 32]);

/// Who a session belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) team: TeamId,
    pub(crate) device: DeviceId,
    /// Seconds since 1970.
    pub(crate) ends: u64,
}

impl TokenKey {
    /// A challenge for one device: end of its time, randomness, proof.
    pub(crate) fn challenge(
        &self,
        team: &TeamId,
        device: &DeviceId,
        now: u64,
    ) -> Option<Challenge> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).ok()?;
        let ends = now.saturating_add(CHALLENGE_SECONDS).to_be_bytes();
        Some(self.challenge_of(team, device, ends, random))
    }

    /// Whether this server gave this challenge to this device a short time ago.
    pub(crate) fn is_challenge(
        &self,
        challenge: &Challenge,
        team: &TeamId,
        device: &DeviceId,
        now: u64,
    ) -> bool {
        let Some((ends, rest)) = challenge.0.split_first_chunk::<8>() else {
            return false;
        };
        let Some(random) = rest.first_chunk::<8>() else {
            return false;
        };
        let made = self.challenge_of(team, device, *ends, *random);
        bool::from(made.0.ct_eq(&challenge.0)) && now <= u64::from_be_bytes(*ends)
    }

    fn challenge_of(
        &self,
        team: &TeamId,
        device: &DeviceId,
        ends: [u8; 8],
        random: [u8; 8],
    ) -> Challenge {
        let mac = self.mac(CHALLENGE, &[&team.0, &device.0, &ends, &random]);
        let parts = ends.iter().chain(&random).chain(&mac);
        let mut challenge = Challenge::ZERO;
        challenge
            .0
            .iter_mut()
            .zip(parts)
            .for_each(|(to, from)| *to = *from);
        challenge
    }

    /// A token for a device that has proved its key.
    pub(crate) fn token(&self, team: &TeamId, device: &DeviceId, now: u64) -> Vec<u8> {
        let ends = now.saturating_add(u64::from(SESSION_SECONDS)).to_be_bytes();
        let mac = self.mac(SESSION, &[&team.0, &device.0, &ends]);
        [&team.0[..], &device.0, &ends, &mac].concat()
    }

    /// The session of a token, unless it is forged or over.
    pub(crate) fn session(&self, token: &[u8], now: u64) -> Option<Session> {
        let token: &[u8; TOKEN_LEN] = token.try_into().ok()?;
        let (team, rest) = token.split_first_chunk::<32>()?;
        let (device, rest) = rest.split_first_chunk::<16>()?;
        let (ends, mac) = rest.split_first_chunk::<8>()?;
        let made = self.mac(SESSION, &[team, device, ends]);
        let ends = u64::from_be_bytes(*ends);
        let good = bool::from(made.ct_eq(mac)) && now <= ends;
        good.then_some(Session {
            team: TeamId(*team),
            device: DeviceId(*device),
            ends,
        })
    }

    fn mac(&self, label: &[u8], parts: &[&[u8]]) -> [u8; 32] {
        // HMAC takes a key of any length (RFC 2104), so there is no error to report.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return [0; 32];
        };
        mac.update(label);
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: TokenKey = TokenKey([7; 32]);
    const TEAM: TeamId = TeamId([1; 32]);
    const DEVICE: DeviceId = DeviceId([2; 16]);

    #[test]
    fn a_token_ends_and_every_flipped_bit_is_refused() {
        let token = KEY.token(&TEAM, &DEVICE, 1_000);
        let session = KEY.session(&token, 1_000).unwrap();
        assert_eq!((session.team, session.device), (TEAM, DEVICE));
        assert!(
            KEY.session(&token, 1_000 + u64::from(SESSION_SECONDS))
                .is_some()
        );
        assert!(
            KEY.session(&token, 1_001 + u64::from(SESSION_SECONDS))
                .is_none()
        );
        assert!(TokenKey([8; 32]).session(&token, 1_000).is_none());
        for byte in 0..token.len() {
            let mut flipped = token.clone();
            flipped[byte] ^= 1;
            assert!(KEY.session(&flipped, 1_000).is_none(), "byte {byte}");
        }
    }

    #[test]
    fn a_challenge_is_for_one_device_and_a_short_time() {
        let challenge = KEY.challenge(&TEAM, &DEVICE, 1_000).unwrap();
        assert!(KEY.is_challenge(&challenge, &TEAM, &DEVICE, 1_060));
        assert!(!KEY.is_challenge(&challenge, &TEAM, &DEVICE, 1_061));
        assert!(!KEY.is_challenge(&challenge, &TEAM, &DeviceId([3; 16]), 1_000));
        assert!(!KEY.is_challenge(&Challenge([0; 32]), &TEAM, &DEVICE, 0));
    }
}
