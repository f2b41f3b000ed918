import { IncremarkContent } from '@incremark/react';
import '@incremark/theme/styles.css';
import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import MarkdownRender from 'markstream-react';
import 'markstream-react/index.css';
import { createElement, type ReactElement } from 'react';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { Streamdown } from 'streamdown';
import 'streamdown/styles.css';
import { allowedExternalUrl } from '../../src/shared/external-url.ts';
import { Highlighter, HighlighterContext } from '../../src/renderer/ui/markdown/code/highlighter.ts';
import { LinkCheckContext } from '../../src/renderer/ui/markdown/link-check.ts';
import { Markdown } from '../../src/renderer/ui/markdown/markdown.tsx';

/** Makes the page of a text that grows, as each library's own documentation has it. */
export type Renderer = (text: string, isGrowing: boolean) => ReactElement;

const highlighter = new Highlighter();

/** What the window has around its answers, once. */
export function frame(content: ReactElement): ReactElement {
  const withHighlighter = createElement(HighlighterContext, { value: highlighter }, content);
  const withLinks = createElement(LinkCheckContext, { value: allowedExternalUrl }, withHighlighter);
  return createElement(FluentProvider, { theme: webLightTheme }, withLinks);
}

/** Ours, and what it is held against. */
export const renderers: Readonly<Record<string, Renderer>> = {
  parley: (text, isGrowing) => createElement(Markdown, { text, isGrowing }),
  'markstream-react': (text, isGrowing) =>
    createElement(MarkdownRender, { content: text, final: !isGrowing, fade: false }),
  '@incremark/react': (text, isGrowing) => createElement(IncremarkContent, { content: text, isFinished: !isGrowing }),
  streamdown: (text, isGrowing) => createElement(Streamdown, { isAnimating: isGrowing }, text),
  'react-markdown': (text) => createElement(ReactMarkdown, { remarkPlugins: [remarkGfm] }, text),
};
