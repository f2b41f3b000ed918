import { type RefObject, useEffect } from 'react';

/** Brings a message into sight once and gives it the focus, which marks it. */
export function useTargetMessage(content: RefObject<HTMLElement | null>, targetId: string | null): void {
  useEffect(() => {
    if (targetId === null) return undefined;
    // The composer, which is shown with it, takes the focus first.
    const frame = requestAnimationFrame(() => {
      const messages = content.current?.querySelectorAll<HTMLElement>('[data-message]') ?? [];
      const target = [...messages].find(({ dataset }) => dataset['message'] === targetId);
      target?.scrollIntoView({ block: 'start' });
      target?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [content, targetId]);
}
