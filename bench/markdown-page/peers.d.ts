// The libraries are there only when the benchmark runs (stream-markdown.ts fetches them): what it uses of them.

declare module '@incremark/react' {
  export const IncremarkContent: import('react').ComponentType<{ content: string; isFinished: boolean }>;
}

declare module 'markstream-react' {
  const MarkdownRender: import('react').ComponentType<{ content: string; final: boolean; fade: boolean }>;
  export default MarkdownRender;
}

declare module 'react-markdown' {
  const ReactMarkdown: import('react').ComponentType<{ children?: string; remarkPlugins: readonly unknown[] }>;
  export default ReactMarkdown;
}

declare module 'remark-gfm' {
  const remarkGfm: unknown;
  export default remarkGfm;
}

declare module 'streamdown' {
  export const Streamdown: import('react').ComponentType<{ children?: string; isAnimating: boolean }>;
}
