//! From numbers to places in a picture. One unit is a sixteenth of the size of the text.

/// The picture.
pub(super) const WIDTH: f64 = 680.0;
pub(super) const HEIGHT: f64 = 270.0;
/// Room around what is drawn: numbers at the left, words at the right, days below.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 96.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 34.0;

/// Where things go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    count: usize,
    step: f64,
    steps: u32,
    words: bool,
}

impl Scale {
    /// For so many values of which the largest is this; with words at the right or without.
    pub(super) fn new(count: usize, most: f64, words: bool) -> Self {
        let step = nice(most.max(1.0) / 4.0);
        let steps = (1..=6)
            .find(|steps| step * f64::from(*steps) >= most)
            .unwrap_or(6);
        Self {
            count,
            step,
            steps,
            words,
        }
    }

    fn top(self) -> f64 {
        self.step * f64::from(self.steps)
    }

    pub(super) fn left(self) -> f64 {
        LEFT
    }

    pub(super) fn right(self) -> f64 {
        if self.words {
            WIDTH - RIGHT
        } else {
            WIDTH - 12.0
        }
    }

    pub(super) fn bottom(self) -> f64 {
        HEIGHT - BOTTOM
    }

    /// Room for one value.
    pub(super) fn room(self) -> f64 {
        (self.right() - LEFT) / width(self.count.max(1))
    }

    /// The middle of a value's room.
    pub(super) fn x(self, at: usize) -> f64 {
        LEFT + self.room() * (width(at) + 0.5)
    }

    /// The height of a number.
    pub(super) fn y(self, number: f64) -> f64 {
        let part = (number / self.top()).clamp(0.0, 1.05);
        self.bottom() - part * (self.bottom() - TOP)
    }

    /// Numbers at the left.
    pub(super) fn lines(self) -> Vec<f64> {
        (0..=self.steps)
            .map(|step| self.step * f64::from(step))
            .collect()
    }

    /// Values that have their day written below: as many as there is room for, the first among
    /// them.
    pub(super) fn labelled(self) -> Vec<usize> {
        const ROOM: f64 = 82.0;
        let each = ((ROOM / self.room()).ceil() as usize).max(1);
        (0..self.count).step_by(each).collect()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a picture has a few hundred values"
)]
fn width(count: usize) -> f64 {
    count as f64
}

/// The next of 1, 2, 5, 10, 20 …
fn nice(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor()).max(1.0);
    let fits = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|part| part * power >= step);
    fits.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_round_and_hold_everything() {
        for (most, lines) in [
            (0.0, vec![0.0, 1.0]),
            (3.0, vec![0.0, 1.0, 2.0, 3.0]),
            (9.0, vec![0.0, 5.0, 10.0]),
            (17.0, vec![0.0, 5.0, 10.0, 15.0, 20.0]),
            (130.0, vec![0.0, 50.0, 100.0, 150.0]),
        ] {
            let scale = Scale::new(10, most, false);
            assert_eq!(scale.lines(), lines, "{most}");
            assert!(scale.y(most) >= TOP - 1e-9, "{most}");
        }
        let scale = Scale::new(4, 10.0, true);
        assert!(scale.x(0) > scale.left() && scale.x(3) < scale.right());
        assert_eq!(scale.y(0.0), scale.bottom());
    }

    #[test]
    fn days_below_do_not_run_into_each_other() {
        for count in [0, 1, 3, 12, 52, 260] {
            let scale = Scale::new(count, 5.0, true);
            let labelled = scale.labelled();
            assert_eq!(labelled.first().copied(), (count > 0).then_some(0));
            assert!(labelled.len() <= 8, "{count}: {labelled:?}");
        }
    }
}
