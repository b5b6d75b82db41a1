// What the scripts of pages share.

/** Texts of the catalogue. The build puts them in, and fails if there is none with a key. */
declare const texts: { readonly [key: string]: string };

// --- The document's element, by which scripts find each other --------------------------------------------------------------

interface Root extends HTMLElement {
  kit: Shared;
  app: typeof import("./lamplight-app.js");
  /** Once the script for readers is there. */
  reading?: { press(event: KeyboardEvent): void; news(): void };
  offer?: InstallOffer;
  /** Once the page speaks with its worker. */
  library: Library;
}

/** What `boot.js` hands to the other scripts, which are loaded separately. */
interface Shared {
  element<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes?: Attributes, ...children: (Node | string)[]): HTMLElementTagNameMap[Name];
  button(label: string, click: () => unknown, kind?: string): HTMLButtonElement;
  addStyle(text: string): void;
  format(text: string, ...values: string[]): string;
  /** What is stored under a name: a list if `none` is one. */
  recall<Value extends object = Record<string, unknown>>(name: string, check?: Check, none?: Value): Value;
  /** Returns whether there was room. */
  store(name: string, value: unknown): boolean;
  applyPreferences(changed?: Preferences): Preferences;
  /** Returns what opens the dialog. `about` gives the app more than the place that it is to fill. */
  widgetDialog(name: string, label: string, kind: string, about?: (place: HTMLElement) => unknown): () => void;
  statusElement(): Status;
  showProgress(status: Status, coming: Promise<unknown>, alternative?: () => Node): Promise<void>;
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
  readonly firstChild: Status;
}

interface SearchDialog extends Dialog {
  searchBox: SearchBox;
}

interface SearchBox {
  box: HTMLElement;
  input: HTMLInputElement;
  /** Asks for answers. */
  search(): void;
}

/** Says what is on its way. `busy` is a mark of what was asked for last. */
interface Status extends HTMLElement {
  busy?: object | 0;
}

/** A place on the page for something: `widget` names what fills it. */
interface WidgetPlace extends HTMLElement {
  widget?: string;
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
  preferences: CustomEvent<Preferences>;
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
