// A static host as CDNs are: files, folders with an index, compressed once and kept. The same for all engines.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const types = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json",
  ".wasm": "application/wasm", ".svg": "image/svg+xml", ".md": "text/markdown; charset=utf-8", ".webmanifest": "application/manifest+json",
  ".xml": "application/xml", ".png": "image/png", ".woff2": "font/woff2", ".bin": "application/octet-stream",
};
const text = new Set([".html", ".js", ".mjs", ".css", ".json", ".wasm", ".svg", ".md", ".xml", ".webmanifest", ".bin"]);
const small = new Map();

/** Serves a folder on a free port of this machine. */
export function serve(folder) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const names = [path, `${path.replace(/\/$/, "")}/index.html`, `${path}.html`].map((name) => join(folder, name));
    const file = names.find((name) => existsSync(name) && statSync(name).isFile());
    if (!file) {
      response.writeHead(404, { "content-type": "text/html" });
      response.end("nothing here");
      return;
    }
    const kind = extname(file);
    const headers = { "content-type": types[kind] ?? "application/octet-stream", "cache-control": /\/(app|data|assets)\//.test(path) ? "public, max-age=31536000, immutable" : "no-cache" };
    if (!text.has(kind)) {
      response.writeHead(200, headers);
      createReadStream(file).pipe(response);
      return;
    }
    const key = `${file} ${statSync(file).mtimeMs}`;
    if (!small.has(key)) {
      const bytes = readFileSync(file);
      small.set(key, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: bytes.length < 1e6 ? 11 : 5 } }));
    }
    const bytes = small.get(key);
    response.writeHead(200, { ...headers, "content-encoding": "br", "content-length": bytes.length });
    response.end(bytes);
  });
  return new Promise((done) =>
    server.listen(0, "127.0.0.1", () => done({ address: `http://127.0.0.1:${server.address().port}`, stop: () => new Promise((end) => (server.closeAllConnections(), server.close(end))) })),
  );
}
