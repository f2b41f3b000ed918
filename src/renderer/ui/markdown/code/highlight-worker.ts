import { common, createLowlight } from 'lowlight';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import powershell from 'highlight.js/lib/languages/powershell';
import type { HighlightReply, HighlightRequest } from './highlighter.ts';
import type { CodeKind, CodeToken } from './code-tokens.ts';

type Node = ReturnType<ReturnType<typeof createLowlight>['highlight']>['children'][number];

const lowlight = createLowlight({ ...common, dockerfile, powershell });
const port = globalThis as unknown as Pick<Worker, 'postMessage' | 'addEventListener'>;

port.addEventListener('message', ({ data }: MessageEvent<HighlightRequest>) => {
  const reply: HighlightReply = { id: data.id, tokens: tokensOf(data) };
  port.postMessage(reply);
});

function tokensOf({ code, language }: HighlightRequest): readonly CodeToken[] {
  if (!lowlight.registered(language)) return [];
  const tokens: CodeToken[] = [];
  for (const node of lowlight.highlight(language, code).children) collect(node, 'plain', tokens);
  return tokens;
}

function collect(node: Node, kind: CodeKind, tokens: CodeToken[]): void {
  if (node.type === 'text') tokens.push([kind, node.value]);
  if (node.type !== 'element') return;
  const own = kindOf(node.properties['className']) ?? kind;
  for (const child of node.children) collect(child, own, tokens);
}

const kinds: Readonly<Record<string, CodeKind>> = {
  'hljs-addition': 'added',
  'hljs-attr': 'type',
  'hljs-attribute': 'type',
  'hljs-built_in': 'type',
  'hljs-comment': 'comment',
  'hljs-deletion': 'removed',
  'hljs-doctag': 'comment',
  'hljs-keyword': 'keyword',
  'hljs-link': 'string',
  'hljs-literal': 'number',
  'hljs-meta': 'meta',
  'hljs-name': 'keyword',
  'hljs-number': 'number',
  'hljs-quote': 'comment',
  'hljs-regexp': 'string',
  'hljs-section': 'name',
  'hljs-selector-class': 'type',
  'hljs-selector-id': 'type',
  'hljs-selector-tag': 'keyword',
  'hljs-string': 'string',
  'hljs-subst': 'plain',
  'hljs-symbol': 'number',
  'hljs-tag': 'plain',
  'hljs-template-variable': 'type',
  'hljs-title': 'name',
  'hljs-type': 'type',
  'hljs-variable': 'type',
};

function kindOf(classNames: unknown): CodeKind | undefined {
  const [name] = Array.isArray(classNames) ? (classNames as readonly unknown[]) : [];
  return typeof name === 'string' && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}
