// `lamplight serve`, started on a folder of its own.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Serves a copy of a folder of posts. Returns the copy's folder, the address, and what ends it all. */
export async function served(posts, more = []) {
  const folder = mkdtempSync(join(tmpdir(), "lamplight-live-"));
  cpSync(posts, join(folder, "posts"), { recursive: true });
  const uploads = JSON.stringify(resolve("fixtures/sample/public/uploads"));
  writeFileSync(join(folder, "lamplight.toml"), `title = "Live"\n\n[files]\n${uploads} = "/uploads/"\n`);
  const options = ["--port", "0", "--out", join(folder, "dist"), "--cache", join(folder, "cache"), ...more];
  const server = spawn(process.env.LAMPLIGHT, ["serve", join(folder, "posts"), ...options], { stdio: ["ignore", "ignore", "pipe"] });
  let told = "";
  const address = await new Promise((done, failed) => {
    server.stderr.on("data", (data) => {
      told += data;
      const found = told.match(/The blog is at (\S+?),/);
      if (found) done(found[1]);
    });
    server.on("exit", (code) => failed(new Error(`lamplight serve ended with ${code}:\n${told}`)));
  });
  const stop = async () => {
    const ended = new Promise((done) => server.once("exit", done));
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder: resolve(folder, "posts"), address, stop, told: () => told };
}
