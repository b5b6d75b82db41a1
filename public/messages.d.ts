// What pages and their service worker know of each other. Either may be of another version, or somebody else's: what comes is
// looked at before it is used.

/** How the reader wants pages to look: value by name. */
type Preferences = Record<string, string>;

type Kind = "post" | "term" | "all";

/** What a reader keeps on purpose. The whole blog has no path. */
interface Wish {
  /** Kind and path. */
  id: string;
  kind: Kind;
  path: string;
  title: string;
  pictures?: boolean;
  paused?: boolean;
  complete?: boolean;
  /** What has stopped it: `full` or `network`; empty if nothing has. */
  error?: string;
  /** The version of the site that it is complete for. */
  version?: string;
  /** Bytes: how many have come, of how many, and how many these are when they are sent. */
  done?: number;
  total?: number;
  sent?: number;
}

/** Bytes of text, of text as it is sent, and of pictures and sounds. */
interface Weight {
  text: number;
  sent: number;
  pictures: number;
}

/** The offline library, and the room that is used and allowed, where browsers tell. */
interface State {
  wishes: Wish[];
  usage?: number;
  quota?: number;
}

/** What pages ask for, in a message with this name as `ask`; and the answers. */
interface Answers {
  app(about: object): string;
  update(about: object): void;
  settle(about: object): void;
  loaded(about: { path: string; pictures: string[] }): void;
  turned(about: { path: string }): void;
  dress(about: { look: Preferences }): void;
  here(about: object): { path: string; title: string }[];
  state(about: object): State;
  size(about: Pick<Wish, "kind" | "path">): Weight;
  keep(about: Pick<Wish, "kind" | "path" | "title" | "pictures">): void;
  pause(about: Pick<Wish, "id">): void;
  resume(about: Pick<Wish, "id">): void;
  remove(about: Pick<Wish, "id">): void;
  mend(about: { wishes: unknown }): State & { cleared: string[] };
}

type Ask = keyof Answers;
type About<Name extends Ask> = Parameters<Answers[Name]>[0];
