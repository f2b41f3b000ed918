import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '../fixtures.ts';
import { askAndWait, parts, startSignedIn } from '../support/window.ts';

/** A page that tries whatever would reach out of a preview; what it could do is written down in it. */
function attack(beacon: string): string {
  return `<p id="log">began</p><img src="${beacon}/image"><link rel="stylesheet" href="${beacon}/style.css">
<script>
const log = (text) => { document.getElementById('log').textContent += ' ' + text; };
const attempt = (name, run) => { try { const result = run(); if (result) log(name + '!'); } catch { log(name + '-refused'); } };
attempt('parent', () => parent.document.title);
attempt('bridge', () => parent.parley ?? window.parley);
attempt('storage', () => localStorage.length + 1);
attempt('cookie', () => { document.cookie = 'a=1'; return document.cookie; });
attempt('popup', () => open('${beacon}/popup'));
attempt('dialog', () => { alert('hello'); });
fetch('${beacon}/fetch').then(() => log('fetch!'), () => log('fetch-refused'));
try { new WebSocket('${beacon.replace('http', 'ws')}/socket'); } catch { }
parent.postMessage({ height: 1e9 }, '*');
const link = document.createElement('a'); link.href = 'data:text/plain,x'; link.download = 'x.txt'; link.click();
try { top.location = '${beacon}/top'; } catch { log('top-refused'); }
const frame = document.createElement('iframe'); frame.src = '${beacon}/frame'; document.body.append(frame);
</script><button onclick="location = '${beacon}/self'">leave</button>`;
}

/** Diagrams that try to run, load or lead somewhere, and one without end. */
function hostileDiagrams(beacon: string): readonly string[] {
  return [
    `flowchart LR\n  A[Ask] --> B[Answer]\n  click A href "javascript:parent.parley"\n  click B call alert("hello")\n  click B href "${beacon}/click" _top`,
    `%%{init: {"securityLevel": "loose", "themeCSS": "@import url(${beacon}/theme.css); * { background: url(${beacon}/theme.png) }", "fontFamily": "x; background: url(${beacon}/font)"}}%%\nflowchart LR\n  A["<img src='${beacon}/label' onerror='alert(1)'>"] --> B["<script>alert(1)</script>"]`,
    `flowchart LR\n  A@{ img: "${beacon}/node.png", label: "Ask" } --> B["$$\\\\href{javascript:alert(1)}{x}$$"]`,
    `flowchart LR\n${Array.from({ length: 3000 }, (_, index) => `  n${index} --> n${index + 1}`).join('\n')}`,
  ];
}

test.describe('@surface previews', () => {
  test('run in a frame that reaches nothing, and draw what they are given', async ({ app, emulators }) => {
    const reached: string[] = [];
    const server = createServer((request, response) => {
      reached.push(request.url ?? '');
      response.writeHead(200, { 'access-control-allow-origin': '*' }).end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const beacon = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const page = await startSignedIn(app);
    const events: string[] = [];
    page.on('dialog', (dialog) => {
      events.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('popup', () => events.push('popup'));
    page.on('download', () => events.push('download'));
    const address = page.url();
    const text = [
      'A formula $x^2$, and:\n',
      '```mermaid\nflowchart LR\n  A[Ask] --> B[Answer]\n```\n',
      `\`\`\`html\n${attack(beacon)}\n\`\`\`\n`,
      '```ts\nconst answer: number = 42; // why\n```',
      ...hostileDiagrams(beacon).map((diagram) => `\`\`\`mermaid\n${diagram}\n\`\`\`\n`),
    ].join('\n');
    emulators.openai.next({ kind: 'text', text });
    await askAndWait(page, 'Show me');
    await expect(parts(page).answers.locator('.katex').first()).toBeVisible();
    const show = page.getByRole('button', { name: 'Show', exact: true });
    await show.first().click();
    const diagram = page.frameLocator('iframe[title="Diagram"]');
    await expect(diagram.locator('svg').first()).toContainText('Ask');
    for (let index = 2; index < 6; index += 1) {
      await show.nth(index).click();
      const drawn = page.frameLocator('iframe[title="Diagram"] >> nth=1').locator('body');
      await expect(drawn).not.toBeEmpty();
      const active = drawn.locator('a[href^="javascript"], img, image, script, iframe, [onerror], [onclick]');
      expect(await active.evaluateAll((found) => found.map((each) => each.outerHTML.slice(0, 200)))).toEqual([]);
      await show.nth(index).click();
    }
    await show.nth(1).click();
    const preview = page.frameLocator('iframe[title="Preview of the page"]');
    const log = preview.locator('#log');
    await expect(log).toContainText('fetch-refused');
    await expect(log).toContainText('parent-refused');
    await expect(log).toContainText('storage-refused');
    await expect(log).not.toContainText('!');
    expect(
      await page.locator('iframe[title="Preview of the page"]').evaluate((each) => each.clientHeight),
    ).toBeLessThan(800);
    await expect(parts(page).answers.locator('code span span').first()).toBeVisible();
    await preview.getByRole('button', { name: 'leave' }).click();
    await expect(log).toBeHidden();
    expect({ reached, events, address: page.url() }).toEqual({ reached: [], events: [], address });
    server.close();
  });
});
