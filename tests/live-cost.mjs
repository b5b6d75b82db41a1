// How long after a save an open page shows it, with 1,000 posts or as many as one says: `cargo xtask live-cost [POSTS]`.
// Arguments: folder of posts to take copies of, and how many. Environment: LAMPLIGHT.
import { readFileSync, readdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright";
import { browserArguments, executablePath } from "./browser.mjs";
import { quantile } from "./bench/reading.mjs";
import { served } from "./e2e/live.mjs";

const [source, POSTS = "1000"] = process.argv.slice(2);
const SAVES = 30;
const files = readdirSync(source).filter((name) => name.endsWith(".md"));
const many = mkdtempSync(join(tmpdir(), "lamplight-many-"));
for (let i = 0; i < Number(POSTS); i += 1) {
  const name = files[i % files.length];
  const text = readFileSync(join(source, name), "utf8").replace(/^(slug|permalink):.*\n/gm, "");
  const day = name.match(/^\d{4}-\d\d-\d\d-/)?.[0] ?? "2020-01-01-";
  writeFileSync(join(many, `${day}copy-${i}-${name.replace(day, "").replaceAll(" ", "-")}`), text);
}
const blog = await served(many);
const browser = await chromium.launch({ executablePath, args: browserArguments });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const file = readdirSync(blog.folder)[700];
const slug = file.replace(/^\d{4}-\d\d-\d\d-/, "").replace(/\.md$/, "");
await page.goto(`${blog.address}blog/${slug}/`);
await page.waitForSelector(".prose");
await page.evaluate(() => scrollTo({ top: 400, behavior: "instant" }));
const place = await page.evaluate(() => scrollY);
const text = readFileSync(join(blog.folder, file), "utf8");

/** Milliseconds from the write to the frame that shows it. */
async function save(i) {
  const mark = `Saved for the ${i}th time.`;
  const painted = page.evaluate(
    (mark) =>
      new Promise((done) => {
        const look = () =>
          document.querySelector(".prose")?.lastElementChild?.textContent.includes(mark)
            ? requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now())))
            : requestAnimationFrame(look);
        look();
      }),
    mark,
  );
  await new Promise((done) => setTimeout(done, 50));
  const begun = performance.timeOrigin + performance.now();
  writeFileSync(join(blog.folder, file), `${text}\n\n${mark}\n`);
  return (await painted) - begun;
}

for (const [name, pause] of [["one save after another", 200], ["a build of the whole site between two saves", 3000 + Number(POSTS) / 2]]) {
  await save(0);
  const times = [];
  for (let i = 1; i <= SAVES; i += 1) {
    await new Promise((done) => setTimeout(done, pause));
    times.push(await save(`${name} ${i}`));
  }
  console.log(`${POSTS} posts, ${SAVES} saves, ${name}: p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms`);
}
const stayed = (await page.evaluate(() => scrollY)) === place;
console.log(stayed ? `The place in the post stayed (${place} px).` : "The place in the post was lost.");
await browser.close();
await blog.stop();
rmSync(many, { recursive: true, force: true });
process.exitCode = stayed ? 0 : 1;
