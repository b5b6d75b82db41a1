// What the scripts of service workers share, and what they have that other workers have not: TypeScript's library is for all kinds.

/** What the build fills in: paths below the site's folder, with the hash of the bytes where the path does not tell it. */
declare const __SITE__: { version: string; app: string; entries: [path: string, hash?: string][] };

declare var serviceWorker: ServiceWorker | undefined;
declare const registration: ServiceWorkerRegistration;
declare const clients: Clients;
declare function skipWaiting(): Promise<void>;
declare function addEventListener<Name extends keyof ServiceWorkerGlobalScopeEventMap>(name: Name, listener: (event: ServiceWorkerGlobalScopeEventMap[Name]) => unknown): void;

// --- The blog's data, as docs/reference/bundle-format.md tells it -----------------------------------------------------------

interface Manifest {
  format: number;
  posts: List;
  home?: List;
  routes: { tree?: Tree };
  search?: { root: string; files: string };
  addresses?: string;
  weight: Weight;
}

interface Tree {
  depth: number;
  leaves: number;
  root: string[];
}

interface List {
  len: number;
  tree?: Tree;
}

interface Route {
  path: string;
  target: Target;
}

/** What is at an address: one of these. */
interface Target {
  document?: { bundle: string; weight: Weight };
  term?: { posts: List; weight: Weight };
  terms?: { file: string };
  moved?: { to: string };
}

/** What its caches are for: `names` in worker/site.js. */
type CacheName = "shell" | "shelf" | "files" | "pages" | "notes" | "media";

// --- Within the worker ------------------------------------------------------------------------------------------------------

/** What a page says of itself, and where in its text the attributes of its root are. */
type Mark = {
  place: number;
  base?: string;
  version?: string;
  path?: string;
  missing?: string;
  unlisted?: string;
};

/** An answer of the network to who asks for a page; whether it is ours, and when what is to be remembered of it is. */
interface Fresh {
  response: Response;
  ours?: true | Promise<boolean>;
  stored?: Promise<void>;
}

/** The fetching of what a wish lacks. */
interface Job {
  /** How far it has come. */
  news: Partial<Wish> & { done: number };
  /** When pages were told of that. */
  told: number;
  stopped?: boolean;
  error?: unknown;
  end?: Promise<unknown>;
}
