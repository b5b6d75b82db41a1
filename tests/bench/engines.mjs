// Each engine: how it gets its posts, how it builds, and where a post of its is.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { slug, write } from "./posts.mjs";

/** The look of all of them. */
const style = "body{max-width:36em;margin:2em auto;padding:0 1em;font:1.1em/1.6 Georgia,serif;color:#23262b;background:#fffdf8}a{color:#8a4b08}pre{overflow:auto}";

/** Runs a program to its end. Returns seconds of wall clock and the most memory that it held, in MB. */
export function measured(program, args, options = {}) {
  return new Promise((done, failed) => {
    const begun = performance.now();
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let told = "";
    let most = 0;
    const look = setInterval(() => {
      try {
        most = Math.max(most, Number(readFileSync(`/proc/${child.pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)?.[1] ?? 0));
      } catch {
        // It has ended.
      }
    }, 10);
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (told = (told + data).slice(-4000)));
    child.on("error", failed);
    child.on("exit", (code) => {
      clearInterval(look);
      if (code === 0) done({ seconds: (performance.now() - begun) / 1000, memory: most / 1024 });
      else failed(new Error(`${program} ${args.join(" ")} ended with ${code}:\n${told}`));
    });
  });
}

const fresh = (folder) => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
};

export function engines(work, { lamplight, hugo, npm }, texts) {
  return {
    lamplight: {
      name: "Lamplight",
      most: Infinity,
      prepare(n) {
        const folder = join(work, `lamplight-${n}`);
        fresh(folder);
        write(join(folder, "posts"), n, texts, (i) => `/blog/${slug(i)}/`);
        writeFileSync(join(folder, "lamplight.toml"), 'title = "Bench"\nbase_url = "https://bench.example/"\npermalink = "/blog/:slug"\n');
        return folder;
      },
      build: (folder, again = false) => {
        // A build of all of it begins with nothing, as the others' do; the next one replaces what is there.
        if (!again) for (const name of ["cache", "dist"]) rmSync(join(folder, name), { recursive: true, force: true });
        return measured(lamplight, ["build", join(folder, "posts"), "--out", join(folder, "dist"), "--cache", join(folder, "cache"), "--json"]);
      },
      dist: (folder) => join(folder, "dist"),
      source: (folder, i) => join(folder, "posts", `${slug(i)}.md`),
      post: (i) => `/blog/${slug(i)}/`,
      main: "main",
    },
    hugo: {
      name: "Hugo",
      // It holds 190 KB for each post: 100,000 would take more than most machines have.
      most: 10_000,
      prepare(n) {
        const folder = join(work, `hugo-${n}`);
        fresh(folder);
        write(join(folder, "content/blog"), n, texts, (i) => `/blog/${slug(i)}/`);
        writeFileSync(
          join(folder, "hugo.toml"),
          'title = "Bench"\nbaseURL = "https://bench.example/"\n[pagination]\npagerSize = 10\n[taxonomies]\ntag = "tags"\n[markup.highlight]\nnoClasses = false\n',
        );
        const layouts = join(folder, "layouts");
        mkdirSync(join(layouts, "_default"), { recursive: true });
        const page = (main) =>
          `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ .Title }}</title><style>${style}</style></head><body><header><a href="/">Bench</a> <a href="/blog/">Archive</a> <a href="/tags/">Tags</a></header><main>${main}</main></body></html>`;
        writeFileSync(join(layouts, "_default/single.html"), page('<h1>{{ .Title }}</h1><p><time>{{ .Date.Format "2 January 2006" }}</time>{{ range .GetTerms "tags" }} <a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</p>{{ .Content }}'));
        const list = page('<h1>{{ .Title }}</h1>{{ range .Paginator.Pages }}<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Summary }}</p></article>{{ end }}{{ with .Paginator.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}{{ with .Paginator.Next }}<a href="{{ .URL }}">Older</a>{{ end }}');
        writeFileSync(join(layouts, "_default/list.html"), list);
        writeFileSync(join(layouts, "index.html"), list.replace(".Paginator.Pages", "(.Paginate (where .Site.RegularPages \"Section\" \"blog\")).Pages"));
        return folder;
      },
      build: (folder) => {
        rmSync(join(folder, "public"), { recursive: true, force: true });
        return measured(hugo, ["--source", folder, "--quiet"]);
      },
      dist: (folder) => join(folder, "public"),
      source: (folder, i) => join(folder, "content/blog", `${slug(i)}.md`),
      post: (i) => `/blog/${slug(i)}/`,
      main: "main",
    },
    vitepress: {
      name: "VitePress",
      // Beyond that it takes more than ten minutes, and more memory than this machine's builds of it may have.
      most: 1000,
      prepare(n) {
        const folder = join(work, `vitepress-${n}`);
        fresh(folder);
        write(join(folder, "blog"), n, texts, (i) => `/blog/${slug(i)}`, (i) => `# Post number ${i}\n\n`);
        const theme = join(folder, ".vitepress/theme");
        mkdirSync(theme, { recursive: true });
        symlinkSync(join(npm, "node_modules"), join(folder, "node_modules"));
        writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
        writeFileSync(join(folder, "index.md"), `# Bench\n\n[The newest post](/blog/${slug(n - 1)})\n`);
        writeFileSync(join(folder, ".vitepress/config.mjs"), 'export default { title: "Bench", ignoreDeadLinks: true, cleanUrls: true, appearance: false };\n');
        writeFileSync(join(theme, "index.js"), 'import Layout from "./Layout.vue";\nimport "./style.css";\nexport default { Layout };\n');
        writeFileSync(join(theme, "Layout.vue"), '<script setup>\nimport { Content } from "vitepress";\n</script>\n<template><header><a href="/">Bench</a></header><main><Content /></main></template>\n');
        writeFileSync(join(theme, "style.css"), `${style}\n`);
        return folder;
      },
      build: (folder) =>
        measured(process.execPath, [join(npm, "node_modules/vitepress/bin/vitepress.js"), "build", folder], {
          env: { ...process.env, NODE_OPTIONS: "--max-old-space-size=8192" },
        }),
      dist: (folder) => join(folder, ".vitepress/dist"),
      source: (folder, i) => join(folder, "blog", `${slug(i)}.md`),
      post: (i) => `/blog/${slug(i)}`,
      main: "main",
    },
    docsify: {
      name: "docsify",
      most: Infinity,
      prepare(n) {
        const folder = join(work, `docsify-${n}`);
        fresh(folder);
        write(join(folder, "blog"), n, texts, (i) => `/blog/${slug(i)}.md`, (i) => `# Post number ${i}\n\n`);
        const from = join(npm, "node_modules/docsify");
        const script = ["dist/docsify.min.js", "lib/docsify.min.js"].map((name) => join(from, name)).find(existsSync);
        cpSync(script, join(folder, "docsify.min.js"));
        writeFileSync(join(folder, "README.md"), `# Bench\n\n[The newest post](/blog/${slug(n - 1)}.md)\n`);
        writeFileSync(
          join(folder, "index.html"),
          `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Bench</title><style>${style}.sidebar,.sidebar-toggle,.github-corner{display:none}</style></head><body><div id="app"></div><script>window.$docsify={name:"Bench",hideSidebar:true,notFoundPage:false}</script><script src="/docsify.min.js"></script></body></html>`,
        );
        return folder;
      },
      // There is nothing to build.
      build: undefined,
      dist: (folder) => folder,
      source: (folder, i) => join(folder, "blog", `${slug(i)}.md`),
      post: (i) => `/#/blog/${slug(i)}.md`,
      main: ".markdown-section",
    },
  };
}
