import type { WebSocket } from 'ws';
import type { ToPage } from './messages.ts';

/** The pages that are open, each with its WebSocket. */
export class Pages {
  /** Who asked for something last is at the end. */
  readonly #sockets = new Set<WebSocket>();

  /** Adds a page, or notes that it has asked for something. */
  touch(socket: WebSocket): void {
    this.#sockets.delete(socket);
    this.#sockets.add(socket);
  }

  remove(socket: WebSocket): void {
    this.#sockets.delete(socket);
  }

  /** Tells every page. */
  broadcast(message: ToPage): void {
    for (const socket of this.#sockets) send(socket, message);
  }

  /** Tells the page that asked for something last. @returns false where no page is open */
  tellLast(message: ToPage): boolean {
    const socket = [...this.#sockets].at(-1);
    if (socket !== undefined) send(socket, message);
    return socket !== undefined;
  }

  /** Cuts every connection. */
  close(): void {
    for (const socket of this.#sockets) socket.terminate();
  }
}

/** Sends a message to one page; to one that has just gone it is nobody's error. */
export function send(socket: WebSocket, message: ToPage): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
}
