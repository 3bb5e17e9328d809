//! A member that speaks to the server without a device: for requests that no device would send.

use std::net::SocketAddr;

use doorstep_replica::Identity;
use doorstep_replica::chunk::{Payload, Place, Sealing, seal};
use doorstep_replica::crypto::key::{DocumentKey, EpochKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::change::{change_role, recover};
use doorstep_replica::team::found::found;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::device::Role;
use doorstep_wire::entry::Entry;
use doorstep_wire::id::{DocId, LogId, SetupSecret, TeamId};
use doorstep_wire::label::{Label, sign};
use doorstep_wire::limits::REPLY_CHUNKS;
use doorstep_wire::recovery::{RecoveryReply, RecoveryRequest, recovery_message};
use doorstep_wire::refusal::{Refusal, RefusalCode};
use doorstep_wire::roster::Roster;
use doorstep_wire::session::SESSION_HEADER;
use doorstep_wire::session::{
    ChallengeReply, ChallengeRequest, SessionReply, SessionRequest, session_message,
};
use doorstep_wire::setup::{CreateTeam, founder_proof};
use doorstep_wire::sync::SyncRequest;
use doorstep_wire::{decode, encode};
use reqwest::Method;

/// A client that takes any certificate.
pub fn client() -> reqwest::Client {
    // Another test of this process may have done it already.
    let _already = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder()
        .tls_danger_accept_invalid_certs(true)
        .no_proxy();
    builder.build().expect("a client")
}

/// Asks for the teams of paper words, with a proof by the keys of `signer`.
pub async fn token_for_words(
    asker: &Founder,
    words: &Identity,
    signer: &Identity,
) -> (Came, Vec<(TeamId, String)>) {
    let recovery = words.public();
    let body = encode(&ChallengeRequest {
        team_id: TeamId::ZERO,
        device_id: recovery.device_id(),
    });
    let path = "/v1/sessions/challenge";
    let came = asker.send_as("", Method::POST, path, Some(body)).await;
    let ChallengeReply { challenge } = decode(&came.body).expect("a challenge");
    let message = recovery_message(&recovery, &challenge);
    let body = encode(&RecoveryRequest {
        recovery,
        challenge,
        signature: sign(Label::Session, signer.signing(), &message),
        from: None,
    });
    let came = asker
        .send_as("", Method::POST, "/v1/recovery", Some(body))
        .await;
    let reply: Option<RecoveryReply> = decode(&came.body).ok().filter(|_| came.status == 200);
    let teams = reply.map(|reply| reply.teams).unwrap_or_default();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let teams = teams.iter().map(|team| (team.team_id, hex(&team.token)));
    let teams = teams.collect();
    (came, teams)
}

/// The founder of a team of one, with a session.
pub struct Founder {
    identity: Identity,
    recovery: Recovery,
    epoch: EpochKey,
    genesis: Entry,
    place: Place,
    http: reqwest::Client,
    base: String,
    token: String,
}

/// What came back: the status and, if the server refused, its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// HTTP's status.
    pub status: u16,
    /// The refusal's code, where there is a refusal.
    pub refused: Option<RefusalCode>,
    /// The body.
    pub body: Vec<u8>,
}

impl Founder {
    /// Founds a team on this server and opens a session.
    pub async fn begin(server: SocketAddr, setup: &SetupSecret) -> Self {
        let recovery = Recovery::generate(&mut rand::rng());
        Self::with_words(server, setup, recovery).await
    }

    /// As [`Founder::begin`], with paper words that exist already. Whoever knows their public half alone can
    /// found the same.
    pub async fn with_words(server: SocketAddr, setup: &SetupSecret, recovery: Recovery) -> Self {
        let mut rng = rand::rng();
        let identity = Identity::generate(&mut rng);
        let epoch = EpochKey::generate(&mut rng);
        let genesis = found(&identity, &recovery, &epoch, &mut rng).expect("an entry");
        let mut founder = Self {
            place: Place::first(LogId(rand::random())),
            identity,
            recovery,
            epoch,
            genesis,
            http: client(),
            base: format!("https://{server}"),
            token: String::new(),
        };
        let body = CreateTeam {
            genesis: founder.genesis.bytes().to_vec().into(),
            mac: founder_proof(setup, &founder.genesis.hash()),
            entries: Vec::new(),
        };
        let made = founder
            .send(Method::POST, "/v1/teams", Some(encode(&body)))
            .await;
        assert_eq!(made.status, 204, "{made:?}");
        founder.open_session().await;
        founder
    }

    async fn open_session(&mut self) {
        let (team_id, device_id) = (self.team_id(), self.identity.device_id());
        let body = encode(&ChallengeRequest { team_id, device_id });
        let came = self
            .send(Method::POST, "/v1/sessions/challenge", Some(body))
            .await;
        let ChallengeReply { challenge } = decode(&came.body).expect("a challenge");
        let message = session_message(&team_id, &device_id, &challenge);
        let signature = sign(Label::Session, self.identity.signing(), &message);
        let body = encode(&SessionRequest {
            team_id,
            device_id,
            challenge,
            signature,
        });
        let came = self.send(Method::POST, "/v1/sessions", Some(body)).await;
        let reply: SessionReply = decode(&came.body).expect("a token");
        self.token = reply
            .token
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
    }

    /// Its team.
    pub fn team_id(&self) -> TeamId {
        TeamId(self.genesis.hash().0)
    }

    /// The first entry of its team's log.
    pub fn genesis(&self) -> &[u8] {
        self.genesis.bytes()
    }

    /// Its paper words.
    pub fn recovery(&self) -> &Recovery {
        &self.recovery
    }

    /// The next entry of its log: its own role, as it is.
    pub fn role_entry(&self) -> Entry {
        let (roster, me) = (self.roster(), self.identity.device_id());
        change_role(&self.identity, &roster, me, Role::Admin)
    }

    /// The next entry of its log: another device, let in by the paper words.
    pub fn recover_entry(&self) -> Entry {
        let mut rng = rand::rng();
        let (new_words, device) = (Recovery::generate(&mut rng), Identity::generate(&mut rng));
        let (roster, epoch) = (self.roster(), &self.epoch);
        recover(
            &self.recovery,
            &new_words,
            &device,
            &roster,
            epoch,
            &mut rng,
        )
        .expect("an entry")
    }

    fn roster(&self) -> Roster {
        Roster::begin(&self.genesis).expect("a team of one")
    }

    /// Its session's token, in hex.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// A path within the team.
    pub fn path(&self, rest: &str) -> String {
        format!("/v1/teams/{}/{rest}", self.team_id())
    }

    /// Sends a request with the session, if there is one.
    pub async fn send(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> Came {
        self.send_as(&self.token, method, path, body).await
    }

    /// Sends a request with this token; an empty one is left out.
    pub async fn send_as(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> Came {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if !token.is_empty() {
            request = request.header(SESSION_HEADER, token);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        came(request.send().await.expect("an answer")).await
    }

    /// A good chunk of noise, next in this device's log.
    pub fn chunk(&mut self, bytes: usize) -> SealedChunk {
        self.chunk_of_epoch(bytes, 0)
    }

    /// The same, of any epoch.
    pub fn chunk_of_epoch(&mut self, bytes: usize, epoch: u32) -> SealedChunk {
        let mut rng = rand::rng();
        let key = DocumentKey::generate(&mut rng);
        let noise: Vec<u8> = (0..bytes).map(|_| rand::random()).collect();
        let change = doorstep_replica::chunk::ChangeBytes {
            hash: [1; 32],
            bytes: noise.into(),
        };
        let sealing = Sealing {
            identity: &self.identity,
            place: self.place,
            team_id: self.team_id(),
            doc_id: DocId(rand::random()),
            epoch,
            membership_head: self.genesis.hash(),
            key_id: key.key_id,
            key: &key.key,
            seen: Cursor::START,
        };
        let chunk = seal(&sealing, &Payload::Changes(vec![change]), &mut rng).expect("it is small");
        self.place = Place::after(&chunk);
        chunk
    }

    /// A sync from the beginning that pushes these.
    pub async fn push(&self, chunks: Vec<Vec<u8>>) -> Came {
        let body = SyncRequest {
            cursor: Cursor::START,
            push: chunks.into_iter().map(Into::into).collect(),
            max_bytes: REPLY_CHUNKS,
        };
        self.send(Method::POST, &self.path("sync"), Some(encode(&body)))
            .await
    }
}

/// Reads an answer.
pub async fn came(response: reqwest::Response) -> Came {
    let status = response.status().as_u16();
    let body = response.bytes().await.expect("a whole answer").to_vec();
    let refused = if status >= 400 {
        let refusal: Refusal = decode(&body).expect("every refusal has a code and a sentence");
        assert!(refusal.sentence.ends_with('.'), "{refusal:?}");
        assert_eq!(refusal.code.status(), status);
        Some(refusal.code)
    } else {
        None
    };
    Came {
        status,
        refused,
        body,
    }
}
