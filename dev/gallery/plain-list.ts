import { messageText } from '../../src/shared/model/message.ts';
import { tenThousandMessages } from './transcript-states.ts';

/** The floor of the transcript's benchmark: every message as plain text, all of them in the page. */
export function showPlainList(root: HTMLElement): void {
  const log = document.createElement('div');
  log.setAttribute('role', 'log');
  log.style.cssText = 'height: 100%; overflow-y: auto; white-space: pre-wrap';
  log.append(
    ...tenThousandMessages().messages.map((message) => {
      const paragraph = document.createElement('p');
      paragraph.textContent = messageText(message);
      return paragraph;
    }),
  );
  root.append(log);
  log.scrollTop = log.scrollHeight;
}
