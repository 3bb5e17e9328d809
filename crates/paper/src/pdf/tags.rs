//! What belongs to what: the tree that a screen reader follows.
//!
//! While the pages are composed, each thing that will be drawn gets a [`Leaf`]. When they are drawn
//! a leaf gets its marks, one for each stretch and page, and the tree is written with them.

use krilla::tagging::{Identifier, Node, Tag, TagGroup, TagKind, TagTree};

/// A place in the tree for something drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leaf(usize);

/// A part of the tree.
pub(super) enum Branch {
    Group(TagKind, Vec<Branch>),
    Leaf(Leaf),
}

impl Branch {
    /// A group that holds one leaf.
    pub(super) fn around(tag: impl Into<TagKind>, leaf: Leaf) -> Self {
        Self::Group(tag.into(), vec![Self::Leaf(leaf)])
    }

    pub(super) fn group(tag: impl Into<TagKind>, children: Vec<Self>) -> Self {
        Self::Group(tag.into(), children)
    }
}

/// The tree as far as it has grown, and the marks of its leaves.
#[derive(Default)]
pub(super) struct Tags {
    top: Vec<Branch>,
    leaves: Vec<Marks>,
}

#[derive(Default)]
struct Marks {
    drawn: Vec<Identifier>,
    read_as: Option<String>,
}

impl Tags {
    pub(super) fn leaf(&mut self) -> Leaf {
        self.leaves.push(Marks::default());
        Leaf(self.leaves.len() - 1)
    }

    pub(super) fn push(&mut self, branch: Branch) {
        self.top.push(branch);
    }

    /// What a leaf says, where the order of the drawing is not the order of reading.
    pub(super) fn read_as(&mut self, leaf: Leaf, text: &str) {
        if let Some(marks) = self.leaves.get_mut(leaf.0) {
            marks.read_as = Some(text.to_owned());
        }
    }

    pub(super) fn mark(&mut self, leaf: Leaf, drawn: Identifier) {
        if let Some(marks) = self.leaves.get_mut(leaf.0) {
            marks.drawn.push(drawn);
        }
    }

    pub(super) fn into_tree(self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for branch in self.top {
            for node in nodes(branch, &self.leaves) {
                tree.push(node);
            }
        }
        tree
    }
}

fn nodes(branch: Branch, leaves: &[Marks]) -> Vec<Node> {
    match branch {
        Branch::Leaf(Leaf(at)) => leaves.get(at).map_or_else(Vec::new, |marks| {
            let drawn = marks.drawn.iter().map(|mark| Node::from(*mark)).collect();
            match &marks.read_as {
                Some(text) => {
                    let tag = TagKind::from(Tag::Span).with_actual_text(Some(text.clone()));
                    vec![Node::Group(TagGroup::with_children(tag, drawn))]
                }
                None => drawn,
            }
        }),
        Branch::Group(tag, children) => {
            let children = children
                .into_iter()
                .flat_map(|child| nodes(child, leaves))
                .collect();
            vec![Node::Group(TagGroup::with_children(tag, children))]
        }
    }
}
