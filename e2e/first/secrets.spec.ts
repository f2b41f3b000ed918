import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { filesBelow } from '../support/profile.ts';
import { askAndWait, parts, startSignedIn } from '../support/window.ts';

/** Heap snapshots cut long strings; this much of a token is found in one, and is nobody else's. */
const recognisable = 400;

async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

test.describe('@first secrets', () => {
  test('are in no heap, no message and no log of the window', async ({ app, emulators }) => {
    const page = await app.start();
    const recorded = await app.recordPayloads();
    await expect(parts(page).signIn).toBeVisible();
    const browserPage = await app.opened(() => parts(page).signIn.click());
    await browserPage.getByRole('button', { name: /Ada Lovelace/ }).click();
    await askAndWait(page, 'Who was Quetzalcoatl?');
    await expect(parts(page).account.locator('img')).toBeVisible();

    const likeToken = randomBytes(1000).toString('base64url');
    await page.evaluate((text) => Object.assign(window, { planted: text }), likeToken);
    const heap = await heapOf(page);
    const payloads = await recorded();
    // The search finds what is there: something like a token in the heap, the person and the answer in messages.
    expect(heap.includes(likeToken.slice(0, recognisable)), 'the planted text').toBe(true);
    expect(payloads).toContain('Ada Lovelace');
    expect(payloads).toContain('text-delta');
    const tokens = emulators.entra.issuedTokens();
    expect(tokens.length).toBeGreaterThan(4);
    for (const token of tokens) {
      const secret = token.slice(0, recognisable);
      expect(heap.includes(secret), 'a token in the heap').toBe(false);
      expect(payloads.includes(secret), 'a token in a message').toBe(false);
    }

    await app.quit();
    const logs = [...filesBelow(app.profileFolder)].filter(([name]) => name.startsWith('logs'));
    expect(logs.map(([, content]) => content.toString()).join('')).toContain('turn-end');
    for (const [, content] of logs) {
      for (const token of tokens)
        expect(content.includes(token.slice(0, recognisable)), 'a token in a log').toBe(false);
      expect(content.includes('Quetzalcoatl'), 'a question in a log').toBe(false);
      expect(content.includes('ada@contoso.example'), 'a name in a log').toBe(false);
    }
  });

  test('of the person open the model: a Bearer token, no key, and nothing kept over there', async ({
    app,
    emulators,
  }) => {
    const page = await startSignedIn(app);
    const next = emulators.openai.nextRequest();
    await askAndWait(page, 'Hello');
    const { headers, body } = await next;
    const [scheme, token] = (headers['authorization'] ?? '').split(' ');
    expect(scheme).toBe('Bearer');
    expect(emulators.entra.issuedTokens()).toContain(token);
    expect(headers).not.toHaveProperty('api-key');
    expect(headers).not.toHaveProperty('cookie');
    expect(body).toMatchObject({ store: false, stream: true, model: 'corp-chat' });
  });
});
