import type { BrowserContext, ElectronApplication, Page } from '@playwright/test';
import type { Emulators } from '../../dev/emulators/index.ts';

/** How an application is started. */
export interface StartOptions {
  /** The emulators' policy with these keys replaced; or the file's whole text; or no file at all. */
  readonly policy?: Readonly<Record<string, unknown>> | string | null;
  /** False plays a computer without one, `other` another computer than the one before. */
  readonly keyring?: boolean | 'other';
  /** The emulators whose certificates this computer trusts; those of the test where left out. */
  readonly trusts?: readonly Emulators[];
  /** The script that stands for the operating system's broker (`BrokerEmulator.entry`); without it there is no broker. */
  readonly brokerEntry?: string;
}

/** Parley as a spec sees it, whatever runs it. It keeps its profile from start to start. */
export interface ParleyApp {
  /** Absolute path. */
  readonly profileFolder: string;
  /** Absolute path of the policy file that the application is given, if any. */
  readonly policyFile: string;
  /** Starts the application; resolves to its window. */
  start(options?: StartOptions): Promise<Page>;
  /**
   * Starts it once more while it runs, as a second click on its icon does, or one on a link; resolves when that has come to its
   * end.
   */
  startAgain(link?: string): Promise<void>;
  /** Electron itself, where that is what runs it: its menus, windows and notifications are in no page. */
  readonly electron: ElectronApplication | undefined;
  /** Ends it as a person does. */
  quit(): Promise<void>;
  /** Ends its main process as a crash does. */
  kill(): Promise<void>;
  /** Ends everything that it has started, at once. */
  dispose(): Promise<void>;
  /** Resolves to the page that `action` has opened in the system browser. */
  opened(action: () => Promise<unknown>): Promise<Page>;
  /** How many pages it has opened in the system browser so far. */
  openedCount(): number;
  /** Starts to record what crosses from main to the window; the function it resolves to gives it as text. */
  recordPayloads(): Promise<() => Promise<string>>;
  /** What this computer's vault has sealed, opened: by the file's path in the profile. While the application runs. */
  unsealed(): Promise<Map<string, Buffer>>;
  /** The history's key as 64 hexadecimal digits, while the application runs. */
  historyKey(): Promise<string>;
  /**
   * Chooses for the person in the system's dialogs from now on: `opened` is the file that they open. Resolves to the folder
   * that they save into, under the names that are offered.
   */
  answerFileDialogs(opened: string): Promise<string>;
  readClipboard(): Promise<string>;
  /** What the window looks like; undefined where there is none. */
  screenshot(): Promise<Buffer | undefined>;
}

/** What every kind of application is made from. */
export interface ParleyAppOptions {
  readonly emulators: Emulators;
  /** The system browser. */
  readonly context: BrowserContext;
  /** A folder of this test's own. */
  readonly folder: string;
}
