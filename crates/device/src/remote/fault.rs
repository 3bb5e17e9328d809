//! Why the server could not be asked, or said no.

use doorstep_model::{Problem, ProblemCode};
use doorstep_wire::refusal::{Refusal, RefusalCode};

/// What came of a request that did not go well.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RemoteFault {
    /// The address is not `host:port`.
    #[error("the server address is not host:port")]
    BadAddress,
    /// Nobody answers.
    #[error("the server does not answer")]
    Gone,
    /// Somebody answers with another certificate.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(dead_code, reason = "a browser checks certificates itself")
    )]
    #[error("the server shows another certificate")]
    NotTheSame,
    /// The server does not know the setup code.
    #[error("the server does not know this setup code")]
    SetupCode,
    /// The answer is not what it should be, or too large.
    #[error("the server's answer is not what it should be")]
    Garbled,
    /// The server refused.
    #[error("the server refused: {}", .0.sentence)]
    Refused(Refusal),
}

impl RemoteFault {
    /// The refusal's code, if it is one.
    pub(crate) fn refusal(&self) -> Option<RefusalCode> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            _ => None,
        }
    }
}

impl From<RemoteFault> for Problem {
    fn from(fault: RemoteFault) -> Self {
        let code = match &fault {
            RemoteFault::BadAddress => ProblemCode::AddressNotValid,
            RemoteFault::Gone => ProblemCode::ServerGone,
            RemoteFault::NotTheSame => ProblemCode::ServerNotTheSame,
            RemoteFault::SetupCode => ProblemCode::SetupCodeWrong,
            RemoteFault::Garbled => ProblemCode::ServerRefused,
            RemoteFault::Refused(refusal) => return refused(refusal),
        };
        Problem::new(code)
    }
}

fn refused(refusal: &Refusal) -> Problem {
    let code = match refusal.code {
        RefusalCode::InviteUnknown => ProblemCode::CodeUnknown,
        RefusalCode::InviteUsed => ProblemCode::CodeUsed,
        RefusalCode::InviteExpired => ProblemCode::CodeExpired,
        RefusalCode::BadSetupCode => ProblemCode::SetupCodeWrong,
        RefusalCode::TooMany | RefusalCode::StoreFailed => ProblemCode::ServerBusy,
        RefusalCode::UnknownTeam => ProblemCode::ServerLostTeam,
        RefusalCode::NotMember => ProblemCode::ServerForgotDevice,
        RefusalCode::ChainDiffers => ProblemCode::ServerBehind,
        RefusalCode::MembershipMoved => ProblemCode::TeamMoved,
        RefusalCode::NotAllowed => ProblemCode::AdminOnly,
        _ => ProblemCode::ServerRefused,
    };
    Problem::with(code, refusal.code.name())
}
