//! What makes the site installable and readable offline: the service worker with its list of files, the icons, and the web app
//! manifest.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use lamplight_format::messages::Message;
use lamplight_format::model::{Hash, Manifest, Site, Summary, Tree, bucket, route_key};
use lamplight_format::route::{ARCHIVE, Route, slice, url};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg;
use serde_json::{Value, json};

use crate::build_context::BuildContext;
use crate::config::Config;
use crate::output::names::{APP, DATA, ICON, INDEX, MANIFEST, OFFLINE_PAGE, WEB_MANIFEST, WORKER, icon_of};
use crate::output::{Output, hash};
use crate::report::Report;

/// Sides of the icons, in pixels.
const SIDES: [u32; 2] = [192, 512];

/// Adds all of it. Must come last: the list is of final bytes.
///
/// # Errors
/// If a data file that another one names is missing.
pub(crate) fn write(
    manifest: &Manifest,
    former: &BTreeSet<String>,
    BuildContext { config, app, .. }: &BuildContext<'_>,
    output: &mut Output,
    report: &mut Report,
) -> Result<()> {
    let icons = match icons(output) {
        Ok(icons) => icons,
        Err(error) => {
            report.note(format!("`{ICON}` can't be drawn ({error}), so there are no icons for installing"));
            Vec::new()
        }
    };
    let described = description(config, &manifest.site, &icons, output);
    output.add(WEB_MANIFEST, serde_json::to_vec_pretty(&described)?);
    if manifest.site.offline {
        let entries = entries(manifest, output)?;
        let list = serde_json::to_string(&entries)?;
        let version = hash([list.as_str(), &app.worker].concat().as_bytes()).0;
        let filled = json!({ "version": version[..16], "app": app.version, "entries": entries });
        output.add(WORKER, app.worker.replace("__SITE__", &filled.to_string()).into_bytes());
    } else {
        // The worker of an earlier build would go on for ever.
        output.add(WORKER, app.no_worker.clone().into_bytes());
    }
    for path in former {
        output.add(path, app.no_worker.clone().into_bytes());
    }
    Ok(())
}

/// Files that the worker fetches when it is installed: path below the site's folder, and the beginning of the SHA-256 of the bytes
/// unless the path has it.
fn entries(manifest: &Manifest, output: &Output) -> Result<Vec<Vec<String>>> {
    let mut wanted: BTreeSet<String> = [INDEX, OFFLINE_PAGE, MANIFEST, ICON].map(String::from).into();
    wanted.extend(output.below(&format!("{APP}/")).map(str::to_owned));
    // The list of all addresses: the worker leaves others alone.
    let written = output.bytes(MANIFEST).context("there is no manifest")?;
    let addresses = serde_json::from_slice::<Value>(&written)?["addresses"].as_str().map(str::to_owned);
    wanted.extend(addresses.map(|hash| format!("{DATA}/{hash}.bin")));
    wanted.extend(recent(manifest, output)?.into_iter().map(|hash| format!("{DATA}/{}.json", hash.0)));
    wanted
        .into_iter()
        .filter_map(|name| {
            let hash = hash(&output.bytes(&name)?).0[..16].to_owned();
            let path = if name == INDEX { String::new() } else { url("/", &name)[1..].to_owned() };
            let is_named = [APP, DATA].iter().any(|folder| path.starts_with(folder));
            Some(Ok(if is_named { vec![path] } else { vec![path, hash] }))
        })
        .collect()
}

/// The data of the home page and of the posts that it shows, with the nodes of the route table that lead to them.
fn recent(manifest: &Manifest, output: &Output) -> Result<BTreeSet<Hash>> {
    let mut found = BTreeSet::new();
    let mut way = |tree: &Tree, leaf: usize| -> Result<Vec<u8>> {
        let mut children = tree.root.clone();
        let mut bytes = Vec::new();
        for (level, child) in tree.way(leaf).enumerate() {
            if level > 0 {
                children = serde_json::from_slice(&bytes)?;
            }
            let node = children.get(child).context("a tree is not whole")?;
            bytes = output.bytes(&format!("{DATA}/{}.json", node.0)).context("a data file is missing")?;
            found.insert(node.clone());
        }
        Ok(bytes)
    };
    let mut summaries: Vec<Summary> = Vec::new();
    let (start, end, _) = slice(manifest.posts.len, 1, manifest.site.page_size).unwrap_or_default();
    if let Some(tree) = &manifest.posts.tree {
        let leaf = lamplight_format::model::LEAF;
        for number in start as usize / leaf..(end as usize).div_ceil(leaf) {
            let row: Vec<Summary> = serde_json::from_slice(&way(tree, number)?)?;
            let shown = row.into_iter().zip(number * leaf..);
            summaries.extend(shown.filter(|(_, i)| (start..end).contains(&(*i as u32))).map(|(s, _)| s));
        }
    }
    if let Some(tree) = &manifest.routes.tree {
        for summary in &summaries {
            way(tree, bucket(&route_key(&summary.path), tree.leaves) as usize)?;
        }
    }
    found.extend(summaries.into_iter().filter_map(|summary| summary.bundle));
    Ok(found)
}

/// An icon: its name in the output, its side in pixels, and whether systems may cut it into any shape.
struct Icon {
    name: String,
    side: u32,
    maskable: bool,
}

/// Draws the icons.
fn icons(output: &mut Output) -> Result<Vec<Icon>> {
    let drawing = output.bytes(ICON).context("it is missing")?;
    let tree = usvg::Tree::from_data(&drawing, &usvg::Options::default())?;
    let mut icons = Vec::new();
    for (side, maskable) in SIDES.map(|side| (side, false)).into_iter().chain([(512, true)]) {
        let name = icon_of(side, maskable);
        output.add(&name, drawn(&tree, side, maskable)?);
        icons.push(Icon { name, side, maskable });
    }
    Ok(icons)
}

/// A drawing as a square PNG. A maskable one is drawn within the circle that is always visible, on its own background.
fn drawn(tree: &usvg::Tree, side: u32, maskable: bool) -> Result<Vec<u8>> {
    const SAFE: f32 = 0.72;
    let mut pixels = Pixmap::new(side, side).context("it has no size")?;
    let place = |share: f32, pixels: &mut Pixmap| {
        let scale = side as f32 * share / tree.size().width().max(tree.size().height());
        let middle = |length: f32| (side as f32 - length * scale) / 2.0;
        let (x, y) = (middle(tree.size().width()), middle(tree.size().height()));
        resvg::render(tree, Transform::from_row(scale, 0.0, 0.0, scale, x, y), &mut pixels.as_mut());
    };
    if maskable {
        let mut whole = Pixmap::new(side, side).context("it has no size")?;
        place(1.0, &mut whole);
        let ground = whole.pixel(side / 2, side / 50).map(|pixel| pixel.demultiply());
        let ground = ground.filter(|c| c.alpha() == 255);
        pixels.fill(ground.map_or(Color::WHITE, |c| Color::from_rgba8(c.red(), c.green(), c.blue(), 255)));
        place(SAFE, &mut pixels);
    } else {
        place(1.0, &mut pixels);
    }
    Ok(pixels.encode_png()?)
}

/// The Web Application Manifest.
fn description(config: &Config, site: &Site, icons: &[Icon], output: &Output) -> Value {
    let address = |path: &str| url(&site.base, path);
    let mut all: Vec<Value> = icons
        .iter()
        .map(|icon| {
            json!({
                "src": address(&format!("/{}", icon.name)),
                "sizes": format!("{0}x{0}", icon.side),
                "type": "image/png",
                "purpose": if icon.maskable { "maskable" } else { "any" },
            })
        })
        .collect();
    all.push(json!({ "src": address(&format!("/{ICON}")), "sizes": "any", "type": "image/svg+xml" }));
    let shortcut = |name: &str, route: &Route| json!({ "name": name, "url": address(&route.path()) });
    let mut shortcuts = vec![shortcut(site.t(Message::Archive), &ARCHIVE)];
    if site.offline {
        shortcuts.push(shortcut(site.t(Message::Offline), &Route::Offline));
    }
    let mut described = json!({
        "id": site.base,
        "start_url": site.base,
        "scope": site.base,
        "name": site.title,
        // Longer ones are cut under an icon.
        "short_name": site.title.chars().take(12).collect::<String>().trim(),
        "lang": site.language,
        "display": "standalone",
        "background_color": "#fffdf8",
        "theme_color": "#fffdf8",
        "icons": all,
        "shortcuts": shortcuts,
    });
    if !site.description.is_empty() {
        described["description"] = site.description.clone().into();
    }
    let screenshots: Vec<Value> =
        config.screenshots.iter().filter_map(|path| screenshot(path, site, output)).collect();
    if !screenshots.is_empty() {
        described["screenshots"] = screenshots.into();
    }
    described
}

/// A screenshot of the settings, if it is a picture among the site's files.
fn screenshot(path: &str, site: &Site, output: &Output) -> Option<Value> {
    let bytes = output.bytes(path.trim_start_matches('/'))?;
    let size = imagesize::blob_size(&bytes).ok()?;
    let kind = image::guess_format(&bytes).ok()?.to_mime_type();
    Some(json!({
        "src": url(&site.base, path),
        "sizes": format!("{}x{}", size.width, size.height),
        "type": kind,
        "form_factor": if size.width > size.height { "wide" } else { "narrow" },
        "label": site.title,
    }))
}
