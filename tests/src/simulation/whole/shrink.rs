//! Makes a story that broke as short as it can be and still break: pieces of it are left out, half
//! of it first, then less and less.

use std::fmt;
use std::time::{Duration, Instant};

use super::{Broken, Step, Trouble, plan, run_steps};

/// A world that broke, and the steps that are needed for it.
#[derive(Debug, Clone)]
pub struct Shrunk {
    /// What was found in the shortened story.
    pub broken: Broken,
    /// What is left of it.
    pub steps: Vec<Step>,
    /// How many steps there were.
    pub before: usize,
}

impl fmt::Display for Shrunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.broken)?;
        writeln!(f, "{} of {} steps:", self.steps.len(), self.before)?;
        for step in &self.steps {
            writeln!(f, "  {step}")?;
        }
        Ok(())
    }
}

/// Shortens the story of a seed that breaks, for as long as `patience` lasts. `None` if it does not
/// break.
pub fn shrink(seed: u64, steps: usize, trouble: &Trouble, patience: Duration) -> Option<Shrunk> {
    let before = steps;
    let all = plan(seed, steps, trouble);
    let (steps, broken) = shorten(all, patience, |steps| run_steps(seed, steps, trouble).err())?;
    Some(Shrunk {
        broken,
        steps,
        before,
    })
}

/// Leaves out of these steps what is not needed for them to break. `None` if they do not break.
pub(super) fn shorten<S: Copy>(
    mut steps: Vec<S>,
    patience: Duration,
    mut breaks: impl FnMut(&[S]) -> Option<Broken>,
) -> Option<(Vec<S>, Broken)> {
    let mut broken = breaks(&steps)?;
    let until = Instant::now() + patience;
    let mut piece = steps.len() / 2;
    while piece > 0 {
        let mut at = 0;
        while at < steps.len() && Instant::now() < until {
            let kept = steps.iter().take(at).chain(steps.iter().skip(at + piece));
            let shorter: Vec<S> = kept.copied().collect();
            match breaks(&shorter) {
                Some(still) => (steps, broken) = (shorter, still),
                None => at += piece,
            }
        }
        piece /= 2;
    }
    Some((steps, broken))
}
