import { useContext, useEffect, useState } from 'react';
import type { CodeToken } from './code-tokens.ts';
import { HighlighterContext } from './highlighter.ts';

/** Code that has not grown for so long is worth its colours. */
const restMilliseconds = 80;
const none: readonly CodeToken[] = [];

/** The words of code that are known by now; together the code's beginning. */
export function useCodeTokens(code: string, language: string): readonly CodeToken[] {
  const highlighter = useContext(HighlighterContext);
  const [found, setFound] = useState<{ readonly code: string; readonly tokens: readonly CodeToken[] }>();
  useEffect(() => {
    if (highlighter === undefined || code === '') return undefined;
    let isOver = false;
    const timer = setTimeout(() => {
      void highlighter.highlight(code, language).then((tokens) => {
        if (!isOver) setFound({ code, tokens });
      });
    }, restMilliseconds);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [highlighter, code, language]);
  return found !== undefined && code.startsWith(found.code) ? found.tokens : none;
}
