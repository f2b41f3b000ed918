import { allowedExternalUrl } from '../../shared/external-url.ts';
import type { MessagePart } from '../../shared/model/message.ts';
import { sourceLimit } from '../../shared/model/source.ts';
import { plainTitle } from './conversation-tree.ts';
import { stableId } from './pictures.ts';
import { isObject } from './raw-values.ts';

const nodeLimit = 5_000;

/** The web pages that are named anywhere in what a program keeps of an answer's sources, as parts of the answer. */
export function sourceParts(...values: readonly unknown[]): MessagePart[] {
  const titles = new Map<string, string>();
  const nodes = [...values];
  // SECURITY: walked through with an end, and not by calling itself: a file may have values within values.
  for (let index = 0; index < nodes.length && titles.size < sourceLimit; index++) {
    const node = nodes[index];
    if (typeof node !== 'object' || node === null) continue;
    if (isObject(node)) {
      const url = webAddress(node['url'] ?? node['link'] ?? node['sourceUrl']);
      if (url !== undefined && !titles.has(url)) titles.set(url, plainTitle(node['title'] ?? node['name']) || url);
    }
    const inside: readonly unknown[] = Object.values(node);
    nodes.push(...inside.slice(0, Math.max(0, nodeLimit - nodes.length)));
  }
  // The same page has the same id in every part of an answer that is put together.
  return [...titles].map(([url, title]) => ({ type: 'source-url', sourceId: stableId('source', url), url, title }));
}

/** SECURITY: only what Parley would open as well becomes a link. */
function webAddress(text: unknown): string | undefined {
  const address = typeof text === 'string' ? allowedExternalUrl(text) : undefined;
  return address !== undefined && allowedExternalUrl(address) === address && address.startsWith('http')
    ? address
    : undefined;
}

/** A text without the marks that stand for a citation: letters of no language, which only their own program shows. */
export function withoutCitationMarks(text: string): string {
  return text
    .replaceAll(/ ?\ue200[^\ue200\ue201\n]{0,500}\ue201/g, '')
    .replaceAll(/ ?\ue202turn\d{1,4}[a-z]{1,20}\d{1,4}/g, '')
    .replaceAll(/[\ue200-\ue206]/g, '')
    .replaceAll(/【\d{1,4}†[^【】\n]{1,200}】/g, '');
}
