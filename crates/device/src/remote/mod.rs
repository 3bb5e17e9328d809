//! Talking to the sync server: one method for each thing it can be asked (see `doorstep_wire`).

mod client;
mod fault;
mod http;
#[cfg(not(target_arch = "wasm32"))]
mod pin;
mod way;

pub(crate) use fault::RemoteFault;
pub(crate) use way::Network;
pub use way::{Answered, Asked, Awaited, Way};

use doorstep_replica::Identity;
use doorstep_wire::behind::{After, Checkpoints, Common, Inventory};
use doorstep_wire::blob::{BeginBlob, BlobNames, BlobPart, BlobState};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::encode;
use doorstep_wire::entry::Entry;
use doorstep_wire::handed_over::{Check, HandOver, Page, Waiting};
use doorstep_wire::id::{BlobId, DeviceId, Locator, Pin, SetupSecret, TeamId};
use doorstep_wire::invite::{JoinRequest, Joins, Ticket, TicketReply};
use doorstep_wire::label::{Label, sign};
use doorstep_wire::limits::MAX_RECOVERY_TEAMS;
use doorstep_wire::membership::{Append, Entries};
use doorstep_wire::recovery::{RecoveryReply, RecoveryRequest, recovery_message};
use doorstep_wire::session::{
    ChallengeReply, ChallengeRequest, SessionReply, SessionRequest, session_message,
};
use doorstep_wire::setup::{CreateTeam, SetupReply, founder_proof, server_proof};
use doorstep_wire::sync::{SyncReply, SyncRequest};
use reqwest::Method;

use client::Client;

/// Bytes of a membership log, at most, as a device that is new reads it: some 100,000 entries.
const LONGEST_LOG: usize = 64 * 1024 * 1024;

/// A session token; never printed.
#[derive(Clone)]
pub(crate) struct Token(pub(super) String);

/// One server, as this device reaches it.
#[derive(Clone)]
pub(crate) struct Remote {
    client: Client,
}

impl Remote {
    /// A server whose certificate must have this pin.
    ///
    /// # Errors
    /// [`RemoteFault::BadAddress`] if the address is not `host:port`.
    pub(crate) fn pinned(network: &Network, address: &str, pin: Pin) -> Result<Self, RemoteFault> {
        Ok(Self {
            client: Client::new(network, address, Some(pin))?,
        })
    }

    /// A server that is not known yet: whatever certificate it shows is taken, and
    /// [`Remote::pin`] tells which. Nothing secret may be said to it before it has proved itself.
    ///
    /// # Errors
    /// [`RemoteFault::BadAddress`] if the address is not `host:port`.
    pub(crate) fn unknown(network: &Network, address: &str) -> Result<Self, RemoteFault> {
        Ok(Self {
            client: Client::new(network, address, None)?,
        })
    }

    /// Asks a server for nothing but that it answers, so that [`Remote::pin`] tells its certificate before
    /// anything is said to it.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn greet(&self) -> Result<(), RemoteFault> {
        self.client
            .tell(Method::GET, "/v1/health", None, None)
            .await
    }

    /// The pin of the certificate that the server showed last.
    pub(crate) fn pin(&self) -> Option<Pin> {
        self.client.seen_pin()
    }

    /// Has the server prove that it knows the setup code and holds the certificate it shows.
    ///
    /// # Errors
    /// [`RemoteFault`]; [`RemoteFault::NotTheSame`] if the proof fails.
    pub(crate) async fn prove_setup(
        &self,
        secret: &SetupSecret,
        nonce: [u8; 32],
    ) -> Result<Pin, RemoteFault> {
        let nonce_hex = data_encoding::HEXLOWER.encode(&nonce);
        let path = format!("/v1/setup?nonce={nonce_hex}");
        let reply: SetupReply = self.client.ask(Method::GET, &path, None, None).await?;
        let pin = self.pin().unwrap_or(Pin::ZERO);
        if reply.mac == server_proof(secret, &nonce, &pin) {
            Ok(pin)
        } else {
            Err(RemoteFault::SetupCode)
        }
    }

    /// Begins a team's log on this server, or gives it back to one that has lost it, together with
    /// some of the entries that follow.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn create_team(
        &self,
        secret: &SetupSecret,
        genesis: &Entry,
        entries: Vec<Vec<u8>>,
    ) -> Result<(), RemoteFault> {
        let body = CreateTeam {
            genesis: genesis.bytes().to_vec().into(),
            mac: founder_proof(secret, &genesis.hash()),
            entries: entries.into_iter().map(Into::into).collect(),
        };
        self.client
            .tell(Method::POST, "/v1/teams", Some(encode(&body)), None)
            .await
    }

    /// Proves this device's key and gets a token.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn open_session(
        &self,
        team_id: TeamId,
        identity: &Identity,
    ) -> Result<Token, RemoteFault> {
        let device_id: DeviceId = identity.device_id();
        let request = encode(&ChallengeRequest { team_id, device_id });
        let path = "/v1/sessions/challenge";
        let ChallengeReply { challenge } = self
            .client
            .ask(Method::POST, path, Some(request), None)
            .await?;
        let message = session_message(&team_id, &device_id, &challenge);
        let signature = sign(Label::Session, identity.signing(), &message);
        let request = encode(&SessionRequest {
            team_id,
            device_id,
            challenge,
            signature,
        });
        let reply: SessionReply = self
            .client
            .ask(Method::POST, "/v1/sessions", Some(request), None)
            .await?;
        Ok(Token(data_encoding::HEXLOWER.encode(&reply.token)))
    }

    /// Membership entries from a position on.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn entries(
        &self,
        team: TeamId,
        token: &Token,
        from: u64,
    ) -> Result<Entries, RemoteFault> {
        let path = format!("/v1/teams/{team}/membership?from={from}");
        self.client.ask(Method::GET, &path, None, Some(token)).await
    }

    /// The whole membership log, from its first entry on; whether it is to be believed is another question.
    ///
    /// # Errors
    /// [`RemoteFault`]; [`RemoteFault::Garbled`] if it is longer than any log is.
    pub(crate) async fn whole_log(
        &self,
        team: TeamId,
        token: &Token,
    ) -> Result<Vec<Vec<u8>>, RemoteFault> {
        let (mut log, mut bytes) = (Vec::new(), 0usize);
        loop {
            let from = u64::try_from(log.len()).unwrap_or(u64::MAX);
            let reply = self.entries(team, token, from).await?;
            let more = reply.more && !reply.entries.is_empty();
            bytes += reply.entries.iter().map(|entry| entry.len()).sum::<usize>();
            if bytes > LONGEST_LOG {
                return Err(RemoteFault::Garbled);
            }
            log.extend(reply.entries.into_iter().map(Vec::from));
            if !more {
                return Ok(log);
            }
        }
    }

    /// The teams whose paper words these are, or were, each with a token for its log; in the order of their
    /// ids, from one on, and so many that more may follow if there are [`MAX_RECOVERY_TEAMS`].
    ///
    /// # Errors
    /// [`RemoteFault`]; a refusal with `not_found` if there is none.
    pub(crate) async fn find_recovery(
        &self,
        words: &Identity,
        from: Option<TeamId>,
    ) -> Result<Vec<(TeamId, Token)>, RemoteFault> {
        let recovery = words.public();
        let request = encode(&ChallengeRequest {
            team_id: TeamId::ZERO,
            device_id: recovery.device_id(),
        });
        let path = "/v1/sessions/challenge";
        let ChallengeReply { challenge } = self
            .client
            .ask(Method::POST, path, Some(request), None)
            .await?;
        let message = recovery_message(&recovery, &challenge);
        let request = encode(&RecoveryRequest {
            recovery,
            challenge,
            signature: sign(Label::Session, words.signing(), &message),
            from,
        });
        let reply: RecoveryReply = self
            .client
            .ask(Method::POST, "/v1/recovery", Some(request), None)
            .await?;
        let hex = |token: &[u8]| Token(data_encoding::HEXLOWER.encode(token));
        let teams = reply.teams.iter().take(MAX_RECOVERY_TEAMS);
        Ok(teams.map(|team| (team.team_id, hex(&team.token))).collect())
    }

    /// The entry by which paper words let this device in, if the log still ends where it goes on.
    ///
    /// # Errors
    /// [`RemoteFault`]; a refusal with `membership_moved` if that is not so.
    pub(crate) async fn append_recovery(
        &self,
        team: TeamId,
        token: &Token,
        entry: &Entry,
    ) -> Result<(), RemoteFault> {
        let body = Append {
            expected_head: entry.place.previous,
            entry: entry.bytes().to_vec().into(),
            only_if_all_is_read: None,
            read_to: None,
        };
        let path = format!("/v1/teams/{team}/recovery");
        self.client
            .tell(Method::POST, &path, Some(encode(&body)), Some(token))
            .await
    }

    /// A new entry, if the log still ends where it goes on, and it counts all that the server has of whoever
    /// goes by it. With `read_to`, how far this device has read the sequence, nothing that it erases may be
    /// there beyond.
    ///
    /// # Errors
    /// [`RemoteFault`]; a refusal with `membership_moved` if that is not so.
    pub(crate) async fn append(
        &self,
        team: TeamId,
        token: &Token,
        entry: &Entry,
        read_to: Option<u64>,
    ) -> Result<(), RemoteFault> {
        self.send_entry(team, token, entry, Some(true), read_to)
            .await
    }

    /// Gives an entry back that the server has lost.
    ///
    /// # Errors
    /// [`RemoteFault`]; a refusal with `membership_moved` if another was first.
    pub(crate) async fn give_back(
        &self,
        team: TeamId,
        token: &Token,
        entry: &Entry,
    ) -> Result<(), RemoteFault> {
        self.send_entry(team, token, entry, None, None).await
    }

    async fn send_entry(
        &self,
        team: TeamId,
        token: &Token,
        entry: &Entry,
        only_if_all_is_read: Option<bool>,
        read_to: Option<u64>,
    ) -> Result<(), RemoteFault> {
        let body = Append {
            expected_head: entry.place.previous,
            entry: entry.bytes().to_vec().into(),
            only_if_all_is_read,
            read_to,
        };
        let path = format!("/v1/teams/{team}/membership");
        self.client
            .tell(Method::POST, &path, Some(encode(&body)), Some(token))
            .await
    }

    /// Push and pull.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn sync(
        &self,
        team: TeamId,
        token: &Token,
        request: &SyncRequest,
    ) -> Result<SyncReply, RemoteFault> {
        let path = format!("/v1/teams/{team}/sync");
        self.client
            .ask(Method::POST, &path, Some(encode(request)), Some(token))
            .await
    }

    /// The last of these places that the server's log has too.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn last_common(
        &self,
        team: TeamId,
        token: &Token,
        checkpoints: Vec<Cursor>,
    ) -> Result<Cursor, RemoteFault> {
        let path = format!("/v1/teams/{team}/common");
        let body = encode(&Checkpoints { checkpoints });
        let common: Common = self
            .client
            .ask(Method::POST, &path, Some(body), Some(token))
            .await?;
        Ok(common.cursor)
    }

    /// What the server holds after a place, by name.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn inventory(
        &self,
        team: TeamId,
        token: &Token,
        cursor: Cursor,
    ) -> Result<Inventory, RemoteFault> {
        let path = format!("/v1/teams/{team}/inventory");
        let body = encode(&After { cursor });
        self.client
            .ask(Method::POST, &path, Some(body), Some(token))
            .await
    }

    /// Announces a blob; answers what the server has of it.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn begin_blob(
        &self,
        team: TeamId,
        token: &Token,
        blob: BlobId,
        head: Vec<u8>,
    ) -> Result<BlobState, RemoteFault> {
        let path = format!("/v1/teams/{team}/blobs/{blob}");
        let body = encode(&BeginBlob { head: head.into() });
        self.client
            .ask(Method::PUT, &path, Some(body), Some(token))
            .await
    }

    /// Sends a sealed part of a blob.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn put_blob_part(
        &self,
        team: TeamId,
        token: &Token,
        blob: BlobId,
        number: u32,
        sealed: Vec<u8>,
    ) -> Result<(), RemoteFault> {
        let path = format!("/v1/teams/{team}/blobs/{blob}/parts/{number}");
        let body = encode(&BlobPart {
            sealed: sealed.into(),
        });
        self.client
            .tell(Method::PUT, &path, Some(body), Some(token))
            .await
    }

    /// What the server has of a blob.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn blob(
        &self,
        team: TeamId,
        token: &Token,
        blob: BlobId,
    ) -> Result<BlobState, RemoteFault> {
        let path = format!("/v1/teams/{team}/blobs/{blob}");
        self.client.ask(Method::GET, &path, None, Some(token)).await
    }

    /// Those of these blobs that the server has not whole.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn lacking_blobs(
        &self,
        team: TeamId,
        token: &Token,
        blobs: Vec<BlobId>,
    ) -> Result<Vec<BlobId>, RemoteFault> {
        let path = format!("/v1/teams/{team}/blobs");
        let body = encode(&BlobNames { blobs });
        let lacking: BlobNames = self
            .client
            .ask(Method::POST, &path, Some(body), Some(token))
            .await?;
        Ok(lacking.blobs)
    }

    /// A sealed part of a blob.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn blob_part(
        &self,
        team: TeamId,
        token: &Token,
        blob: BlobId,
        number: u32,
    ) -> Result<Vec<u8>, RemoteFault> {
        let path = format!("/v1/teams/{team}/blobs/{blob}/parts/{number}");
        let part: BlobPart = self
            .client
            .ask(Method::GET, &path, None, Some(token))
            .await?;
        Ok(part.sealed.into())
    }

    /// Leaves what a removed device had not sent; each an encoded item.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn hand_over(
        &self,
        team: TeamId,
        token: &Token,
        items: Vec<Vec<u8>>,
    ) -> Result<(), RemoteFault> {
        let path = format!("/v1/teams/{team}/handed-over");
        let items = items.into_iter().map(Into::into).collect();
        let body = encode(&HandOver { items });
        self.client
            .tell(Method::POST, &path, Some(body), Some(token))
            .await
    }

    /// What removed devices have left for an admin.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn handed_over(
        &self,
        team: TeamId,
        token: &Token,
    ) -> Result<Waiting, RemoteFault> {
        let path = format!("/v1/teams/{team}/handed-over");
        self.client.ask(Method::GET, &path, None, Some(token)).await
    }

    /// Some of what one of them has left.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn handed_over_by(
        &self,
        team: TeamId,
        token: &Token,
        device: DeviceId,
        after: u64,
    ) -> Result<Page, RemoteFault> {
        let path = format!("/v1/teams/{team}/handed-over/{device}/{after}");
        self.client.ask(Method::GET, &path, None, Some(token)).await
    }

    /// Those of what a removed device believes to be there that are not.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn check_handed_over(
        &self,
        team: TeamId,
        token: &Token,
        check: &Check,
    ) -> Result<Check, RemoteFault> {
        let path = format!("/v1/teams/{team}/handed-over/check");
        self.client
            .ask(Method::POST, &path, Some(encode(check)), Some(token))
            .await
    }

    /// It was accepted or declined, up to this number, and is needed no more.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn clear_handed_over(
        &self,
        team: TeamId,
        token: &Token,
        device: DeviceId,
        up_to: u64,
    ) -> Result<(), RemoteFault> {
        let path = format!("/v1/teams/{team}/handed-over/{device}/{up_to}");
        self.client
            .tell(Method::DELETE, &path, None, Some(token))
            .await
    }

    /// Leaves an invite's ticket for whoever holds the seed.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn leave_ticket(
        &self,
        team: TeamId,
        token: &Token,
        locator: Locator,
        ticket: &Ticket,
    ) -> Result<(), RemoteFault> {
        let path = format!("/v1/teams/{team}/invites/{locator}");
        self.client
            .tell(Method::PUT, &path, Some(encode(ticket)), Some(token))
            .await
    }

    /// Finds an invite's ticket.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn ticket(&self, locator: Locator) -> Result<TicketReply, RemoteFault> {
        self.client
            .ask(Method::GET, &format!("/v1/invites/{locator}"), None, None)
            .await
    }

    /// Asks to be let in.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn ask_to_join(
        &self,
        locator: Locator,
        request: &JoinRequest,
    ) -> Result<(), RemoteFault> {
        let path = format!("/v1/invites/{locator}/join");
        self.client
            .tell(Method::POST, &path, Some(encode(request)), None)
            .await
    }

    /// Who asks to be let in.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn joins(&self, team: TeamId, token: &Token) -> Result<Joins, RemoteFault> {
        self.client
            .ask(
                Method::GET,
                &format!("/v1/teams/{team}/joins"),
                None,
                Some(token),
            )
            .await
    }

    /// Turns somebody away.
    ///
    /// # Errors
    /// [`RemoteFault`].
    pub(crate) async fn decline(
        &self,
        team: TeamId,
        token: &Token,
        locator: Locator,
    ) -> Result<(), RemoteFault> {
        let path = format!("/v1/teams/{team}/joins/{locator}");
        self.client
            .tell(Method::DELETE, &path, None, Some(token))
            .await
    }
}
