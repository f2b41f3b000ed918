import specification from 'commonmark-spec/spec.txt?raw';
import { gfmExamples, type SpecificationExample } from './gfm-examples.ts';

/** An example of one of both specifications, by the name that a deviation is listed under. */
export interface OfficialExample {
  readonly name: string;
  readonly markdown: string;
  readonly html: string;
}

/** All examples of CommonMark 0.31 and those of GitHub's extensions. */
export function officialExamples(): readonly OfficialExample[] {
  return [...named('CommonMark', commonMarkExamples()), ...named('GFM', gfmExamples)];
}

function named(source: string, examples: readonly SpecificationExample[]): readonly OfficialExample[] {
  return examples.map(({ number, markdown, html }) => ({ name: `${source} ${number}`, markdown, html }));
}

/** The examples of CommonMark's own specification, as its package reads them. */
function commonMarkExamples(): readonly SpecificationExample[] {
  const found: SpecificationExample[] = [];
  const pattern = /^`{32} example\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$|^#{1,6} *(.*)$/gm;
  let section = '';
  for (const [, markdown, html, heading] of specification
    .replace(/^<!-- END TESTS -->[\s\S]*/m, '')
    .matchAll(pattern)) {
    if (heading !== undefined) section = heading;
    if (markdown === undefined || html === undefined) continue;
    const tabs = (text: string) => text.replaceAll('→', '\t');
    found.push({ number: found.length + 1, section, markdown: tabs(markdown), html: tabs(html) });
  }
  return found;
}
