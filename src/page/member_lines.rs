//! The line of each member of a JSON text.

use std::collections::HashMap;

use crate::pointer::unescaped;

/// Members as a tree, so that a name costs its own length however deep or often it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct MemberLines {
    /// By member; the first is the whole text.
    lines: Vec<usize>,
    children: HashMap<(usize, String), usize>,
}

/// The whole text.
pub(super) const ROOT: usize = 0;

impl MemberLines {
    pub(super) fn set_root(&mut self, line: usize) {
        self.lines.insert(ROOT, line);
    }

    /// The member `name` of a member, which stands on `line`; of two of one name the last counts.
    pub(super) fn child(&mut self, parent: usize, name: &str, line: usize) -> usize {
        let next = self.lines.len();
        let child = *self.children.entry((parent, name.to_string())).or_insert(next);
        match self.lines.get_mut(child) {
            Some(known) => *known = line,
            None => self.lines.push(line),
        }
        child
    }

    /// The line of the member at an RFC 6901 pointer, or of the nearest member around it; `None`: nothing was read.
    pub(super) fn line_of(&self, pointer: &str) -> Option<usize> {
        let mut at = ROOT;
        for token in pointer.split('/').skip(1) {
            let name = unescaped(token).into_owned();
            match self.children.get(&(at, name)) {
                Some(child) => at = *child,
                None => break,
            }
        }
        self.lines.get(at).copied()
    }
}
