import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AppError } from '../../../shared/errors.ts';
import { emptyReport } from '../../../shared/model/transfer.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';

const button = (name: string) => page.getByRole('button', { name, exact: true });

async function openImport() {
  const main = new FakeMain();
  let isClosed = false;
  await renderPart(<ImportDialog onClose={() => (isClosed = true)} />, main.bridge);
  await button('Choose file…').click();
  const stream = main.streams.get('transfer.import');
  if (stream === undefined) throw new Error('nothing was asked for');
  return { main, stream, isClosed: () => isClosed };
}

describe('the export dialog', () => {
  test('asks main for what was chosen, by the keyboard alone', async () => {
    const main = new FakeMain();
    await renderPart(<ExportDialog conversation={null} onClose={() => {}} />, main.bridge);
    await expect.element(page.getByRole('radio', { name: /PDF/ })).toBeVisible();
    page
      .getByRole('radio', { name: /Markdown/ })
      .element()
      .focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    await page.getByRole('checkbox', { name: 'Include attached files' }).click();
    await button('Export').click();
    expect(main.calls.at(-1)).toEqual({
      name: 'transfer.export',
      input: { conversationId: null, format: 'json', includeFiles: false },
    });
  });

  test('a full disk does not look like a saved file, and can be tried again', async () => {
    const main = new FakeMain();
    await renderPart(<ExportDialog conversation={null} onClose={() => {}} />, main.bridge);
    await button('Export').click();
    main.streams.get('transfer.export')?.item({ kind: 'writing', conversations: 1, total: 3 });
    await expect.element(page.getByText('1 of 3 conversations')).toBeVisible();
    main.streams.get('transfer.export')?.end({ error: new AppError('disk-full').toData() });
    await expect.element(page.getByRole('alert')).toMatchTextContent(/disk-full/);
    await expect.element(button('Export')).toBeEnabled();
  });
});

describe('the import dialog', () => {
  test('Escape while it runs stops it and still shows what was taken', async () => {
    const { main, stream, isClosed } = await openImport();
    stream.item({ kind: 'reading', part: 0.5, report: { ...emptyReport, taken: 1 } });
    await expect.element(page.getByText('50 % read · 1 conversation so far')).toBeVisible();
    await button('Stop').click();
    expect(main.calls.at(-1)?.name).toBe('transfer.stop');
    expect(isClosed()).toBe(false);
    const report = { ...emptyReport, taken: 1, messages: 2 };
    stream.item({ kind: 'done', name: 'a.json', isStopped: true, error: null, report });
    stream.end({});
    await expect
      .element(page.getByRole('status'))
      .toMatchTextContent('Imported before it ended: 1 conversation with 2 messages.');
  });

  test('what was left out is told with its reason and its names, as data', async () => {
    const { stream } = await openImport();
    const leftOut = [{ reason: 'damaged' as const, count: 7, titles: ['<b>One</b>', 'Two'] }];
    stream.item({
      kind: 'done',
      name: 'a.json',
      isStopped: false,
      error: new AppError('import-damaged', { fields: { reason: 'it breaks off' } }).toData(),
      report: { ...emptyReport, source: 'chatgpt', alreadyHere: 1200, leftOut, filesLeftOut: 2 },
    });
    stream.end({});
    const list = page.getByRole('list', { name: 'Report' });
    await expect.element(list).toMatchTextContent(/damaged: 7 \(“<b>One<\/b>”, “Two” and others\)/);
    await expect.element(list).toMatchTextContent(/as they are: 1,200/);
    await expect.element(page.getByRole('alert')).toMatchTextContent(/import-damaged/);
    await expect.element(button('Copy report')).toBeVisible();
  });
});
