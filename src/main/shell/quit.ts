import type { App } from 'electron';

const deadlineMilliseconds = 5000;

/** Lets what runs come to its end before the application does; nothing that hangs can hold it back for long. */
export function quitAfter(app: App, close: () => Promise<void>): void {
  let closing = false;
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('before-quit', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    const deadline = setTimeout(() => app.exit(), deadlineMilliseconds);
    void close()
      .catch(() => {})
      .finally(() => {
        clearTimeout(deadline);
        app.exit();
      });
  });
}
