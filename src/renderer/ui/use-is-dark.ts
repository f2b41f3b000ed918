import { useSyncExternalStore } from 'react';

const darkQuery = '(prefers-color-scheme: dark)';

/** Whether the window is dark, be it by the person's choice or by the system's, followed live. */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, isDark);
}

/** The page's own scheme holds both where the system decides (frame.css). */
function isDark(): boolean {
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  return scheme.includes('dark') && (!scheme.includes('light') || window.matchMedia(darkQuery).matches);
}

function subscribe(onChange: () => void): () => void {
  const list = window.matchMedia(darkQuery);
  const observer = new MutationObserver(onChange);
  list.addEventListener('change', onChange);
  observer.observe(document.documentElement, { attributes: true });
  return () => {
    list.removeEventListener('change', onChange);
    observer.disconnect();
  };
}
