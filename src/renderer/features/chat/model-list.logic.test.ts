import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { foundDeployment, sampleSession } from '../../test-support/samples.ts';
import { discoveryLine, isSearched, matchingModels, modelSections, shownModels } from './model-list.logic.ts';

const now = new Date(2026, 10, 3, 9, 5).getTime();
const found = [
  foundDeployment('chat', 'contoso-north'),
  foundDeployment('code', 'contoso-south'),
  foundDeployment('plans', 'contoso-north'),
];
const all = [...sampleSession.deployments, ...found];

describe('the list of models', () => {
  test('a resource’s models stand together, after those that policy lists', () => {
    expect(modelSections(all).map(({ title, deployments }) => [title, deployments.map(({ id }) => id)])).toEqual([
      [undefined, ['everyday', 'careful', 'plain']],
      ['contoso-north, swedencentral', ['found-chat', 'found-plans']],
      ['contoso-south, swedencentral', ['found-code']],
    ]);
  });

  test('a search finds what the picker shows, in any order and case, and every word counts', () => {
    const ids = (search: string) => matchingModels(all, search).map(({ id }) => id);
    expect(ids('  NORTH plans ')).toEqual(['found-plans']);
    expect(ids('gpt-4o')).toEqual(['found-chat', 'found-code', 'found-plans']);
    expect(ids('analysis')).toEqual(['careful']);
    expect(ids('.*')).toEqual([]);
    expect(ids(' ')).toHaveLength(all.length);
  });

  test('hundreds are not shown at once, and those that are not are not kept quiet', () => {
    const many = Array.from({ length: 250 }, (_each, index) => foundDeployment(`team-${index}`, 'contoso'));
    expect(shownModels(many, '')).toEqual({ deployments: many.slice(0, 100), note: '150 more: type to find them' });
    expect(shownModels(many.slice(0, 100), '').note).toBeUndefined();
    expect(shownModels([], 'x').note).toBe('No model matches');
    expect(shownModels([], '').note).toBeUndefined();
  });

  test('a search is offered before the many models are there, so that the control is not exchanged under a person', () => {
    expect(isSearched(sampleSession.deployments, undefined)).toBe(false);
    expect(isSearched([...all, ...found], undefined)).toBe(true);
    expect(isSearched([], discoveryLine({ kind: 'looking' }, { count: 0, now }))).toBe(true);
  });
});

describe('how the search in Azure stands', () => {
  const line = (discovery: Parameters<typeof discoveryLine>[0], count = 3) => discoveryLine(discovery, { count, now });

  test('nothing is said where policy has no search', () => {
    expect(line({ kind: 'off' })).toBeUndefined();
  });

  test('a person is told what to do, and nothing while there is nothing to do', () => {
    expect(line({ kind: 'looking' })?.action).toBeUndefined();
    expect(line({ kind: 'permission-needed' })).toEqual({
      text: 'Parley may look for your models in Azure once you allow it.',
      action: { kind: 'allow', label: 'Allow Parley to look' },
    });
    expect(line({ kind: 'looked', at: now, gaps: 0 })).toMatchObject({
      text: expect.stringMatching(/^Models found in Azure, 0?9:05/) as string,
      action: { kind: 'look' },
    });
  });

  test('no models are not told as found ones, nor are gaps kept quiet', () => {
    expect(line({ kind: 'looked', at: now, gaps: 1 }, 0)?.text).toMatch(/^No models were .* One place could not/);
    expect(line({ kind: 'looked', at: now, gaps: 2 })?.text).toContain('2 places could not be looked into.');
  });

  test('a network that is down is not blamed on IT, and a refusal can be told to the help desk', () => {
    const failed = (code: 'network-unreachable' | 'sign-in-refused') =>
      line({ kind: 'failed', error: new AppError(code).toData() });
    expect(failed('network-unreachable')?.text).toBe('Azure could not be reached to look for your models.');
    expect(failed('sign-in-refused')).toMatchObject({
      text: expect.stringContaining('(sign-in-refused)') as string,
      action: { kind: 'look' },
    });
  });
});
