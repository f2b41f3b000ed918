import { attribute } from '../xml.ts';
import { parseXml } from '../xml.ts';
import type { OfficePackage } from './office-package.ts';

/** The level of heading that each style stands for, by the style's id. */
export async function headingStyles(office: OfficePackage, mainPart: string): Promise<ReadonlyMap<string, number>> {
  const levels = new Map<string, number>();
  const part = await office.related(mainPart, 'styles');
  if (part === undefined) return levels;
  let style = '';
  await parseXml(
    office.archive.read(part),
    {
      open(name, attributes) {
        const value = attribute(attributes, 'val') ?? '';
        if (name === 'style') style = attribute(attributes, 'styleId') ?? '';
        // Names are English in every language of Word, ids are not.
        else if (name === 'name' && /^title$/i.test(value)) levels.set(style, 1);
        else if (name === 'name' && /^heading [1-9]$/i.test(value)) levels.set(style, Number(value.at(-1)));
        else if (name === 'outlineLvl' && /^[0-8]$/.test(value) && !levels.has(style)) {
          levels.set(style, Number(value) + 1);
        }
      },
    },
    office.limits,
  );
  return levels;
}

/** The formats of a document's lists: for each list the format of each level, `bullet` or a way to count. */
export async function listFormats(
  office: OfficePackage,
  mainPart: string,
): Promise<(list: string, level: number) => string | undefined> {
  const formats = new Map<string, string>();
  const patternOf = new Map<string, string>();
  const part = await office.related(mainPart, 'numbering');
  if (part === undefined) return () => undefined;
  let pattern = '';
  let level = '';
  let list = '';
  await parseXml(
    office.archive.read(part),
    {
      open(name, attributes) {
        if (name === 'abstractNum') pattern = attribute(attributes, 'abstractNumId') ?? '';
        else if (name === 'lvl') level = attribute(attributes, 'ilvl') ?? '0';
        else if (name === 'numFmt') formats.set(`${pattern}/${level}`, attribute(attributes, 'val') ?? '');
        else if (name === 'num') list = attribute(attributes, 'numId') ?? '';
        else if (name === 'abstractNumId') patternOf.set(list, attribute(attributes, 'val') ?? '');
      },
    },
    office.limits,
  );
  return (id, depth) => formats.get(`${patternOf.get(id) ?? ''}/${depth}`);
}
