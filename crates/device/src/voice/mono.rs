//! One channel at the rate that is kept, out of whatever a microphone or a file gives.

use super::RATE;
use super::resample::Resampler;

/// Mixes channels and changes the rate, which may differ from piece to piece.
#[derive(Default)]
pub(crate) struct Mono {
    /// The rate that comes in; nothing needs to be done to one that is kept as it is.
    resampler: Option<(u32, Option<Resampler>)>,
}

impl Mono {
    /// Takes samples in whose channels alternate; what can be said already comes out.
    pub(crate) fn push(&mut self, rate: u32, channels: usize, samples: &[f32]) -> Vec<f32> {
        let mut out = Vec::new();
        if self.resampler.as_ref().is_none_or(|(now, _)| *now != rate) {
            out = self.finish();
            self.resampler = Some((rate, (rate != RATE).then(|| Resampler::new(rate, RATE))));
        }
        let channels = channels.max(1);
        let mixed: Vec<f32> = samples
            .chunks_exact(channels)
            .map(|frame| frame.iter().sum::<f32>() / channels as f32)
            .collect();
        match &mut self.resampler {
            Some((_, Some(resampler))) => resampler.push(&mixed, &mut out),
            // One that is no number would spoil everything after it.
            _ => out.extend(mixed.iter().map(|x| if x.is_finite() { *x } else { 0.0 })),
        }
        out
    }

    /// The rest.
    pub(crate) fn finish(&mut self) -> Vec<f32> {
        let mut out = Vec::new();
        if let Some((_, Some(mut resampler))) = self.resampler.take() {
            resampler.finish(&mut out);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_mixed_and_a_rate_may_change() {
        let mut mono = Mono::default();
        let stereo: Vec<f32> = [0.5, -0.1].repeat(16_000);
        let mut out = mono.push(16_000, 2, &stereo);
        out.extend(mono.push(48_000, 1, &vec![0.2; 48_000]));
        out.extend(mono.finish());
        assert!(out.len().abs_diff(32_000) < 3, "{}", out.len());
        let near = |place: usize| (out.get(place).copied().unwrap_or_default() - 0.2).abs() < 0.01;
        assert!(near(8_000) && near(24_000));
    }
}
