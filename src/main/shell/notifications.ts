import type { Notification, NotificationConstructorOptions } from 'electron';
import type { Notice } from '../core/ports.ts';

/** What notifications stand on. */
export interface NotificationOptions {
  readonly platform: NodeJS.Platform;
  readonly isSupported: () => boolean;
  readonly create: (options: NotificationConstructorOptions) => Pick<Notification, 'on' | 'show' | 'close'>;
  readonly onClick: (notice: Notice) => void;
}

/** Most that are held on to; what is older, its click opens nothing. */
const heldLimit = 20;

/** Shows notices by the operating system's own notifications. */
export function createNotify({
  platform,
  isSupported,
  create,
  onClick,
}: NotificationOptions): (notice: Notice) => void {
  // One that nobody holds is collected, and its click with it.
  const held = new Set<ReturnType<typeof create>>();
  return (notice) => {
    if (!isSupported()) return;
    const notification = create({ title: notice.title, body: platform === 'linux' ? plain(notice.body) : notice.body });
    held.add(notification);
    const [oldest] = held;
    if (held.size > heldLimit && oldest !== undefined) held.delete(oldest);
    notification.on('click', () => {
      held.delete(notification);
      onClick(notice);
    });
    notification.on('close', () => held.delete(notification));
    notification.show();
  };
}

/** SECURITY: desktops of Linux read the body as markup: a model's answer could show a link or fetch a picture. */
function plain(body: string): string {
  return body.replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›');
}
