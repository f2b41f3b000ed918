import { posix } from 'node:path';
import type { Archive } from '../archive.ts';
import type { ReadLimits } from '../limits.ts';
import { parseXml } from '../xml.ts';

/** A reference from one part of an Office document to another, or to an address. */
export interface Relationship {
  /** The last word of its type's address, `slide`. */
  readonly type: string;
  /** The name of a part, or an address where it is external. */
  readonly target: string;
  readonly isExternal: boolean;
}

/** An Office Open XML document: an archive of parts that refer to each other. */
export class OfficePackage {
  readonly archive: Archive;
  readonly limits: ReadLimits;

  constructor(archive: Archive, limits: ReadLimits) {
    this.archive = archive;
    this.limits = limits;
  }

  /** The part that the others hang on; undefined where the archive is no Office document. */
  async mainPart(): Promise<string | undefined> {
    const all = await this.relationships('');
    return [...all.values()].find(({ type, isExternal }) => type === 'officeDocument' && !isExternal)?.target;
  }

  /** What a part refers to, by id; the empty name is the package itself. */
  async relationships(part: string): Promise<ReadonlyMap<string, Relationship>> {
    const { dir, base } = posix.parse(part);
    const name = posix.join(dir, '_rels', `${base}.rels`);
    const found = new Map<string, Relationship>();
    if (!this.archive.has(name)) return found;
    await parseXml(
      this.archive.read(name),
      {
        open: (element, { Id, Type, Target, TargetMode }) => {
          if (element !== 'Relationship' || Id === undefined || Target === undefined) return;
          const isExternal = TargetMode === 'External';
          const target = isExternal ? Target : posix.join('/', dir, Target).slice(1);
          found.set(Id, {
            type: Type?.split('/').at(-1) ?? '',
            target: !isExternal && Target.startsWith('/') ? posix.normalize(Target).slice(1) : target,
            isExternal,
          });
        },
      },
      this.limits,
    );
    return found;
  }

  /** The part of a type that another part refers to. */
  async related(part: string, type: string): Promise<string | undefined> {
    const all = await this.relationships(part);
    return [...all.values()].find((each) => each.type === type && !each.isExternal)?.target;
  }
}
