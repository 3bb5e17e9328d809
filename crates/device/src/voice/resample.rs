//! Sound at another rate: every output sample is a weighted sum of the input around it, with what
//! the new rate can't carry taken out first.

/// Zero crossings of the filter on each side. More is cleaner and slower; speech needs no more.
const CROSSINGS: f64 = 12.0;
/// Steps of the filter's table between two crossings.
const STEPS: f64 = 128.0;

/// Changes the rate of one channel, piece by piece. As long as the input: its end comes with
/// [`Resampler::finish`].
pub struct Resampler {
    /// Input samples for each output sample.
    step: f64,
    /// What of the input's rate is kept: 1, or less when the output's rate is lower.
    cutoff: f64,
    /// The filter reaches so many input samples to each side.
    half: usize,
    table: Vec<f32>,
    /// Input that is still needed; the first `half` are silence before the beginning.
    held: Vec<f32>,
    /// Where in `held` the next output sample lies.
    at: f64,
    taken: u64,
    given: u64,
}

impl Resampler {
    /// Both rates in samples a second, neither of them 0.
    pub fn new(from: u32, to: u32) -> Self {
        let (from, to) = (f64::from(from.max(1)), f64::from(to.max(1)));
        let cutoff = (to / from).min(1.0);
        // A length far below any memory: rates are limited by whoever reads a file.
        let half = (CROSSINGS / cutoff).ceil() as usize + 1;
        Self {
            step: from / to,
            cutoff,
            half,
            table: table(),
            held: vec![0.0; half],
            at: half as f64,
            taken: 0,
            given: 0,
        }
    }

    /// Takes input in and adds to `out` what can be said already.
    pub fn push(&mut self, input: &[f32], out: &mut Vec<f32>) {
        self.taken = self.taken.saturating_add(input.len() as u64);
        self.take(input, out, u64::MAX);
    }

    /// Adds the rest to `out`.
    pub fn finish(&mut self, out: &mut Vec<f32>) {
        let all = (self.taken as f64 / self.step).round() as u64;
        let silence = vec![0.0; self.half * 2 + self.step.ceil() as usize];
        self.take(&silence, out, all);
    }

    fn take(&mut self, input: &[f32], out: &mut Vec<f32>, at_most: u64) {
        // One that is no number would spoil everything after it.
        let finite = input.iter().map(|x| if x.is_finite() { *x } else { 0.0 });
        self.held.extend(finite);
        while self.at as usize + self.half < self.held.len() && self.given < at_most {
            out.push(self.sum());
            self.at += self.step;
            self.given += 1;
        }
        let done = (self.at as usize).saturating_sub(self.half);
        let done = done.min(self.held.len());
        self.held.drain(..done);
        self.at -= done as f64;
    }

    fn sum(&self) -> f32 {
        let first = (self.at as usize).saturating_sub(self.half);
        let around = self.held.iter().skip(first).take(2 * self.half + 1);
        let sum: f32 = (first..)
            .zip(around)
            .map(|(place, sample)| {
                let away = (place as f64 - self.at).abs() * self.cutoff;
                sample * self.weight(away)
            })
            .sum();
        sum * self.cutoff as f32
    }

    fn weight(&self, away: f64) -> f32 {
        let place = away * STEPS;
        let before = place as usize;
        let (Some(low), Some(high)) = (self.table.get(before), self.table.get(before + 1)) else {
            return 0.0;
        };
        low + (high - low) * (place - before as f64) as f32
    }
}

/// A sinc under a Hann window, from the middle outwards.
fn table() -> Vec<f32> {
    use std::f64::consts::PI;
    let places = (CROSSINGS * STEPS) as u32;
    let at = |place: u32| {
        let x = f64::from(place) / STEPS;
        let sinc = if place == 0 {
            1.0
        } else {
            (PI * x).sin() / (PI * x)
        };
        let window = (PI * x / CROSSINGS).cos() * 0.5 + 0.5;
        (sinc * window) as f32
    };
    (0..=places).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(rate: u32, hertz: f64, seconds: f64) -> Vec<f32> {
        let count = (f64::from(rate) * seconds) as u32;
        let at = |n: u32| (std::f64::consts::TAU * hertz * f64::from(n) / f64::from(rate)).sin();
        (0..count).map(|n| at(n) as f32 * 0.5).collect()
    }

    /// In pieces of odd sizes, as a microphone hands them over.
    fn resampled(input: &[f32], from: u32, to: u32) -> Vec<f32> {
        let (mut resampler, mut out) = (Resampler::new(from, to), Vec::new());
        for piece in input.chunks(317) {
            resampler.push(piece, &mut out);
        }
        resampler.finish(&mut out);
        out
    }

    fn loudness(samples: &[f32]) -> f32 {
        (samples.iter().map(|x| x * x).sum::<f32>() / samples.len() as f32).sqrt()
    }

    #[test]
    fn a_tone_is_the_same_tone_at_any_rate() {
        for rate in [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000] {
            let out = resampled(&tone(rate, 440.0, 0.5), rate, 16_000);
            let wanted = tone(16_000, 440.0, 0.5);
            assert!(
                out.len().abs_diff(wanted.len()) <= 1,
                "{rate}: {}",
                out.len()
            );
            // The first and last moments have silence beside them.
            let off = out.iter().zip(&wanted).skip(200).take(7_500);
            let off = off.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(off < 0.01, "{rate}: off by {off}");
        }
    }

    #[test]
    fn what_the_lower_rate_cannot_carry_is_taken_out() {
        let high = resampled(&tone(48_000, 12_000.0, 0.5), 48_000, 16_000);
        assert!(loudness(&high) < 0.01, "{}", loudness(&high));
        // The control: a tone that it can carry.
        let low = resampled(&tone(48_000, 3_000.0, 0.5), 48_000, 16_000);
        assert!(loudness(&low) > 0.3, "{}", loudness(&low));
    }

    #[test]
    fn what_is_no_number_is_silence() {
        let out = resampled(
            &[f32::NAN, f32::INFINITY, 0.5, f32::NEG_INFINITY],
            8_000,
            16_000,
        );
        assert!(!out.is_empty() && out.iter().all(|x| x.is_finite()));
    }
}
