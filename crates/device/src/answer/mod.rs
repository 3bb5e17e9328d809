//! The answers to the model's calls: one file a group of calls, as in `doorstep_model::call`.

mod asked;
mod attachment;
mod begin;
mod copy;
mod devices;
mod erasure;
mod file;
mod handed_over;
mod history;
mod home;
mod households;
mod import;
mod join;
mod joined;
mod keychain;
mod learning;
mod lock;
mod moving;
mod new_words;
mod openers;
mod paper;
mod recovery;
mod safety;
mod settings;
mod sync;
mod team;
mod voice;

pub(crate) use keychain::Kept;

use doorstep_model::call::{self, Call};
use doorstep_model::{Problem, ProblemCode};

use crate::Device;
use crate::platform::wipe_stack;

/// A call that a device answers.
#[allow(
    async_fn_in_trait,
    reason = "whether a future can be sent depends on the platform"
)]
pub trait Answer<C: Call> {
    /// The answer.
    ///
    /// # Errors
    /// A [`Problem`] with the sentence's code; nothing entered before is lost.
    async fn reply(&self, call: C) -> Result<C::Reply, Problem>;
}

impl Device {
    /// Answers a call.
    ///
    /// # Errors
    /// A [`Problem`] with the sentence's code; nothing entered before is lost.
    pub async fn answer<C: Call>(&self, call: C) -> Result<C::Reply, Problem>
    where
        Self: Answer<C>,
    {
        self.reply(call).await
    }
}

macro_rules! dispatch {
    ($($name:ident)*) => {
        impl Device {
            /// Answers a call by its name, JSON in and JSON out: the bridge's end on this side.
            ///
            /// # Errors
            /// A [`Problem`] as from [`Device::answer`], or `unexpected` if there is no such call
            /// or the body is not one.
            pub async fn answer_json(&self, name: &str, body: &str) -> Result<String, Problem> {
                let answered = self.answer_by_name(name, body).await;
                // The thread may answer nothing more for long.
                wipe_stack();
                answered
            }

            async fn answer_by_name(&self, name: &str, body: &str) -> Result<String, Problem> {
                match name {
                    $(call::$name::NAME => {
                        let call: call::$name = serde_json::from_str(body)
                            .map_err(|_| Problem::with(ProblemCode::Unexpected, "call body"))?;
                        let reply = self.reply(call).await?;
                        serde_json::to_string(&reply)
                            .map_err(|_| Problem::with(ProblemCode::Unexpected, "reply body"))
                    })*
                    _ => Err(Problem::with(ProblemCode::Unexpected, "call name")),
                }
            }
        }
    };
}

doorstep_model::for_each_call!(dispatch);
