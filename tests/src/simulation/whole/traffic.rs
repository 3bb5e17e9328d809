//! What becomes of messages: they arrive, are lost, or are not what was sent.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves"
)]

use doorstep_model::call::CheckJoin;
use doorstep_wire::encode;
use doorstep_wire::refusal::{Refusal, RefusalCode};

use super::lies::{lie, splice};
use super::network::Mail;
use super::plan::What;
use super::world::{World, tamper};
use super::{Planted, plant};

impl World {
    pub(super) fn exchange(&mut self, who: usize) -> Result<(), String> {
        let device = &mut self.devices[who];
        if device.is_at_something() {
            return device.go_on();
        }
        if device.is_in()? {
            if self.trouble.planted == Some(Planted::ForgetsToSend) {
                Planted::ForgetsToSend
                    .sql()
                    .map_or(Ok(()), |sql| tamper(device, sql))?;
            }
            device.exchange()
        } else {
            device.begin(CheckJoin {})
        }
    }

    /// Something arrives; answers whose device it was about.
    pub(super) async fn deliver(&mut self, luck: u64) -> Result<Option<usize>, String> {
        let Some(mail) = self.network.take(luck) else {
            return Ok(None);
        };
        let whose = mail.whose();
        if self.devices[whose].away_until > self.now {
            drop(mail);
        } else {
            self.arrive(mail).await?;
        }
        self.set_time(whose);
        self.devices[whose].go_on()?;
        Ok(Some(whose))
    }

    pub(super) async fn arrive(&mut self, mail: Mail) -> Result<(), String> {
        let (from, asked, reply) = match mail {
            Mail::Answer {
                answered, reply, ..
            } => {
                // Who gave up in the meantime does not hear it.
                let _nobody_waits = reply.send(answered);
                return Ok(());
            }
            Mail::Request { from, asked, reply } => (from, asked, reply),
        };
        let path = asked.path.clone();
        let ended = asked.token.is_some() && std::mem::take(&mut self.sessions_end[from]);
        let answered = if ended {
            let refusal = Refusal::new(RefusalCode::NoSession, "This session is over.");
            Some(doorstep_device::Answered {
                status: refusal.code.status(),
                body: encode(&refusal),
            })
        } else {
            self.office.answer(asked).await
        };
        self.ledger.read_on()?;
        if self.trouble.planted == Some(Planted::ServerForgets) && path.ends_with("/sync") {
            self.pushes += 1;
            if self.pushes.is_multiple_of(9) {
                self.ledger.forget_newest()?;
            }
        }
        if let (Some(mut answered), Some(reply)) = (answered, reply) {
            plant::edit(self.trouble.planted, &path, &mut answered);
            self.network.mail().push(Mail::Answer {
                to: from,
                path,
                answered,
                reply,
            });
        }
        Ok(())
    }

    pub(super) fn lose(&mut self, luck: u64) -> Result<Option<usize>, String> {
        let lost = self.network.take(luck);
        let whose = lost.as_ref().map(Mail::whose);
        drop(lost);
        if let Some(whose) = whose {
            self.set_time(whose);
            self.devices[whose].go_on()?;
        }
        Ok(whose)
    }

    pub(super) fn give_up(&mut self, who: usize) -> Result<(), String> {
        self.network.give_up(who);
        self.devices[who].go_on()
    }

    pub(super) fn lie(&mut self, what: What, luck: u64) {
        let mut mail = self.network.mail();
        for mail in mail.iter_mut() {
            if let Mail::Answer { path, answered, .. } = mail {
                if what == What::Lie {
                    lie(path, answered, luck);
                } else {
                    splice(path, answered, luck);
                }
                return;
            }
        }
    }
}
