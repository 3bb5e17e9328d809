//! Whose it is: mine, or somebody else's in the team.

use doorstep_model::ItemId;
use doorstep_model::call::{PlannedVisit, Promise};

/// Who looks at the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Me {
    pub(super) id: Option<ItemId>,
    pub(super) name: String,
}

impl Me {
    /// Whether I go, or nobody has been named.
    pub(super) fn goes(&self, visit: &PlannedVisit) -> bool {
        visit.members.is_empty() || visit.members.iter().any(|(member, _)| self.is(member))
    }

    /// Whether I said I would do it, or nobody has been named.
    pub(super) fn promised(&self, promise: &Promise) -> bool {
        match (&promise.member, &promise.who) {
            (Some(member), _) => self.is(member),
            (None, Some(who)) if !who.trim().is_empty() => self.is_called(who),
            (None, _) => true,
        }
    }

    /// Whether that is me.
    pub(super) fn is(&self, member: &ItemId) -> bool {
        self.id.as_ref() == Some(member)
    }

    /// Whether somebody wrote my name, or the first word of it.
    fn is_called(&self, who: &str) -> bool {
        let (who, name) = (who.trim().to_lowercase(), self.name.trim().to_lowercase());
        !name.is_empty() && (who == name || name.split_whitespace().next() == Some(&who))
    }
}

#[cfg(test)]
mod tests {
    use doorstep_model::DocKey;

    use super::*;

    #[test]
    fn what_names_me_or_nobody_is_mine() {
        let me = Me {
            id: Some(ItemId::from([1; 16])),
            name: "Nadia Okafor".into(),
        };
        let promise = |who: Option<&str>, member: Option<u8>| Promise {
            household: DocKey::from([1; 16]),
            household_name: String::new(),
            action: ItemId::from([2; 16]),
            what: String::new(),
            who: who.map(str::to_owned),
            member: member.map(|byte| ItemId::from([byte; 16])),
            by_when: None,
        };
        assert!(me.promised(&promise(None, None)));
        assert!(me.promised(&promise(Some("nadia"), None)));
        assert!(me.promised(&promise(Some("Sam"), Some(1))));
        assert!(!me.promised(&promise(Some("Sam"), None)));
        assert!(!me.promised(&promise(Some("Nadia"), Some(3))));
    }
}
