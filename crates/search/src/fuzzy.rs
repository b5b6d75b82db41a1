//! Tolerance for typing errors.

/// How many slips make one word of the other: a letter too many, too few or wrong, or two letters swapped. `None` if the words are
/// equal or too different. Words of eight letters may have two slips, shorter ones one.
pub(crate) fn slips(typed: &[char], word: &str) -> Option<u8> {
    let word: Vec<char> = word.chars().collect();
    let most = if typed.len() >= 8 { 2 } else { 1 };
    if typed.len().abs_diff(word.len()) > most {
        return None;
    }
    let distance = distance(typed, &word);
    (distance > 0 && distance <= most).then_some(distance as u8)
}

/// Optimal string alignment distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows: [Vec<usize>; 3] = [Vec::new(), vec![0; b.len() + 1], (0..=b.len()).collect()];
    for i in 1..=a.len() {
        rows.rotate_left(1);
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (rows[1][j] + 1).min(row[j - 1] + 1).min(rows[1][j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(rows[0][j - 2] + 1);
            }
        }
        rows[2] = row;
    }
    rows[2][b.len()]
}

/// How many letters at the beginning or at the end are certainly intact after a slip. A swap in the middle changes two letters.
pub(crate) fn intact(len: usize) -> usize {
    if len < 6 { len / 2 } else { (len - 1) / 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_slips() {
        let near = |typed: &str, word: &str| slips(&typed.chars().collect::<Vec<_>>(), word);
        for typed in ["ofline", "offlline", "offlime", "fofline", "offlien"] {
            assert_eq!(near(typed, "offline"), Some(1), "{typed}");
        }
        assert_eq!(near("offline", "offline"), None);
        assert_eq!(near("oflime", "offline"), None);
        assert_eq!(near("accesibilty", "accessibility"), Some(2));
    }

    #[test]
    fn a_slip_leaves_one_end_intact() {
        let word: Vec<char> = "abcdefgh".chars().collect();
        let keep = intact(word.len());
        for i in 0..word.len() - 1 {
            let mut typed = word.clone();
            typed.swap(i, i + 1);
            assert!(typed[..keep] == word[..keep] || typed[8 - keep..] == word[8 - keep..], "{i}");
        }
    }
}
