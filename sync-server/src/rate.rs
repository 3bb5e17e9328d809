//! How much somebody may ask for: a bucket for each, filled again slowly.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Addresses, devices or teams remembered at once.
const REMEMBERED: usize = 10_000;

/// What may be had at once, and how much of it comes back each second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Allowance {
    /// At once.
    pub burst: f64,
    /// Each second.
    pub per_second: f64,
}

pub(crate) struct Rate<K> {
    allowance: Allowance,
    buckets: Mutex<HashMap<K, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Instant,
}

impl<K: Eq + Hash> Rate<K> {
    pub(crate) fn new(allowance: Allowance) -> Self {
        Self {
            allowance,
            buckets: Mutex::new(HashMap::new()),
        }
    }

    /// Takes so much out of somebody's bucket; `false`, and nothing taken, if there is less in it. A
    /// bucket that is full gives whatever is asked for, so that nothing is too large for ever.
    pub(crate) fn take(&self, whose: K, much: f64, now: Instant) -> bool {
        let Allowance { burst, .. } = self.allowance;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            // A full bucket says no more than one that is not there.
            buckets.retain(|_, bucket| self.refilled(bucket, now) < burst);
        }
        if buckets.len() >= REMEMBERED {
            buckets.clear();
        }
        let full = Bucket {
            left: burst,
            at: now,
        };
        let bucket = buckets.entry(whose).or_insert(full);
        bucket.left = self.refilled(bucket, now).min(burst);
        bucket.at = now;
        let enough = bucket.left >= much.min(burst);
        if enough {
            bucket.left -= much;
        }
        enough
    }

    fn refilled(&self, bucket: &Bucket, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(bucket.at);
        bucket.left + passed.as_secs_f64() * self.allowance.per_second
    }
}

/// One customer of a provider has a whole /64 of IPv6.
pub(crate) fn whose(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let network = address.to_bits() & !u128::from(u64::MAX);
            address
                .to_ipv4_mapped()
                .map_or(Ipv6Addr::from_bits(network).into(), IpAddr::V4)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Allowance, Rate, whose};
    use std::time::{Duration, Instant};

    #[test]
    fn a_bucket_empties_and_fills_again_for_each_address() {
        let allowance = Allowance {
            burst: 3.0,
            per_second: 2.0,
        };
        let (rate, now) = (Rate::new(allowance), Instant::now());
        let take = |address: &str, now| rate.take(whose(address.parse().unwrap()), 1.0, now);
        let (one, other, neighbour) = ("192.0.2.1", "2001:db8::1", "2001:db8::2");
        assert_eq!([(); 4].map(|()| take(one, now)), [true, true, true, false]);
        assert_eq!([(); 3].map(|()| take(other, now)), [true; 3]);
        assert!(!take(neighbour, now));
        assert!(take(one, now + Duration::from_secs(1)));
    }

    #[test]
    fn what_is_larger_than_a_bucket_is_had_once_it_is_full_and_is_paid_for() {
        let allowance = Allowance {
            burst: 10.0,
            per_second: 1.0,
        };
        let (rate, now) = (Rate::new(allowance), Instant::now());
        let after = |seconds| now + Duration::from_secs(seconds);
        assert!(rate.take(1, 25.0, now));
        assert!(!rate.take(1, 1.0, after(15)));
        assert!(rate.take(1, 1.0, after(16)));
        assert!(!rate.take(1, 25.0, after(17)));
        assert!(rate.take(1, 25.0, after(30)));
    }
}
