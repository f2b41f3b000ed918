import type { App } from 'electron';
import { handedLink, type LinkHandover, linkAmong, linkScheme } from '../core/desktop/deep-link.ts';

/** The part of Electron's app that is used. */
export type LinkApp = Pick<App, 'isPackaged' | 'on' | 'requestSingleInstanceLock' | 'setAsDefaultProtocolClient'>;

/** What becomes of links. */
export interface LinkTarget {
  readonly openLink: (link: string) => void;
  /** Parley was started once more, without a link. */
  readonly onStartAgain: () => void;
}

/** Links that the operating system hands over, to this start of Parley or to a later one. */
export class Links {
  readonly #app: LinkApp;
  #waiting: string | undefined;
  #target: LinkTarget | undefined;

  /** To be made before Electron is ready: macOS tells of the link that started Parley then. */
  constructor(app: LinkApp, programArguments: readonly string[]) {
    this.#app = app;
    this.#waiting = linkAmong(programArguments);
    app.on('open-url', (event, link) => {
      event.preventDefault();
      this.#take(link);
    });
    app.on('second-instance', (_event, _arguments, _folder, handover) => {
      const link = handedLink(handover);
      if (link === null) this.#target?.onStartAgain();
      else this.#take(link);
    });
  }

  /** Whether this is the only Parley of the profile; if not, the other one is given the link. */
  claim(): boolean {
    // Chromium changes the arguments on their way to the other one.
    const handover: LinkHandover = { link: this.#waiting ?? null };
    return this.#app.requestSingleInstanceLock(handover);
  }

  /** From now on links are followed; one that came before is followed first. */
  serve(target: LinkTarget, platform: NodeJS.Platform): void {
    this.#target = target;
    // macOS and Linux know the scheme from the package. SECURITY: behind `--` a link cannot pass for a switch of Chromium's.
    if (platform === 'win32' && this.#app.isPackaged) {
      this.#app.setAsDefaultProtocolClient(linkScheme, process.execPath, ['--']);
    }
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) target.openLink(waiting);
  }

  #take(link: string): void {
    if (this.#target === undefined) this.#waiting = link;
    else this.#target.openLink(link);
  }
}
