import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../fixtures.ts';
import { fileNamed, filesBelow } from '../support/profile.ts';
import { askAndWait, expectCard, parts, signIn, startSignedIn } from '../support/window.ts';

/** Uses a history as another program would that knows its key. @returns what ends that program */
async function holdHistory(file: string, key: string): Promise<() => Promise<void>> {
  const script = path.join(import.meta.dirname, '../support/hold-history.ts');
  const program = spawn(process.execPath, [script, file, key], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(program.stdout, 'data');
  return async () => {
    program.kill();
    await once(program, 'exit');
  };
}

test.describe('@first the history on disk', () => {
  test('that another program uses says so, and opens when it is free', async ({ app }) => {
    const page = await startSignedIn(app);
    await askAndWait(page, 'Hello');
    const key = await app.historyKey();
    await app.quit();
    const release = await holdHistory(fileNamed(app.profileFolder, 'history.db'), key);
    const again = await app.start();
    await expectCard(again, 'history-locked');
    await release();
    await again.getByRole('button', { name: 'Try again' }).click();
    await expect(parts(again).message).toBeVisible();
    await expect(parts(again).history.getByRole('button', { name: /^More for/ })).toHaveCount(1);
  });

  test('that cannot be read says so, and is not touched', async ({ app }) => {
    const page = await startSignedIn(app);
    await askAndWait(page, 'Hello');
    await app.quit();
    const file = fileNamed(app.profileFolder, 'history.db');
    const damaged = Buffer.alloc(readFileSync(file).length, 'damaged ');
    writeFileSync(file, damaged);
    const again = await app.start();
    await expectCard(again, 'history-unreadable');
    await app.quit();
    expect(readFileSync(file).equals(damaged)).toBe(true);
  });

  test('is plain text to nobody, and neither is the token cache', async ({ app, emulators }) => {
    const page = await startSignedIn(app);
    emulators.openai.next({ kind: 'text', text: 'The answer is Xanthippe.' });
    await askAndWait(page, 'Who was Quetzalcoatl?');
    await expect(parts(page).answers).toContainText('Xanthippe');
    const expectSealed = () => {
      const files = filesBelow(app.profileFolder);
      const names = [...files.keys()].join('\n');
      expect(names).toMatch(/history\.db/);
      expect(names).toMatch(/tokens/);
      for (const [name, content] of files) {
        for (const text of ['Quetzalcoatl', 'Xanthippe', 'SQLite format 3', 'AccessToken', 'refresh_token']) {
          if (isChromiums(name) && text === 'SQLite format 3') continue;
          expect(content.includes(text), `${text} in ${name}`).toBe(false);
        }
        for (const token of emulators.entra.issuedTokens()) expect(content.includes(token), name).toBe(false);
      }
    };
    expectSealed();
    await app.quit();
    expectSealed();
  });
});

test.describe('@first a computer without a keyring', () => {
  test('keeps nobody signed in where policy does not allow it', async ({ app }) => {
    const page = await app.start({ keyring: false });
    await expectCard(page, 'vault-unavailable');
    await expect(parts(page).signIn).toBeHidden();
  });

  test('says that it protects nothing where policy allows to go on', async ({ app }) => {
    const page = await app.start({ keyring: false, policy: { WithoutKeyring: 'plain' } });
    await expect(page.getByText('This computer has no keyring')).toBeVisible();
    await signIn(app, page);
    await expect(page.getByText('This computer has no keyring')).toBeVisible();
  });
});

/** Chromium keeps databases of its own in the profile: cookies, of which there are none, and the like. */
function isChromiums(file: string): boolean {
  return !/^(accounts|tokens|logs)/.test(file);
}
