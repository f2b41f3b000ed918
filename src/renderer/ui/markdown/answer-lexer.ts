import { Lexer, type Token, Tokenizer, type Tokens, type TokensList } from 'marked';
import type { FootnoteMarkToken, FootnoteToken, MathToken } from './answer-token.ts';
import { footnoteMarkSource, footnoteSource, footnoteTag } from './footnote-syntax.ts';
import { displayMath, displayMathStart, inlineMath } from './math-syntax.ts';

/** How deep blocks may lie in blocks, and emphasis in emphasis; what lies deeper is shown as it is written. */
export const nestingLimit = 10;

/** SECURITY: longer running text is shown as it is written: its marks are looked for by going over it again and again. */
const longestInline = 20_000;
/** Within so much a definition of a link comes to its end, or within its line. */
const longestDefinition = 4000;

/** SECURITY: after so many places that only look like formulas none is looked for: each costs the paragraph around it. */
const mostFailedFormulas = 500;

/** What a text defines by label for all of it: its links, and that there is a footnote. */
export type Definitions = TokensList['links'];

/** Reads a markdown text into tokens, with what the text before it defines. */
export function readMarkdown(text: string, definitions?: Definitions): TokensList {
  return new AnswerLexer(new AnswerTokenizer(), definitions).lex(text);
}

/** SECURITY: the lexer calls itself once a level, so that a hostile answer would overflow the stack. */
class AnswerLexer extends Lexer {
  readonly #tokenizer: AnswerTokenizer;
  #inlineDepth = 0;
  #failedFormulas = 0;
  /** The running text that is being read. */
  #inlineSource = '';

  constructor(tokenizer: AnswerTokenizer, definitions: Definitions = {}) {
    super({
      gfm: true,
      tokenizer,
      extensions: {
        renderers: {},
        childTokens: {},
        block: [(source) => this.#displayMath(source), (source) => this.#footnote(source)],
        startBlock: [(source) => (this.#failedFormulas < mostFailedFormulas ? displayMathStart(source) : undefined)],
        inline: [(source) => inlineMath(source, this.#before(source)), (source) => this.#footnoteMark(source)],
      },
    });
    this.#tokenizer = tokenizer;
    Object.assign(this.tokens.links, definitions);
  }

  override blockTokens(source: string, tokens?: Token[], isParagraphClipped?: boolean): Token[];
  override blockTokens(source: string, tokens?: TokensList, isParagraphClipped?: boolean): TokensList;
  override blockTokens(source: string, tokens: Token[] = [], isParagraphClipped?: boolean): Token[] {
    if (this.#tokenizer.depth <= nestingLimit) return super.blockTokens(source, tokens, isParagraphClipped);
    // What the lexer leaves behind after each run of blocks.
    this.state.top = true;
    // HTML is the one block that is shown as it is written.
    const literal: Tokens.HTML = { type: 'html', raw: source, text: source, block: true, pre: false };
    tokens.push(literal);
    return tokens;
  }

  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    if (this.#inlineDepth > nestingLimit || source.length > longestInline) {
      const literal: Tokens.Text = { type: 'text', raw: source, text: source, escaped: true };
      tokens.push(literal);
      return tokens;
    }
    const outer = this.#inlineSource;
    this.#inlineSource = source;
    this.#inlineDepth += 1;
    try {
      return super.inlineTokens(source, tokens);
    } finally {
      this.#inlineDepth -= 1;
      this.#inlineSource = outer;
    }
  }

  /** What stands right in front of the rest of a running text. */
  #before(rest: string): string {
    const at = this.#inlineSource.length - rest.length;
    return this.#inlineSource.slice(Math.max(0, at - 2), at);
  }

  #displayMath(source: string): MathToken | undefined {
    if (!/^ {0,3}(?:\$\$|\\\[)/.test(source)) return undefined;
    const found = displayMath(source);
    if (found === undefined) this.#failedFormulas += 1;
    return found;
  }

  #footnote(source: string): FootnoteToken | undefined {
    const found = this.#tokenizer.depth === 0 ? footnoteSource(source) : undefined;
    if (found === undefined) return undefined;
    const { raw, label, text } = found;
    this.tokens.links[footnoteTag(label)] ??= { href: '', title: null };
    const tokens = this.#tokenizer.within(() => this.blockTokens(text, []));
    return { type: 'footnote', raw, label, tokens };
  }

  #footnoteMark(source: string): FootnoteMarkToken | undefined {
    const found = footnoteMarkSource(source);
    const isDefined = found !== undefined && Object.hasOwn(this.tokens.links, footnoteTag(found.label));
    return isDefined ? { type: 'footnoteMark', ...found } : undefined;
  }
}

class AnswerTokenizer extends Tokenizer {
  /** In how many quotes, lists and footnotes the block lies that is being read. */
  depth = 0;

  override blockquote(source: string): Tokens.Blockquote | undefined {
    return this.within(() => super.blockquote(source));
  }

  override list(source: string): Tokens.List | undefined {
    return this.within(() => super.list(source));
  }

  /** A definition ends with its paragraph, whatever its title looks like; a footnote is none, which would be hidden. */
  override def(source: string): Tokens.Def | undefined {
    if (!/^ {0,3}\[(?!\^)/.test(source)) return undefined;
    const near = source.slice(0, source.indexOf('\n', longestDefinition) + 1 || undefined);
    const end = near.search(/\n[ \t]*\n/);
    return super.def(end === -1 ? near : near.slice(0, end + 1));
  }

  /** A heading ends before what may be a formula: each such place would be looked past to the end of the paragraph. */
  override lheading(source: string): Tokens.Heading | undefined {
    const start = displayMathStart(source.slice(1));
    return super.lheading(start === undefined ? source : source.slice(0, start + 1));
  }

  /** A formula may begin at each dollar sign, which the text before it must not swallow. */
  override inlineText(source: string): Tokens.Text | undefined {
    const at = source.indexOf('$', 1);
    return super.inlineText(at === -1 ? source : source.slice(0, at));
  }

  within<Container>(read: () => Container): Container {
    this.depth += 1;
    try {
      return read();
    } finally {
      this.depth -= 1;
    }
  }
}
