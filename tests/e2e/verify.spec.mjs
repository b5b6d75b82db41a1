// `lamplight verify` at hosts that meddle, and at some that do not.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { serve } from "./network.mjs";
import { address, files, lamplight } from "./sites.mjs";

/** Runs the command: exit code, and what it found. */
const verify = (...args) =>
  new Promise((done) => {
    execFile(lamplight, ["verify", ...args, "--format", "json"], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const told = stdout ? JSON.parse(stdout) : undefined;
      done({ exit: error?.code ?? 0, told, codes: [...new Set(told?.findings.map(({ code }) => code))].sort(), stderr });
    });
  });

const errors = ({ told }) => told.findings.filter(({ severity }) => severity === "error");

/** What the fault server does not do, meddling or not: it never compresses. */
const always = ["not-compressed"];

test("a deploy behind nginx, with the file that the build writes, has nothing to mend", async () => {
  const found = await verify(address("nginx"), "--strict", "--against", files("compressed"));
  expect(found.told.findings).toEqual([]);
  expect(found.exit).toBe(0);
  expect(found.told.counts.files).toBeGreaterThan(100);
});

test("a deploy behind a plain host has no error", async () => {
  const found = await verify(address("sample"));
  expect(errors(found)).toEqual([]);
  expect(found.codes).toEqual(["cache-missing", "cache-stale", "header-missing", "not-compressed"]);
  expect(found.exit).toBe(0);
  expect((await verify(address("sample"), "--strict")).exit).toBe(1);
});

test("a host with the headers of the build has no finding but what it does not do", async () => {
  const host = await serve("hosts");
  expect((await verify(host.home)).codes).toEqual(always);
  host.stop();
});

const meddling = [
  ["mail", ["mail-hidden", "script-added"], 1, /Email Address Obfuscation.*Scrape Shield/],
  ["minified", ["page-minified"], 0, /minif/i],
  ["immutable", ["cache-kept", "file-late"], 1, /no `Cache-Control` with a 404/],
  ["lower", ["case-changed"], 0, /Netlify: switch off "Pretty URLs"/],
  ["nohtml", ["html-removed"], 0, /Cloudflare: .*html_handling/],
  ["html", ["html-added"], 0, /switch off the rule that adds/],
  ["noindex", ["index-missing", "not-found-status", "type-wrong"], 1, /S3: add the function of docs\/hosting\.md/],
  ["all200", ["not-found-answered"], 1, /404\.html and status 404/],
  ["untyped", ["type-wrong"], 1, /the type that belongs to the file's ending/],
  ["octets", ["type-wrong"], 1, /the type that belongs to the file's ending/],
  ["changedhome", ["page-changed"], 1, /publish the page again/],
];
for (const [mode, codes, exit, remedy] of meddling) {
  test(`verify at a host that meddles: ${mode}`, async () => {
    const host = await serve("hosts");
    await host.host(mode);
    const found = await verify(host.home);
    expect(found.codes).toEqual([...codes, ...always].sort());
    expect(found.exit).toBe(exit);
    const own = found.told.findings.filter(({ code }) => codes.includes(code));
    for (const { file } of own) expect(file).toContain(host.home);
    expect(own.map(({ help }) => help).join("\n")).toMatch(remedy);
    host.stop();
  });
}

test("verify at a host under a path, and at a wrong one", async () => {
  const host = await serve("subpath", "/x/y/");
  expect(errors(await verify(host.home))).toEqual([]);
  const wrong = await serve("subpath", "/z/");
  const found = await verify(wrong.home);
  expect([found.codes, found.exit]).toEqual([["base-differs"], 1]);
  for (const one of [host, wrong]) one.stop();
});

test("verify of a folder: a built one is whole; what is missing, changed, stale or left over is found", async () => {
  expect(await verify(files("hosts"), "--strict")).toMatchObject({ codes: [], exit: 0 });
  const folder = mkdtempSync(join(tmpdir(), "verify-"));
  cpSync(resolve(files("hosts")), folder, { recursive: true });
  rmSync(join(folder, "Blog/Capital-Letters/index.html"));
  writeFileSync(join(folder, "robots.txt.gz"), "other");
  writeFileSync(join(folder, "lamplight/app/left-0123456789abcdef.js"), "left");
  writeFileSync(join(folder, "index.html"), "<!doctype html>\n<html lang=\"en\" data-base=\"/\"></html>\n");
  writeFileSync(join(folder, "index.html.br"), "");
  const found = await verify(folder);
  expect(found.codes).toEqual(["file-leftover", "form-stale", "page-changed", "page-missing"]);
  expect(found.exit).toBe(1);
  rmSync(folder, { recursive: true });
});

test("verify against the folder that was published finds the one byte that differs", async () => {
  const host = await serve("hosts");
  expect((await verify(host.home, "--against", files("hosts"))).codes).toEqual(always);
  for (const [path, code] of [["robots.txt", "file-changed"], ["blog/a-letter/", "page-changed"], ["blog/a-letter/index.md", "file-changed"]]) {
    await host.faults({ path, flip: 20 });
    const found = await verify(host.home, "--against", files("hosts"));
    expect([found.codes, found.exit], path).toEqual([[code, ...always].sort(), 1]);
  }
  host.stop();
});

test("verify of a deploy that is not whole: every fault of a file is told with its place", async () => {
  const host = await serve("hosts");
  for (const [fault, code] of [
    [{ path: "lamplight/data/*", status: 404 }, "file-missing"],
    [{ path: "lamplight/data/*", flip: 5 }, "file-changed"],
    [{ path: "lamplight/app/boot-*", cut: 10 }, "no-answer"],
    [{ path: "lamplight/app/app-*", flip: 5 }, "file-changed"],
    [{ path: "lamplight/app/reader-*", status: 404 }, "file-missing"],
    [{ path: "blog/a-letter/", status: 500 }, "page-missing"],
    [{ path: "blog/a-letter/", redirect: "https://elsewhere.example/" }, "origin-left"],
    [{ path: "blog/a-letter/", redirect: "/archive/" }, "page-missing"],
    [{ path: "feed.xml", status: 403 }, "file-missing"],
    [{ path: "old-letter*", status: 404 }, "redirect-missing"],
  ]) {
    await host.faults(fault);
    const found = await verify(host.home);
    expect(found.codes, JSON.stringify(fault)).toContain(code);
    expect(found.exit, JSON.stringify(fault)).toBe(1);
    const one = found.told.findings.find((finding) => finding.code === code);
    expect(one.file).toContain(host.home);
    expect(one.help).not.toBe("");
  }
  host.stop();
});

test("verify ends with 2 where there is no blog to look at, and annotates for GitHub", async () => {
  const host = await serve("hosts");
  await host.faults({ path: "lamplight/manifest.json", status: 404 });
  expect(await verify(host.home)).toMatchObject({ exit: 2, stderr: expect.stringContaining("no blog of Lamplight is published here") });
  await host.faults({ path: "lamplight/manifest.json", body: "{}" });
  expect((await verify(host.home)).exit).toBe(2);
  host.stop();
  expect((await verify(host.home)).exit).toBe(2);
  expect((await verify("no/such/folder")).exit).toBe(2);
  const stdout = await new Promise((done) => execFile(lamplight, ["verify", address("sample"), "--format", "github"], (_, out) => done(out)));
  expect(stdout).toMatch(/^::warning title=header-missing::http:\/\/127\.0\.0\.1:\d+\/: /m);
});
