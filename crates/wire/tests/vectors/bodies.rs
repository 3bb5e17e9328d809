//! CBOR bodies of requests and replies.

use doorstep_wire::behind::{After, Checkpoints, Common, Inventory};
use doorstep_wire::blob::{BeginBlob, BlobNames, BlobPart, BlobState};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::device::Role;
use doorstep_wire::handed_over::{HandOver, Item, Page, Waiting, WaitingOf};
use doorstep_wire::id::{
    BlobId, Chain, Challenge, ChunkId, DeviceId, EntryHash, Locator, Mac, Signature, TeamId,
};
use doorstep_wire::invite::{JoinRequest, Joins, PendingJoin, Ticket, TicketReply};
use doorstep_wire::membership::{Append, Entries};
use doorstep_wire::recovery::{RecoveryReply, RecoveryRequest, RecoveryTeam};
use doorstep_wire::refusal::{Refusal, RefusalCode};
use doorstep_wire::session::{ChallengeReply, ChallengeRequest, SessionReply, SessionRequest};
use doorstep_wire::setup::{CreateTeam, SetupReply};
use doorstep_wire::sync::{Pushed, SyncReply, SyncRequest};
use doorstep_wire::{DecodeFault, decode, encode};

use crate::fixed::joiner;
use crate::golden::Golden;

/// Calls a macro with every body: its type and a value.
macro_rules! each_body {
    ($with:ident) => {
        $with!(
            SyncRequest = SyncRequest {
                cursor: Cursor {
                    seq: 1_000,
                    chain: Chain([1; 32])
                },
                push: vec![vec![2; 5].into(), vec![3; 6].into()],
                max_bytes: 4 * 1024 * 1024,
            }
        );
        $with!(
            SyncReply = SyncReply {
                pushed: vec![Pushed::Stored { seq: 1_001 }, Pushed::Stored { seq: 7 }],
                // The second is the id of a chunk that the request pushed.
                chunks: vec![vec![4; 5].into(), ChunkId([5; 32]).0.to_vec().into()],
                cursor: Cursor {
                    seq: 1_002,
                    chain: Chain([6; 32])
                },
                more: true,
                membership_head: EntryHash([7; 32]),
                left: Some(300),
                handed_over: None,
            }
        );
        $with!(
            HandOver = HandOver {
                items: vec![vec![2; 5].into(), vec![3; 6].into()],
            }
        );
        $with!(
            Waiting = Waiting {
                of: vec![WaitingOf {
                    device: DeviceId([4; 16]),
                    count: 3,
                    bytes: 900,
                }],
            }
        );
        $with!(
            Page = Page {
                items: vec![vec![5; 7].into()],
                next: Some(300),
                last: 300,
            }
        );
        $with!(
            Item = Item::BlobPart {
                blob: BlobId([6; 16]),
                number: 2,
                sealed: vec![7; 8].into(),
            }
        );
        $with!(
            Entries = Entries {
                entries: vec![vec![8; 3].into()],
                more: false,
                head: EntryHash([8; 32]),
            }
        );
        $with!(
            Append = Append {
                expected_head: EntryHash([9; 32]),
                entry: vec![10; 4].into(),
                only_if_all_is_read: Some(true),
                read_to: None,
            }
        );
        $with!(
            Ticket = Ticket {
                invite: EntryHash([11; 32]),
                sealed: vec![12; 6].into()
            }
        );
        $with!(
            TicketReply = TicketReply {
                sealed: vec![13; 6].into()
            }
        );
        $with!(JoinRequest = join_request());
        $with!(
            Joins = Joins {
                pending: vec![PendingJoin {
                    locator: Locator([14; 16]),
                    invite: EntryHash([15; 32]),
                    request: join_request(),
                }],
            }
        );
        $with!(
            ChallengeRequest = ChallengeRequest {
                team_id: TeamId([16; 32]),
                device_id: DeviceId([17; 16]),
            }
        );
        $with!(
            ChallengeReply = ChallengeReply {
                challenge: Challenge([18; 32])
            }
        );
        $with!(
            SessionRequest = SessionRequest {
                team_id: TeamId([16; 32]),
                device_id: DeviceId([17; 16]),
                challenge: Challenge([18; 32]),
                signature: Signature([19; 64]),
            }
        );
        $with!(
            SessionReply = SessionReply {
                token: vec![20; 32].into(),
                valid_seconds: 900
            }
        );
        $with!(SetupReply = SetupReply { mac: Mac([21; 32]) });
        $with!(
            CreateTeam = CreateTeam {
                genesis: vec![22; 7].into(),
                mac: Mac([23; 32]),
                entries: vec![vec![28; 3].into()],
            }
        );
        $with!(
            Checkpoints = Checkpoints {
                checkpoints: vec![Cursor {
                    seq: 64,
                    chain: Chain([29; 32])
                }]
            }
        );
        $with!(
            Common = Common {
                cursor: Cursor {
                    seq: 64,
                    chain: Chain([29; 32])
                }
            }
        );
        $with!(
            After = After {
                cursor: Cursor {
                    seq: 64,
                    chain: Chain([29; 32])
                }
            }
        );
        $with!(
            Inventory = Inventory {
                chunks: vec![ChunkId([30; 32])],
                more: true
            }
        );
        $with!(Role = Role::Lead);
        $with!(
            BeginBlob = BeginBlob {
                head: vec![26; 9].into()
            }
        );
        $with!(
            BlobState = BlobState {
                head: vec![27; 9].into(),
                parts: vec![0, 2, 127]
            }
        );
        $with!(
            BlobNames = BlobNames {
                blobs: vec![BlobId([29; 16]), BlobId([30; 16])]
            }
        );
        $with!(
            BlobPart = BlobPart {
                sealed: vec![28; 10].into()
            }
        );
        $with!(
            RecoveryRequest = RecoveryRequest {
                recovery: joiner().public,
                challenge: Challenge([31; 32]),
                signature: Signature([32; 64]),
                from: None,
            }
        );
        $with!(
            RecoveryReply = RecoveryReply {
                teams: vec![RecoveryTeam {
                    team_id: TeamId([33; 32]),
                    token: vec![34; 5].into(),
                }],
            }
        );
    };
}

fn join_request() -> JoinRequest {
    JoinRequest {
        device: joiner().public,
        proof: Signature([24; 64]),
        sealed_name: vec![25; 8].into(),
    }
}

/// What decoding as the named type gives, encoded again.
fn decode_as(kind: &str, bytes: &[u8]) -> Result<Vec<u8>, DecodeFault> {
    macro_rules! named {
        ($type:ident = $value:expr) => {
            if kind == stringify!($type) {
                return decode::<$type>(bytes).map(|value| encode(&value));
            }
        };
    }
    each_body!(named);
    assert_eq!(kind, "Refusal", "no such body");
    decode::<Refusal>(bytes).map(|refusal| encode(&refusal))
}

fn made() -> Golden {
    let mut file = Golden::new("wire-bodies.txt", "CBOR bodies of requests and replies.");
    macro_rules! good {
        ($type:ident = $value:expr) => {
            file.section(stringify!($type))
                .hex("bytes", encode(&$value));
        };
    }
    each_body!(good);
    for code in RefusalCode::ALL {
        file.section(format!("Refusal {}", code.name()))
            .text("status", code.status())
            .hex("bytes", encode(&Refusal::new(*code, "a sentence")));
    }
    let mut wrong = |kind: &str, changed: &str, bytes: &[u8], fault: DecodeFault| {
        file.wrong(&format!("{kind}: {changed}"), bytes, fault)
            .text("kind", kind);
    };
    let not = DecodeFault::NotAsExpected;
    macro_rules! cut_and_trailed {
        ($type:ident = $value:expr) => {
            let (kind, good) = (stringify!($type), encode(&$value));
            wrong(kind, "the last byte missing", &good[..good.len() - 1], not);
            wrong(
                kind,
                "a byte more",
                &[&good[..], &[0]].concat(),
                DecodeFault::TrailingBytes,
            );
            wrong(kind, "an empty map instead", &[0xa0], not);
        };
    }
    each_body!(cut_and_trailed);
    let refusal = encode(&Refusal::new(RefusalCode::TooSlow, "a sentence"));
    let mut unknown = refusal.clone();
    unknown.splice(1..2, [0x18, 200]);
    wrong("Refusal", "code 200", &unknown, not);
    wrong(
        "Refusal",
        "the last byte missing",
        &refusal[..refusal.len() - 1],
        not,
    );
    wrong("Role", "role 0", &[0], not);
    wrong("Role", "role 4", &[4], not);
    let reply = encode(&SetupReply { mac: Mac([21; 32]) });
    wrong(
        "SetupReply",
        "an id of 31 bytes",
        &[&[0x81, 0x58, 31], &reply[3..34]].concat(),
        not,
    );
    wrong(
        "SetupReply",
        "an id as text",
        &[&[0x81, 0x78, 32], &reply[3..]].concat(),
        not,
    );
    wrong("SetupReply", "no field", &[0x80], not);
    let pushed_otherwise = {
        let reply = SyncReply {
            pushed: vec![Pushed::Stored { seq: 1 }],
            chunks: Vec::new(),
            cursor: Cursor::START,
            more: false,
            membership_head: EntryHash::ZERO,
            left: None,
            handed_over: None,
        };
        let mut bytes = encode(&reply);
        // Array of 5, array of 1, array of 2, variant.
        assert_eq!(bytes[..5], [0x85, 0x81, 0x82, 0, 0x81]);
        bytes[3] = 1;
        bytes
    };
    wrong(
        "SyncReply",
        "an unknown fate of a pushed chunk",
        &pushed_otherwise,
        not,
    );
    file
}

#[test]
fn bodies_decode_and_encode_to_the_same_bytes() {
    let stored = made().settle(&[]);
    macro_rules! same {
        ($type:ident = $value:expr) => {
            let bytes = stored.get(stringify!($type)).bytes("bytes");
            let value: $type = decode(&bytes).unwrap();
            assert_eq!(value, $value);
            assert_eq!(encode(&value), bytes);
        };
    }
    each_body!(same);
    for code in RefusalCode::ALL {
        let section = stored.get(&format!("Refusal {}", code.name()));
        let refusal: Refusal = decode(&section.bytes("bytes")).unwrap();
        assert_eq!(refusal, Refusal::new(*code, "a sentence"));
        assert_eq!(section.get("status"), code.status().to_string());
    }
}

#[test]
fn bodies_of_another_shape_are_refused() {
    let stored = made().settle(&[]);
    for section in stored.all_wrong() {
        let decoded = decode_as(section.get("kind"), &section.bytes("bytes"));
        assert_eq!(
            format!("{:?}", decoded.unwrap_err()),
            section.get("error"),
            "{}",
            section.name
        );
    }
}

#[test]
fn a_field_that_a_later_version_adds_is_passed_over() {
    let stored = made().settle(&[]);
    let mut bytes = stored.get("SetupReply").bytes("bytes");
    assert_eq!(bytes[0], 0x81);
    bytes[0] = 0x82;
    bytes.push(0x07);
    assert_eq!(
        decode::<SetupReply>(&bytes),
        Ok(SetupReply { mac: Mac([21; 32]) })
    );
}
