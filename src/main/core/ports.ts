import type { OtherWindow, SystemState } from '../../shared/model/shell.ts';
import type { PreferenceStore } from './preferences/preference-store.ts';

/** What core needs from outside. The shell fulfils these with Electron, the browser host and tests with plain Node. */
export interface Ports {
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly secretBox: SecretBox;
  readonly openUrl: OpenUrl;
  readonly writeClipboard: (text: string) => void;
  readonly log: Log;
  readonly storeHost: ProcessHost;
  readonly brokerHost: ProcessHost;
  readonly attachmentHost: ProcessHost;
  readonly tokenHost: ProcessHost;
  readonly transferHost: ProcessHost;
  readonly fileDialogs: FileDialogs;
  /** Undefined where there is nothing to print with. */
  readonly printPdf: PrintPdf | undefined;
  /** Undefined where there is nothing to print with. */
  readonly printPage: PrintPage | undefined;
  /** Undefined in a browser, which has all of it to itself. */
  readonly desktop: Desktop | undefined;
  readonly preferences: PreferenceStore;
  /** Whether the operating system has a network; it says nothing of where that leads. */
  readonly isOnline: () => boolean;
  /** The native handle of the window that a broker's own belongs to; undefined where there is none. */
  readonly windowHandle: () => Buffer | undefined;
  readonly policySources: readonly PolicySource[];
  readonly app: AppFacts;
}

/** Facts of this run that never change. */
export interface AppFacts {
  readonly version: string;
  readonly platform: 'windows' | 'macos' | 'linux' | 'browser';
  /** The operating system and its release, `linux 6.1.0`. */
  readonly system: string;
  /** Absolute path of the profile folder; everything that Parley keeps is below it. */
  readonly profileFolder: string;
}

/** Time, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after so many milliseconds; rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** HTTP through the system's proxy and certificate store. */
export type Fetch = typeof globalThis.fetch;

/** What protects secrets on this computer: `plain` is Linux without a keyring, where the seal keeps nobody out. */
export type SecretBoxStatus = 'protected' | 'plain' | 'unavailable';

/** Encryption bound to the user's account on this computer (Keychain, DPAPI, Secret Service). */
export interface SecretBox {
  /**
   * Whether secrets can be sealed, and how well.
   * @param allowPlain policy allows to go on without a keyring
   */
  prepare(allowPlain: boolean): Promise<SecretBoxStatus>;
  /** @throws AppError `vault-unavailable` */
  seal(plain: Buffer): Promise<Buffer>;
  /**
   * @param onOutdated called where the operating system asks for the secret to be sealed anew
   * @throws AppError `vault-changed` where this vault did not seal it, `vault-unavailable` where there is none
   */
  open(sealed: Buffer, onOutdated?: () => void): Promise<Buffer>;
}

/**
 * Opens an address in the system browser after checking it against the one allow-list.
 * @throws AppError `browser-not-opened`
 */
export type OpenUrl = (url: string) => Promise<void>;

/** Asks the person for files. */
export interface FileDialogs {
  /**
   * Absolute path of the file to be written, which may be there and is then to be replaced; undefined where the person wants
   * none. `extension` is without its dot.
   */
  save(suggestion: { readonly name: string; readonly extension: string }): Promise<string | undefined>;
  /** Absolute path of the file to be read; undefined where the person wants none. */
  open(kinds: { readonly extensions: readonly string[] }): Promise<string | undefined>;
}

/** Prints a page of HTML, which is run and connected nowhere, as PDF. @throws the signal's reason */
export type PrintPdf = (page: string, signal: AbortSignal) => Promise<Uint8Array>;

/**
 * Prints a page of HTML, which is run and connected nowhere, as the person says in the system's dialog; false where they think
 * better of it. @throws AppError `print-failed`; the signal's reason
 */
export type PrintPage = (page: string, signal: AbortSignal) => Promise<boolean>;

/** Parley's windows and its other places on a person's desktop. */
export interface Desktop {
  /** Brings the window of conversations that was used last to the front, or a new one; gives its id. */
  showMainWindow(): string;
  openWindow(window: OtherWindow): void;
  hideQuickAsk(): void;
  /** Whether the person looks at any window of Parley's. */
  hasFocus(): boolean;
  notify(notice: Notice): void;
  /** Checks spelling with the dictionaries at this https address; empty for those that the system has itself. */
  setDictionaries(address: string): void;
  readonly system: SystemState;
}

/** A notification of the operating system. SECURITY: plain text, since some desktops read markup. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Opened by a click; undefined for the window as it is. */
  readonly conversationId: string | undefined;
}

/** Fields of a log line. SECURITY: primitive and named, so that no object with a token or a prompt slips in. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** The application's log; events are noun-verb, `turn-end`. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** A process of ours that does one thing, reached by messages that survive structured clone. */
export interface ChildProcess {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also after `kill`. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/**
 * Starts processes of one kind: the one that owns SQLite, the one that asks the broker, those that read attached files, the
 * one that counts tokens, the one that reads a file of conversations or writes them as a page.
 */
export interface ProcessHost {
  start(): ChildProcess;
}

/** One place that policy can come from, in order of precedence. */
export interface PolicySource {
  /** Where, as an administrator would name it: a path or a registry key. */
  readonly name: string;
  /**
   * The settings as text of a JSON object; undefined where this source has none.
   * @throws AppError `policy-unreadable`
   */
  read(): Promise<string | undefined>;
}
