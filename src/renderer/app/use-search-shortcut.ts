import { useEffect } from 'react';
import { isSearchShortcut } from './workspace.logic.ts';

/** Calls back when the keys for the search in all conversations are pressed anywhere in the window. */
export function useSearchShortcut(onSearch: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isSearchShortcut(event)) return;
      event.preventDefault();
      onSearch();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onSearch]);
}
