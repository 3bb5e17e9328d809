//! How often an address may ask without a session: a bucket for each, filled again slowly.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Requests that come back to an address each second.
const REFILL_PER_SECOND: f64 = 2.0;
/// Addresses remembered at once.
const REMEMBERED: usize = 10_000;

pub(crate) struct Rate {
    burst: f64,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Instant,
}

impl Rate {
    pub(crate) fn new(burst: u32) -> Self {
        Self {
            burst: f64::from(burst),
            buckets: Mutex::new(HashMap::new()),
        }
    }

    /// Takes one request out of the bucket of this address; `false` if it is empty.
    pub(crate) fn take(&self, from: IpAddr, now: Instant) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            // A full bucket says no more than one that is not there.
            buckets.retain(|_, bucket| refilled(bucket, now) < self.burst);
        }
        if buckets.len() >= REMEMBERED {
            buckets.clear();
        }
        let full = Bucket {
            left: self.burst,
            at: now,
        };
        let bucket = buckets.entry(whose(from)).or_insert(full);
        bucket.left = refilled(bucket, now).min(self.burst);
        bucket.at = now;
        let enough = bucket.left >= 1.0;
        if enough {
            bucket.left -= 1.0;
        }
        enough
    }
}

fn refilled(bucket: &Bucket, now: Instant) -> f64 {
    bucket.left + now.saturating_duration_since(bucket.at).as_secs_f64() * REFILL_PER_SECOND
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
    use super::Rate;
    use std::time::{Duration, Instant};

    #[test]
    fn a_bucket_empties_and_fills_again_for_each_address() {
        let (rate, now) = (Rate::new(3), Instant::now());
        let (one, other) = ("192.0.2.1".parse().unwrap(), "2001:db8::1".parse().unwrap());
        let neighbour = "2001:db8::2".parse().unwrap();
        assert_eq!(
            [(); 4].map(|()| rate.take(one, now)),
            [true, true, true, false]
        );
        assert_eq!([(); 3].map(|()| rate.take(other, now)), [true; 3]);
        assert!(!rate.take(neighbour, now));
        assert!(rate.take(one, now + Duration::from_secs(1)));
    }
}
