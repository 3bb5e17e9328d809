//! What becomes of messages, and devices that are killed or out of reach meanwhile.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use doorstep_device::Answered;
use doorstep_model::call::{CheckJoin, Standing};
use doorstep_wire::encode;
use doorstep_wire::refusal::{Refusal, RefusalCode};

use super::seat::Fate;
use super::world::Life;
use crate::simulation::whole::network::Mail;

/// Messages of one device while it has a good line.
const MAIL_ON_A_GOOD_LINE: usize = 300;

impl Life {
    /// A device does what is its to do.
    pub(super) fn exchange(&mut self, who: usize) -> Result<(), String> {
        if self.seats[who].fate != Fate::Here {
            return Ok(());
        }
        if self.seats[who].device.is_at_something() {
            return self.seats[who].device.go_on();
        }
        match self.standing(who)? {
            Some(Standing::Open(_) | Standing::Removed(_)) => self.seats[who].device.exchange(),
            Some(Standing::Joining(_)) => self.seats[who].device.begin(CheckJoin {}),
            _ => Ok(()),
        }
    }

    pub(super) async fn deliver_some(&mut self, luck: u64) -> Result<(), String> {
        for turn in 0..=luck % 4 {
            let Some(mail) = self.network.take(luck.rotate_right(8) ^ turn) else {
                return Ok(());
            };
            let whose = mail.whose();
            let away = self.seats[whose].device.away_until > self.now;
            if away || self.seats[whose].fate != Fate::Here {
                drop(mail);
            } else {
                self.arrive(mail).await?;
            }
            self.set_time(whose);
            self.seats[whose].device.go_on()?;
        }
        Ok(())
    }

    /// All that a device asks arrives and is answered, until it has come to rest.
    pub(super) async fn good_line(&mut self, who: usize) -> Result<(), String> {
        if self.seats[who].fate != Fate::Here || self.seats[who].device.away_until > self.now {
            return Ok(());
        }
        self.set_time(who);
        self.exchange(who)?;
        self.until_at_rest(who).await?;
        self.note_keys(who)
    }

    /// What a device is at is carried to its end, if nothing kills it.
    pub(super) async fn until_at_rest(&mut self, who: usize) -> Result<(), String> {
        self.set_time(who);
        for _ in 0..MAIL_ON_A_GOOD_LINE {
            let Some(mail) = self.network.take_of(who) else {
                return match self.seats[who].device.is_at_something() {
                    true => Err(format!("device {who} waits for nothing")),
                    false => Ok(()),
                };
            };
            self.arrive(mail).await?;
            self.seats[who].device.go_on()?;
        }
        Err(format!("device {who} asks on and on"))
    }

    /// What was begun on a device goes on: at once with a good line, or as it comes.
    pub(super) async fn carry(&mut self, who: usize, luck: u64) -> Result<(), String> {
        let away = self.seats[who].device.away_until > self.now;
        match luck.is_multiple_of(2) && !away {
            true => self.until_at_rest(who).await,
            false => Ok(()),
        }
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
            Some(Answered {
                status: refusal.code.status(),
                body: encode(&refusal),
            })
        } else {
            self.office.answer(asked).await
        };
        if let (Some(answered), Some(reply)) = (answered, reply) {
            self.network.mail().push(Mail::Answer {
                to: from,
                path,
                answered,
                reply,
            });
        }
        Ok(())
    }

    pub(super) fn lose_mail(&mut self, luck: u64) -> Result<(), String> {
        let Some(lost) = self.network.take(luck) else {
            return Ok(());
        };
        let whose = lost.whose();
        drop(lost);
        self.set_time(whose);
        self.seats[whose].device.go_on()
    }

    pub(super) fn give_up(&mut self, who: usize) -> Result<(), String> {
        self.network.give_up(who);
        self.seats[who].device.go_on()
    }

    pub(super) fn kill(&mut self, who: usize) -> Result<(), String> {
        match self.seats[who].fate {
            Fate::Here => self.seats[who].device.kill(),
            _ => Ok(()),
        }
    }

    pub(super) fn kill_soon(&mut self, who: usize, luck: u64) -> Result<(), String> {
        if self.seats[who].fate == Fate::Here {
            self.seats[who].device.device()?;
            let looks = i64::try_from(luck % 60).unwrap_or_default();
            self.seats[who].device.pulse.stop_after(looks);
        }
        Ok(())
    }

    pub(super) async fn restart_server(&mut self) -> Result<(), String> {
        self.office.restart().await?;
        self.nothing_is_under_way()
    }

    /// All that was under way is lost, and whoever waited hears so.
    pub(super) fn nothing_is_under_way(&mut self) -> Result<(), String> {
        self.network.mail().clear();
        for who in 0..self.seats.len() {
            self.seats[who].device.go_on()?;
        }
        Ok(())
    }
}
