import { describe, expect, it } from 'vitest';
import { createOpenUrl } from './open-url.ts';

describe('opening outside', () => {
  it('opens nothing that it refuses', async () => {
    const opened: string[] = [];
    const openUrl = createOpenUrl(async (url) => void opened.push(url));
    await expect(openUrl('file:///etc/passwd')).rejects.toMatchObject({ code: 'browser-not-opened' });
    await openUrl('https://contoso.example/');
    expect(opened).toEqual(['https://contoso.example/']);
  });

  it('says so when there is no browser', async () => {
    const openUrl = createOpenUrl(() => Promise.reject(new Error('xdg-open: not found')));
    await expect(openUrl('https://contoso.example/')).rejects.toMatchObject({ code: 'browser-not-opened' });
  });
});
