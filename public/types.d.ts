// What the scripts of pages share.

/** Texts of the catalogue. The build puts them in, and fails if there is none with a key. */
declare const texts: { readonly [key: string]: string };

// --- The document's element, by which scripts find each other --------------------------------------------------------------

interface Root extends HTMLElement {
  kit: Kit;
  app: typeof import("./lamplight-app.js");
  /** Once the script for readers is there. */
  reading?: { press(event: KeyboardEvent): void; news(): void };
  offer?: InstallOffer;
  /** Once the page speaks with its worker. */
  library: Library;
}

/** What `boot.js` hands to further scripts. */
interface Kit {
  element<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes?: Attributes, ...children: (Node | string)[]): HTMLElementTagNameMap[Name];
  button(text: string, click: () => unknown, kind?: string): HTMLButtonElement;
  style(text: string): void;
  tell(text: string, ...values: string[]): string;
  readonly language: string;
  /** What is stored under a name. A list comes as one if `none` is one. */
  recall(name: string, check?: Check, none?: Record<string, unknown>): Record<string, unknown>;
  /** Whether it could be stored. */
  store(name: string, value: unknown): boolean;
  dress(news?: Look): Look;
  /** Returns what opens the dialog. */
  filled(name: string, label: string, kind: string, about?: (place: HTMLElement) => unknown): () => void;
  /** An element that says what is on its way. */
  status(): Told;
  busy(told: Told, coming: Promise<unknown>, way?: () => Node): Promise<void>;
  ask(name: string, about?: unknown): Promise<string | undefined>;
  download(file: string, integrity: string, priority?: RequestPriority, cache?: RequestCache): Promise<ArrayBuffer>;
  isCommand(event: KeyboardEvent): boolean;
  renew(minutes: number): void;
}

type Check = (value: unknown, key: string) => boolean;

/** Attributes of a new element; a function listens to the event of that name. */
type Attributes = Record<string, string | number | (() => unknown)>;

// --- Elements with properties of ours ------------------------------------------------------------------------------------

interface Dialog extends HTMLDialogElement {
  name: string;
  readonly firstChild: Told;
}

interface SearchDialog extends Dialog {
  finder: Finder;
}

interface Finder {
  box: HTMLElement;
  input: HTMLInputElement;
  seek(): void;
}

/** Where a reader is told what is on its way: `busy` with what was asked for last. */
interface Told extends HTMLElement {
  busy?: object | 0;
}

/** A place that something fills: `mode` says what. */
interface Slot extends HTMLElement {
  mode?: string;
}

/** What `offline.js` leaves for the app. */
interface Library {
  ask<Name extends Ask>(message: { ask: Name } & About<Name>): Promise<Answer<Name>>;
  state: State;
  /** Whether the browser clears by itself what is kept. */
  clears: boolean;
  /** Whether there can be a worker. */
  works: boolean;
}

/** What a worker answers to a page. Another project's may answer nothing. */
type Answer<Name extends Ask, Value = ReturnType<Answers[Name]>> = (Value extends void ? Failure : Value extends unknown[] ? Value : Partial<Value> & Failure) | null | undefined;

interface Failure {
  error?: string;
}

// --- What browsers have, and TypeScript does not know ----------------------------------------------------------------------

/** What an event is aimed at: an element, or a document, which has no `closest`. */
interface Target extends EventTarget {
  closest?(selectors: string): HTMLElement | null;
}

/** Chromium's offer to install the page. */
interface InstallOffer extends Event {
  prompt(): void;
  readonly userChoice: Promise<unknown>;
}

interface WindowEventMap {
  beforeinstallprompt: InstallOffer;
  contentvisibilityautostatechange: ContentVisibilityAutoStateChangeEvent & { readonly target: Element };
}

interface DocumentEventMap {
  // The app tells that preferences or bookmarks have changed.
  preferences: CustomEvent<Look>;
  bookmarks: Event;
}

interface Navigator {
  readonly connection?: { readonly saveData?: boolean };
  /** Safari's word that the page is installed. */
  readonly standalone?: boolean;
}

interface Element {
  /** Numbers and truth values are written as text. */
  setAttribute(name: string, value: string | number | boolean): void;
}

// --- What readers leave on this device -------------------------------------------------------------------------------------

/** By address of a page: the block that was being read and its first words; the day on which it was read. */
interface Lists {
  places: Place;
  read: unknown;
}

type Place = [block: number, words: string];
