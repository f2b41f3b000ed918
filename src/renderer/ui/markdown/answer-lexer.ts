import { Lexer, type Token, Tokenizer, type Tokens, type TokensList } from 'marked';
import type { FootnoteMarkToken, FootnoteToken } from './answer-token.ts';
import { footnoteMarkSource, footnoteSource, footnoteTag } from './footnote-syntax.ts';
import { displayMath, displayMathStart, inlineMath } from './math-syntax.ts';

/** How deep blocks may lie in blocks, and emphasis in emphasis; what lies deeper is shown as it is written. */
export const nestingLimit = 10;

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

  constructor(tokenizer: AnswerTokenizer, definitions: Definitions = {}) {
    super({
      gfm: true,
      tokenizer,
      extensions: {
        renderers: {},
        childTokens: {},
        block: [displayMath, (source) => this.#footnote(source)],
        startBlock: [displayMathStart],
        inline: [inlineMath, (source) => this.#footnoteMark(source)],
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
    if (this.#inlineDepth > nestingLimit) {
      const literal: Tokens.Text = { type: 'text', raw: source, text: source, escaped: true };
      tokens.push(literal);
      return tokens;
    }
    this.#inlineDepth += 1;
    try {
      return super.inlineTokens(source, tokens);
    } finally {
      this.#inlineDepth -= 1;
    }
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
    const end = source.search(/\n[ \t]*\n/);
    return super.def(end === -1 ? source : source.slice(0, end + 1));
  }

  /** A formula may begin at each dollar sign, which the text before it must not swallow. */
  override inlineText(source: string): Tokens.Text | undefined {
    const token = super.inlineText(source);
    const at = token?.raw.indexOf('$', 1) ?? -1;
    return token === undefined || at === -1
      ? token
      : { ...token, raw: token.raw.slice(0, at), text: token.text.slice(0, at) };
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
