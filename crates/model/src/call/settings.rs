//! What a person sets for this device.

use serde::{Deserialize, Serialize};

choice! {
    /// How the screens look.
    pub enum Theme {
        /// As the system.
        System = "system",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
        /// High contrast.
        Contrast = "contrast",
    }
}

/// This device's settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetSettings {}

/// Replaces them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSettings {
    /// The new ones.
    pub settings: Settings,
}

/// Settings of this device; they are kept outside the record and are no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Look.
    pub theme: Theme,
    /// Text size in per cent: 100, 125, 150, 200.
    pub text_size_percent: u16,
    /// BCP 47; empty follows the team.
    pub language: String,
    /// Minutes without a touch until the device locks itself; 0 never.
    pub auto_lock_minutes: u16,
    /// Megabytes that photos and voice notes may take on this device before those that the server
    /// holds too are let go; 0 never lets any go.
    #[serde(default = "attachment_megabytes")]
    pub attachment_megabytes: u32,
}

/// A few thousand photos.
fn attachment_megabytes() -> u32 {
    1_000
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            text_size_percent: 100,
            language: String::new(),
            auto_lock_minutes: 10,
            attachment_megabytes: attachment_megabytes(),
        }
    }
}
