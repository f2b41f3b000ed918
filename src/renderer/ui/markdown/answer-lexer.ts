import { Lexer, type Token, Tokenizer, type Tokens, type TokensList } from 'marked';

/** How deep blocks may lie in blocks, and emphasis in emphasis; what lies deeper is shown as it is written. */
export const nestingLimit = 10;

/** Reads a markdown text into tokens. */
export function readMarkdown(text: string): TokensList {
  return new AnswerLexer(new AnswerTokenizer()).lex(text);
}

/** SECURITY: the lexer calls itself once a level, so that a hostile answer would overflow the stack. */
class AnswerLexer extends Lexer {
  readonly #tokenizer: AnswerTokenizer;
  #inlineDepth = 0;

  constructor(tokenizer: AnswerTokenizer) {
    super({ gfm: true, tokenizer });
    this.#tokenizer = tokenizer;
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
}

class AnswerTokenizer extends Tokenizer {
  /** In how many quotes and lists the block lies that is being read. */
  depth = 0;

  override blockquote(source: string): Tokens.Blockquote | undefined {
    return this.#within(() => super.blockquote(source));
  }

  override list(source: string): Tokens.List | undefined {
    return this.#within(() => super.list(source));
  }

  /** A footnote is no definition of a link, which would be hidden. */
  override def(source: string): Tokens.Def | undefined {
    return /^ {0,3}\[\^/.test(source) ? undefined : super.def(source);
  }

  #within<Container>(read: () => Container): Container {
    this.depth += 1;
    try {
      return read();
    } finally {
      this.depth -= 1;
    }
  }
}
