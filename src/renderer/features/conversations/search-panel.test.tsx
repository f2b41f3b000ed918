import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { SearchHit, SearchPage } from '../../../shared/model/search.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { stored } from '../../test-support/open-chat.tsx';
import { renderPart } from '../../test-support/render-part.tsx';
import { noSearch } from './search-filter.logic.ts';
import { SearchPanel } from './search-panel.tsx';

const box = page.getByRole('searchbox', { name: 'Search conversations' });
const hits = page.getByRole('list', { name: 'Stored' });

async function openSearch(wanted = 0, memory = { search: noSearch }) {
  const main = new FakeMain({ conversations: [stored('Where do zebras live?', 'In Africa, zebras graze.')] });
  main.people = [{ id: 'ada', name: 'Ada' }];
  const opened: (readonly [string, string | undefined])[] = [];
  const screen = await renderPart(
    <SearchPanel
      deployments={[{ id: 'everyday', displayName: 'Everyday' }]}
      folders={[{ id: 'f', name: 'Work' }]}
      memory={memory}
      wanted={wanted}
      onOpen={({ id }, messageId) => opened.push([id, messageId])}
      onShowInBin={({ id }) => opened.push([id, 'in the bin'])}
    >
      <p>The list</p>
    </SearchPanel>,
    main.bridge,
  );
  return { main, opened, screen };
}

const queries = (main: FakeMain) =>
  main.calls.flatMap(({ name, input }) => (name === 'history.search' ? [(input as { query: string }).query] : []));

test('by keyboard alone: to the hits, through them, into one, and back to the list', async () => {
  const { opened } = await openSearch(1);
  await expect.element(box).toHaveFocus();
  await userEvent.keyboard('zebras');
  await expect.element(page.getByText('2 results')).toBeVisible();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  await expect.element(hits.getByRole('button', { name: /Where do zebras live/ })).toHaveFocus();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(opened).toHaveLength(1);
  expect(opened[0]?.[1]).toBeDefined();
  expect(
    hits
      .getByRole('mark')
      .elements()
      .map(({ textContent }) => textContent),
  ).toEqual(['zebras', 'zebras']);
  await userEvent.keyboard('{Escape}');
  await expect.element(box).toHaveFocus();
  await expect.element(page.getByText('The list')).toBeVisible();
});

test('the reply to what was typed before is never shown', async () => {
  const { main } = await openSearch();
  const release = main.hold('history.search');
  await box.fill('zebras');
  await expect.poll(() => queries(main)).toEqual(['zebras']);
  main.searchPage = () => ({ hits: [], next: null, isIndexing: false });
  await box.fill('lions');
  await expect.poll(() => queries(main)).toEqual(['zebras', 'lions']);
  release();
  await expect.element(page.getByText('Nothing found')).toBeVisible();
  await expect.element(hits).not.toBeInTheDocument();
});

test('a failed search can be tried again, and one that is not complete says so', async () => {
  const { main } = await openSearch();
  main.refuse('history.search', 'history-unavailable');
  await box.fill('zebras');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.element(page.getByText('2 results')).toBeVisible();
  const before = main.searchPage;
  main.searchPage = (request): SearchPage => ({ ...before(request), isIndexing: true });
  await box.fill('zebra');
  await expect.element(page.getByText(/Still reading older conversations/)).toBeVisible();
  main.searchPage = before;
  await expect.element(page.getByText(/Still reading older conversations/)).not.toBeInTheDocument();
});

test('more is loaded where it is asked for, and filters go along', async () => {
  const { main } = await openSearch();
  const whole = main.searchPage;
  const next = { stage: 'words', before: 7, after: null, offset: 0, hasFound: true } as const;
  main.searchPage = (request) => {
    const { hits: all } = whole(request);
    return {
      hits: all.slice(...(request.cursor === null ? [0, 1] : [1])),
      next: request.cursor === null ? next : null,
      isIndexing: false,
    };
  };
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('combobox', { name: 'Answered by' }).selectOptions('Everyday');
  await page.getByRole('checkbox', { name: 'With files' }).click();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('button', { name: 'Filter, 2 set' })).toBeVisible();
  await box.fill('zebras');
  await expect.element(page.getByText('More than 1 result')).toBeVisible();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.element(page.getByText('2 results')).toBeVisible();
  expect(main.calls.at(-1)?.input).toMatchObject({
    cursor: next,
    filters: { deploymentId: 'everyday', hasFile: true },
  });
});

test('filters are cleared one by one by keyboard, and outlive the place that they are shown in', async () => {
  const memory = { search: noSearch };
  const { main, screen } = await openSearch(0, memory);
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('combobox', { name: 'In' }).selectOptions('Work');
  await page.getByRole('combobox', { name: 'Mentions' }).selectOptions('Ada');
  await userEvent.keyboard('{Escape}');
  await box.fill('zebras');
  await expect.element(page.getByText('2 results')).toBeVisible();
  await screen.unmount();
  expect(memory.search.typed).toBe('zebras');
  const { main: other } = await openSearch(0, memory);
  await expect.element(page.getByText('2 results')).toBeVisible();
  const place = { kind: 'folder', folderId: 'f' };
  expect(main.calls.at(-1)?.input).toMatchObject({ filters: { place, personId: 'ada' } });
  const filters = page.getByRole('toolbar', { name: 'Filters that are set' });
  await filters.getByRole('button', { name: /Work/ }).click();
  await expect.element(page.getByRole('button', { name: 'Filter, 1 set' })).toBeVisible();
  await expect.element(filters.getByRole('button', { name: /Ada/ })).toHaveFocus();
  await userEvent.keyboard('{Delete}');
  await expect.element(page.getByRole('button', { name: 'Filter', exact: true })).toBeVisible();
  await expect.poll(() => other.calls.at(-1)?.input).toMatchObject({ query: 'zebras', filters: {} });
});

const binned = ({ conversation }: SearchHit) => ({ ...conversation, binnedAt: 5 });

test('a hit in the bin is shown there, since nobody can go on in it', async () => {
  const { main, opened } = await openSearch();
  const whole = main.searchPage;
  main.searchPage = (request) => {
    const { hits: all, ...found } = whole(request);
    return { ...found, hits: structuredClone(all).map((hit) => Object.assign(hit, { conversation: binned(hit) })) };
  };
  await box.fill('zebras');
  await hits.getByRole('button', { name: /In the bin/ }).click();
  expect(opened.map(([, where]) => where)).toEqual(['in the bin']);
  await expect.element(box).toHaveValue('');
});

test('only marks are told to be no search', async () => {
  const { main } = await openSearch();
  await box.fill('"*?');
  await expect.element(page.getByText('Type letters, digits or emoji to search for.')).toBeVisible();
  expect(queries(main)).toEqual([]);
});
