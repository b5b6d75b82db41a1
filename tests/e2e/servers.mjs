// Shows each site that is built to all tests, on ports that are free, until the last of them has ended.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { addresses, bases, built, files, lamplight } from "./sites.mjs";

const nginx = process.env.NGINX ?? `${process.env.HOME}/.cache/lamplight/tools/nginx`;
const PATIENCE = 30_000;

/** A port that nobody listens on. */
async function free() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

/** Our own static server for a folder. It takes a free port and says which: `at`, without the slash at the end. */
export async function preview(folder, base = "/") {
  const child = spawn(lamplight, ["preview", folder, "--base", base, "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface(child.stderr)) {
    const at = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
    if (at) return { child, at: at[0] };
  }
  throw new Error(`${lamplight} preview ${folder} has ended`);
}

/** nginx, which must be told its port. */
async function behindNginx(name, folder) {
  const port = await free();
  const conf = join(folder, "nginx.conf");
  writeFileSync(conf, readFileSync(resolve(files(name), "nginx.conf"), "utf8").replace(/listen [\d.:]+;/, `listen 127.0.0.1:${port};`).replace(/^pid .*$/m, `pid ${folder}/pid;`));
  const env = { ...process.env, LD_LIBRARY_PATH: `${nginx}/usr/lib/x86_64-linux-gnu:${nginx}/usr/lib/aarch64-linux-gnu` };
  const child = spawn(`${nginx}/usr/sbin/nginx`, ["-e", "stderr", "-c", conf], { stdio: "ignore", env });
  const at = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + PATIENCE; child.exitCode === null && Date.now() < end; await new Promise((wait) => setTimeout(wait, 50))) {
    if (await fetch(at).then(() => true, () => false)) return { child, at };
  }
  throw new Error("nginx does not answer");
}

export default async function start() {
  const folder = mkdtempSync(join(tmpdir(), "lamplight-"));
  const names = Object.keys(bases).filter(built);
  const servers = await Promise.all(names.map((name) => (name === "nginx" ? behindNginx(name, folder) : preview(files(name), bases[name]))));
  process.env[addresses] = JSON.stringify(Object.fromEntries(names.map((name, i) => [name, servers[i].at + bases[name]])));
  return async () => {
    for (const { child } of servers) child.kill("SIGINT");
    await Promise.all(servers.map(({ child }) => child.exitCode ?? child.signalCode ?? once(child, "exit")));
    rmSync(folder, { recursive: true });
  };
}
