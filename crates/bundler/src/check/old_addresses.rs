//! The addresses that a blog had before: a sitemap, an index of sitemaps, or a list with one address on each line.

use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use percent_encoding::percent_decode_str;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

/// Bytes of one file, unpacked: the protocol stops at 50 MiB.
const LARGEST: u64 = 64 << 20;

/// An address as it stands in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OldAddress {
    /// Number of the file in [`OldAddresses::files`].
    pub file: usize,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// As written, without the white space around it.
    pub written: String,
}

/// What was read of one or more sitemaps and lists.
#[derive(Debug, Default)]
pub(super) struct OldAddresses {
    /// As the author would name them.
    pub files: Vec<String>,
    pub addresses: Vec<OldAddress>,
    /// Sitemaps that an index names and that are not beside it, and lines that are no addresses.
    pub unread: Vec<Unread>,
    seen: HashSet<PathBuf>,
}

/// What of a list could not be read.
#[derive(Debug)]
pub(super) enum Unread {
    /// A sitemap that an index names.
    Sitemap(OldAddress),
    /// A line of a list.
    Line(OldAddress),
}

impl OldAddresses {
    /// Reads lists, and the sitemaps beside them that they name.
    ///
    /// # Errors
    /// If a file can't be read, is no sitemap although it is XML, or names no address.
    pub(super) fn read(paths: &[PathBuf]) -> Result<Self> {
        let mut lists = Self::default();
        for path in paths {
            let before = lists.addresses.len();
            let is_new = lists.add(path)?;
            if is_new && lists.addresses.len() == before {
                bail!(
                    "{} names no address; --old-sitemap wants a sitemap.xml, an index with its sitemaps beside it, or a list with one address on each line",
                    path.display()
                );
            }
        }
        Ok(lists)
    }

    /// Whether the file had not been read before.
    fn add(&mut self, path: &Path) -> Result<bool> {
        let name = path.display().to_string();
        let real = path.canonicalize().with_context(|| format!("can't read {name}"))?;
        if !self.seen.insert(real) {
            return Ok(false);
        }
        let text = text(path).with_context(|| format!("can't read {name}"))?;
        let file = self.files.len();
        self.files.push(name.clone());
        if !text.trim_start().starts_with('<') {
            self.lines(file, &text);
            return Ok(true);
        }
        let (addresses, sitemaps) =
            locations(file, &text).with_context(|| format!("{name} is no sitemap"))?;
        self.addresses.extend(addresses);
        for sitemap in sitemaps {
            match beside(path, &sitemap.written) {
                Some(found) => drop(self.add(&found)?),
                None => self.unread.push(Unread::Sitemap(sitemap)),
            }
        }
        Ok(true)
    }

    fn lines(&mut self, file: usize, text: &str) {
        for (line, number) in text.lines().zip(1..) {
            // Tables give numbers behind a tab.
            let written = line.split('\t').next().unwrap_or_default().trim();
            if written.is_empty() || written.starts_with('#') {
                continue;
            }
            let old = OldAddress { file, line: number, column: 1, written: written.to_owned() };
            let is_address = written.starts_with('/')
                || written.split_once("://").is_some_and(|(scheme, _)| is_web(scheme))
                || !written.contains([' ', ':']);
            match is_address {
                true => self.addresses.push(old),
                false => self.unread.push(Unread::Line(old)),
            }
        }
    }
}

/// Whether a scheme is one of pages.
pub(super) fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// The text of a file, unpacked and in UTF-8: what some shells write into files is UTF-16.
fn text(path: &Path) -> Result<String> {
    let mut bytes = fs::read(path)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let packed = std::mem::take(&mut bytes);
        GzDecoder::new(packed.as_slice()).take(LARGEST + 1).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > LARGEST {
        bail!("it holds more than {} MiB", LARGEST >> 20);
    }
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    Ok(match bytes.as_slice() {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        bytes => String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).into_owned(),
    })
}

/// The addresses of pages and those of sitemaps: each `<loc>` that is directly in a `<url>` or a `<sitemap>`. Those of
/// pictures and films are in elements of their own.
fn locations(file: usize, text: &str) -> Result<(Vec<OldAddress>, Vec<OldAddress>)> {
    let mut reader = Reader::from_str(text);
    let (mut pages, mut sitemaps) = (Vec::new(), Vec::new());
    let mut open: Vec<String> = Vec::new();
    let mut cursor = Cursor { text, offset: 0, line: 1, column: 1 };
    let mut said = String::new();
    loop {
        match reader.read_event()? {
            Event::Start(tag) => {
                open.push(tag.local_name().as_ref().to_owned());
                said.clear();
                cursor.move_to(reader.buffer_position() as usize);
            }
            Event::Text(part) => said.push_str(&part),
            Event::CData(part) => said.push_str(&part),
            Event::GeneralRef(name) => {
                let name = format!("&{};", &*name);
                // An entity that XML does not know is a mistake in one address, and no reason to reject the file.
                said.push_str(&unescape(&name).unwrap_or(name.as_str().into()));
            }
            Event::End(tag) => {
                open.pop();
                let list = match open.last().map(String::as_str) {
                    Some("url") => &mut pages,
                    Some("sitemap") => &mut sitemaps,
                    _ => continue,
                };
                let written = said.trim();
                if tag.local_name().as_ref() == "loc" && !written.is_empty() {
                    let Cursor { line, column, .. } = cursor;
                    list.push(OldAddress { file, line, column, written: written.to_owned() });
                }
            }
            Event::Eof => return Ok((pages, sitemaps)),
            _ => {}
        }
    }
}

/// A position in a text that only moves forward, so that a sitemap on one line is read once.
struct Cursor<'t> {
    text: &'t str,
    offset: usize,
    line: usize,
    column: usize,
}

impl Cursor<'_> {
    fn move_to(&mut self, offset: usize) {
        for c in self.text.get(self.offset..offset).unwrap_or_default().chars() {
            (self.line, self.column) =
                if c == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        }
        self.offset = offset;
    }
}

/// The file beside an index that has the name of a sitemap in it.
fn beside(index: &Path, address: &str) -> Option<PathBuf> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = percent_decode_str(path.rsplit('/').next().unwrap_or_default()).decode_utf8().ok()?;
    if name.is_empty() || name.contains(['/', '\\', ':', '\0']) || name == ".." {
        return None;
    }
    let folder = index.parent().unwrap_or(Path::new(""));
    // Browsers unpack what they save.
    let names = [Some(&*name), name.strip_suffix(".gz")];
    names.into_iter().flatten().map(|name| folder.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn written(old: &[OldAddress]) -> Vec<&str> {
        old.iter().map(|old| old.written.as_str()).collect()
    }

    fn folder(files: &[(&str, &[u8])]) -> Result<tempfile::TempDir> {
        let folder = tempfile::TempDir::new()?;
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes)?;
        }
        Ok(folder)
    }

    #[test]
    fn sitemaps_are_read_with_places_and_without_pictures() -> Result<()> {
        let text = "<?xml version=\"1.0\"?>\n<!-- <url><loc>/no/</loc></url> -->\n\
            <s:urlset xmlns:s=\"x\" xmlns:image=\"y\">\n <s:url><s:loc>\n  https://a.example/é/?a=1&amp;b=2 </s:loc>\n\
            <image:image><image:loc>https://a.example/p.jpg</image:loc></image:image></s:url>\n\
            <s:url><s:loc><![CDATA[https://a.example/b&c/]]></s:loc></s:url><s:url><s:loc/></s:url></s:urlset>";
        let (pages, sitemaps) = locations(0, text)?;
        assert_eq!(written(&pages), ["https://a.example/é/?a=1&b=2", "https://a.example/b&c/"]);
        assert_eq!(pages.iter().map(|p| (p.line, p.column)).collect::<Vec<_>>(), [(4, 16), (7, 15)]);
        assert_eq!(sitemaps, []);
        assert!(locations(0, "<urlset><url><loc>/a/</url></urlset>").is_err());
        Ok(())
    }

    #[test]
    fn an_index_leads_to_the_files_beside_it_and_to_no_others() -> Result<()> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(b"<urlset><url><loc>/two/</loc></url></urlset>")?;
        let index = b"<sitemapindex><sitemap><loc>https://a.example/x/one.xml</loc></sitemap>\
            <sitemap><loc>https://a.example/two.xml.gz?v=1</loc></sitemap>\
            <sitemap><loc>https://a.example/index.xml</loc></sitemap>\
            <sitemap><loc>https://a.example/..%2Fetc</loc></sitemap>\
            <sitemap><loc>https://a.example/gone.xml</loc></sitemap></sitemapindex>";
        let folder = folder(&[
            ("index.xml", index),
            ("one.xml", b"\xef\xbb\xbf<urlset><url><loc>/one/</loc></url></urlset>"),
            ("two.xml.gz", &packed.finish()?),
        ])?;
        let lists = OldAddresses::read(&[folder.path().join("index.xml")])?;
        assert_eq!(written(&lists.addresses), ["/one/", "/two/"]);
        let unread: Vec<&str> = (lists.unread.iter())
            .map(|unread| match unread {
                Unread::Sitemap(old) | Unread::Line(old) => old.written.as_str(),
            })
            .collect();
        assert_eq!(unread, ["https://a.example/..%2Fetc", "https://a.example/gone.xml"]);
        Ok(())
    }

    #[test]
    fn lists_have_one_address_a_line() -> Result<()> {
        let list = "# old\r\n\r\n/a/\r\nhttps://a.example/b c/\r\nblog/d/\t12\r\n No address: this\r\n";
        let wide: Vec<u8> = format!("\u{feff}{list}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let folder = folder(&[("a.txt", list.as_bytes()), ("b.txt", &wide)])?;
        for name in ["a.txt", "b.txt"] {
            let lists = OldAddresses::read(&[folder.path().join(name)])?;
            assert_eq!(written(&lists.addresses), ["/a/", "https://a.example/b c/", "blog/d/"]);
            assert_eq!(lists.addresses.iter().map(|old| old.line).collect::<Vec<_>>(), [3, 4, 5]);
            assert_eq!(lists.unread.len(), 1);
        }
        Ok(())
    }

    #[test]
    fn what_names_no_address_is_an_error() -> Result<()> {
        let folder = folder(&[
            ("empty.txt", b""),
            ("page.html", b"<!doctype html><html><body><p>Not found</p></body></html>"),
            ("broken.xml", b"<urlset><url><loc>/a/</url>"),
        ])?;
        for name in ["empty.txt", "page.html", "broken.xml", "absent.xml"] {
            assert!(OldAddresses::read(&[folder.path().join(name)]).is_err(), "{name}");
        }
        assert!(OldAddresses::read(&[folder.path().to_owned()]).is_err());
        Ok(())
    }
}
