//! Comments in the order of their conversation.

use std::collections::HashMap;

use crate::model::{ArchivedComment, Comment, CommentFile};

/// Replies deeper than this stand beside the one that they answer: nobody reads a column of one word.
const DEEPEST: usize = 6;

/// Arranges comments as a thread. What answers a comment that is not there stands by itself. Nothing is lost, not even of
/// comments that answer each other in a circle.
#[must_use]
pub fn thread(comments: &[Comment]) -> CommentFile {
    let mut order: Vec<usize> = (0..comments.len()).collect();
    order.sort_by(|a, b| comments[*a].date.cmp(&comments[*b].date));
    let by_id: HashMap<&str, usize> =
        comments.iter().enumerate().map(|(at, comment)| (comment.id.as_str(), at)).collect();
    let parents: Vec<Option<usize>> = comments
        .iter()
        .enumerate()
        .map(|(at, comment)| {
            let parent = by_id.get(comment.parent.as_str()).copied();
            parent.filter(|parent| !comment.parent.is_empty() && *parent != at)
        })
        .collect();
    let mut replies: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    for at in &order {
        replies.entry(parents[*at]).or_default().push(*at);
    }
    let mut is_placed = vec![false; comments.len()];
    let mut top = Vec::new();
    for at in replies.get(&None).into_iter().flatten() {
        place(*at, comments, &replies, &mut is_placed, &mut top);
    }
    // What is left answers itself in a circle.
    for at in order {
        if !is_placed[at] {
            place(at, comments, &replies, &mut is_placed, &mut top);
        }
    }
    CommentFile { comments: top }
}

/// Adds a comment and all that answers it.
fn place(
    first: usize,
    comments: &[Comment],
    replies: &HashMap<Option<usize>, Vec<usize>>,
    is_placed: &mut [bool],
    top: &mut Vec<ArchivedComment>,
) {
    let mut pending = vec![(first, 0)];
    while let Some((at, depth)) = pending.pop() {
        if std::mem::replace(&mut is_placed[at], true) {
            continue;
        }
        let Comment { author, url, date, html, .. } = comments[at].clone();
        let mut list = &mut *top;
        for _ in 0..depth {
            // Depth first: the comment that this one answers is the last at each depth above.
            let Some(last) = list.len().checked_sub(1) else { break };
            list = &mut list[last].replies;
        }
        list.push(ArchivedComment { author, url, date, html, replies: Vec::new() });
        let below = (depth + 1).min(DEEPEST);
        pending.extend(replies.get(&Some(at)).into_iter().flatten().rev().map(|reply| (*reply, below)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(id: &str, parent: &str, date: &str) -> Comment {
        Comment {
            id: id.to_owned(),
            parent: parent.to_owned(),
            date: date.to_owned(),
            html: id.to_owned(),
            ..Comment::default()
        }
    }

    fn shown(comments: &[ArchivedComment]) -> String {
        let one = |comment: &ArchivedComment| match comment.replies.is_empty() {
            true => comment.html.clone(),
            false => format!("{}({})", comment.html, shown(&comment.replies)),
        };
        comments.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn replies_stand_below_what_they_answer() {
        for (comments, want) in [
            (
                vec![
                    comment("a", "", "1"),
                    comment("c", "a", "3"),
                    comment("b", "a", "2"),
                    comment("d", "", "4"),
                ],
                "a(b c) d",
            ),
            (vec![comment("a", "gone", "1")], "a"),
            (vec![comment("a", "b", "1"), comment("b", "a", "2"), comment("c", "c", "3")], "c a(b)"),
            (vec![comment("", "", "1"), comment("", "", "2")], " "),
        ] {
            assert_eq!(shown(&thread(&comments).comments), want);
        }
    }

    #[test]
    fn deep_threads_are_flat_in_the_end() {
        let comments: Vec<Comment> = (0..10_000)
            .map(|n: usize| {
                comment(&n.to_string(), &n.checked_sub(1).map(|n| n.to_string()).unwrap_or_default(), "1")
            })
            .collect();
        let file = thread(&comments);
        let text = serde_json::to_string(&file).unwrap();
        assert_eq!(text.matches("\"html\"").count(), 10_000);
        assert_eq!(serde_json::from_str::<CommentFile>(&text).unwrap(), file);
    }
}
