import type { Token, TokensList } from 'marked';
import { type Definitions, readMarkdown } from './answer-lexer.ts';
import { type AnswerToken, knownToken } from './answer-token.ts';
import { calmSource } from './calm-source.ts';
import { changedLabels, foldLabels } from './definitions.ts';
import { settlePoint } from './settle-point.ts';

/** One top-level piece of a markdown text. */
export interface Block {
  readonly token: AnswerToken;
  /** What the rendering of this block depends on: its own text, and what the rest of the text defines where it uses that. */
  readonly identity: string;
}

/** Blocks of a text that can grow no more, as far as they were read at once. */
interface Segment {
  readonly source: string;
  readonly blocks: readonly Block[];
  /** Its text as labels are compared, where it may use one. */
  readonly labels: string;
}

/** So many blocks are one element, which is passed over in one step while they stay the same. */
const groupSize = 16;
/** From here on a growing block that is not finished is read again only when it has grown by a tenth. */
const longTail = 16_384;

/**
 * Reads a text that grows at its end: what is settled there is never read again, so that a step costs what the last blocks
 * cost. Any text may follow any other; one that goes on is cheap, and is read as if it had been read whole.
 */
export class MarkdownReader {
  #segments: Segment[] = [];
  #settled = '';
  /** The settled text and the line behind it, by which it is known to be settled. */
  #proof = '';
  /** What the settled text defines. */
  #definitions: Definitions = {};
  /** What all of the text defined when it was last read. */
  #known: Definitions = {};
  #version = 0;
  #settledBlocks: Block[] = [];
  #groups: (readonly Block[])[] = [];
  #shown: { readonly groups: readonly (readonly Block[])[]; readonly rest: number } = { groups: [], rest: 0 };

  /** @param isGrowing whether more is to come, so that what is open at the end is shown as if it were closed */
  read(text: string, isGrowing = false): readonly (readonly Block[])[] {
    const source = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
    if (!source.startsWith(this.#proof)) this.#forget();
    const tail = source.slice(this.#settled.length);
    if (isGrowing && this.#isEarly(tail)) return this.#shown.groups;
    const tokens = readMarkdown(tail, this.#definitions);
    this.#use(tokens.links);
    const point = settlePoint(tail, tokens);
    if (point !== undefined) this.#settle(tail.slice(0, point.offset), tokens.slice(0, point.index));
    const rest = point === undefined ? tail : tail.slice(point.offset);
    if (point !== undefined) this.#proof = this.#settled + rest.slice(0, rest.indexOf('\n') + 1);
    const open = point === undefined ? tokens : tokens.slice(point.index);
    const last = open.findLast(({ type }) => type !== 'space');
    const isCode = last?.type === 'code';
    const shown = isGrowing && !isCode ? this.#calm(rest, open) : open;
    const growing = [...this.#settledBlocks.slice(this.#groups.length * groupSize), ...this.#blocks(shown)];
    this.#shown = { groups: [...this.#groups, ...grouped(growing)], rest: isCode ? 0 : rest.length };
    return this.#shown.groups;
  }

  #forget(): void {
    this.#segments = [];
    this.#settled = '';
    this.#proof = '';
    this.#definitions = {};
    this.#known = {};
    this.#settledBlocks = [];
    this.#groups = [];
    this.#shown = { groups: [], rest: 0 };
  }

  /** SECURITY: a block without end, read at each step, would cost the square of its length. */
  #isEarly(tail: string): boolean {
    const { rest } = this.#shown;
    return rest > longTail && tail.length >= rest && tail.length < rest * 1.1;
  }

  #calm(rest: string, tokens: readonly Token[]): readonly Token[] {
    const calm = calmSource(rest);
    return calm === rest ? tokens : readMarkdown(calm, this.#known);
  }

  /** Reads again what uses a label that means something else now. */
  #use(known: Definitions): void {
    const changed = changedLabels(this.#known, known);
    this.#known = known;
    if (changed.length === 0) return;
    this.#version += 1;
    const uses = (labels: string) => changed.some((label) => labels.includes(label));
    if (!this.#segments.some(({ labels }) => uses(labels))) return;
    this.#segments = this.#segments.map((segment) => {
      if (!uses(segment.labels)) return segment;
      const renewed = this.#blocks(readMarkdown(segment.source, known));
      const blocks = segment.blocks.map((block, index) =>
        uses(foldLabels(block.token.raw)) ? (renewed[index] ?? block) : block,
      );
      return { ...segment, blocks };
    });
    this.#settledBlocks = this.#segments.flatMap(({ blocks }) => blocks);
    this.#groups = grouped(this.#settledBlocks).filter(({ length }) => length === groupSize);
  }

  #settle(source: string, tokens: readonly Token[]): void {
    const blocks = this.#blocks(tokens);
    this.#segments.push({ source, blocks, labels: foldLabels(source) });
    this.#settled += source;
    if (source.includes(']:')) this.#definitions = readMarkdown(source, this.#definitions).links;
    this.#settledBlocks.push(...blocks);
    const whole = this.#groups.length * groupSize;
    this.#groups.push(...grouped(this.#settledBlocks.slice(whole)).filter(({ length }) => length === groupSize));
  }

  #blocks(tokens: readonly Token[] | TokensList): readonly Block[] {
    return tokens.flatMap((each) => {
      const token = knownToken(each);
      if (token === undefined || token.type === 'space' || token.type === 'def') return [];
      const uses = token.raw.includes('[') ? this.#version : '';
      return [{ token, identity: `${token.type}\n${uses}\n${token.raw}` }];
    });
  }
}

function grouped(blocks: readonly Block[]): (readonly Block[])[] {
  return Array.from({ length: Math.ceil(blocks.length / groupSize) }, (_, index) =>
    blocks.slice(index * groupSize, (index + 1) * groupSize),
  );
}
