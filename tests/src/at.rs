//! Where something is on a screen: by the name that screens give it for tests.

use serde_json::{Value, json};

/// A place on a screen. Only what can be seen counts.
///
/// `At::test("both-changed").attr("data-field", "about-address").then("choose-value").nth(1)`
#[derive(Clone, Debug)]
pub struct At {
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
struct Step {
    css: String,
    containing: Vec<String>,
    nth: Option<usize>,
}

impl Step {
    fn new(test: &str) -> Self {
        Self {
            css: format!("[data-test=\"{test}\"]"),
            containing: Vec::new(),
            nth: None,
        }
    }
}

impl At {
    /// Everything of this name.
    pub fn test(name: &str) -> Self {
        Self {
            steps: vec![Step::new(name)],
        }
    }

    /// Of these, inside them, everything of this name.
    pub fn then(mut self, name: &str) -> Self {
        self.steps.push(Step::new(name));
        self
    }

    /// Only those with this attribute.
    pub fn attr(self, name: &str, value: &str) -> Self {
        self.css(&format!("[{name}=\"{value}\"]"))
    }

    /// Only those that fit this selector as well.
    pub fn css(mut self, more: &str) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.css.push_str(more);
        }
        self
    }

    /// Only those whose text, or content if it is a field, has this in it; said twice, both.
    pub fn containing(mut self, text: &str) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.containing.push(text.to_owned());
        }
        self
    }

    /// Only the one at this place, counted from nought.
    pub fn nth(mut self, index: usize) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.nth = Some(index);
        }
        self
    }

    pub(crate) fn to_json(&self) -> Value {
        self.steps
            .iter()
            .map(|step| json!({ "css": step.css, "containing": step.containing, "nth": step.nth }))
            .collect()
    }
}

impl From<&str> for At {
    fn from(name: &str) -> Self {
        Self::test(name)
    }
}

impl From<&At> for At {
    fn from(at: &At) -> Self {
        at.clone()
    }
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, step) in self.steps.iter().enumerate() {
            if index > 0 {
                f.write_str(" / ")?;
            }
            f.write_str(&step.css)?;
            for text in &step.containing {
                write!(f, " with {text:?}")?;
            }
            if let Some(nth) = step.nth {
                write!(f, " number {}", nth + 1)?;
            }
        }
        Ok(())
    }
}
