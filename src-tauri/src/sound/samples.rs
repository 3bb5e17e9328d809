//! Between the system's kinds of samples and numbers from -1 to 1.

use cpal::{Data, FromSample, Sample, SampleFormat, SizedSample};

/// What came from a microphone.
pub(super) fn read(data: &Data) -> Vec<f32> {
    match data.sample_format() {
        SampleFormat::F32 => all::<f32>(data),
        SampleFormat::F64 => all::<f64>(data),
        SampleFormat::I8 => all::<i8>(data),
        SampleFormat::I16 => all::<i16>(data),
        SampleFormat::I32 => all::<i32>(data),
        SampleFormat::U8 => all::<u8>(data),
        SampleFormat::U16 => all::<u16>(data),
        SampleFormat::U32 => all::<u32>(data),
        _ => Vec::new(),
    }
}

/// Writes what `next` gives, one after the other, for a speaker.
pub(super) fn write(data: &mut Data, next: impl FnMut() -> f32) {
    match data.sample_format() {
        SampleFormat::F32 => fill::<f32>(data, next),
        SampleFormat::F64 => fill::<f64>(data, next),
        SampleFormat::I8 => fill::<i8>(data, next),
        SampleFormat::I16 => fill::<i16>(data, next),
        SampleFormat::I32 => fill::<i32>(data, next),
        SampleFormat::U8 => fill::<u8>(data, next),
        SampleFormat::U16 => fill::<u16>(data, next),
        SampleFormat::U32 => fill::<u32>(data, next),
        _ => {}
    }
}

/// Whether samples of this kind can be read and written here.
pub(super) fn known(format: SampleFormat) -> bool {
    matches!(
        format,
        SampleFormat::F32
            | SampleFormat::F64
            | SampleFormat::I8
            | SampleFormat::I16
            | SampleFormat::I32
            | SampleFormat::U8
            | SampleFormat::U16
            | SampleFormat::U32
    )
}

fn all<T: SizedSample>(data: &Data) -> Vec<f32>
where
    f32: FromSample<T>,
{
    let samples = data.as_slice::<T>().unwrap_or(&[]);
    samples.iter().map(|x| f32::from_sample(*x)).collect()
}

fn fill<T: SizedSample + FromSample<f32>>(data: &mut Data, mut next: impl FnMut() -> f32) {
    for sample in data.as_slice_mut::<T>().unwrap_or(&mut []) {
        *sample = T::from_sample(next());
    }
}
