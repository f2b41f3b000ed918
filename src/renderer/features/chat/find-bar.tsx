import { Button, makeStyles, SearchBox, tokens } from '@fluentui/react-components';
import { ChevronDown20Regular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronUp20Regular } from '@fluentui/react-icons/svg/chevron-up';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { findLimit } from '../../../shared/model/conversation.ts';
import type { Find, Finding } from './use-find.ts';

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    top: '8px',
    insetInlineEnd: '16px',
    zIndex: 1,
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    maxWidth: 'calc(100% - 32px)',
    boxSizing: 'border-box',
    padding: '4px',
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow8,
  },
  text: { minWidth: '96px', width: '220px', flexShrink: 1 },
  count: {
    minWidth: '64px',
    textAlign: 'center',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
});

/** Looks for a text in the conversation below it; Enter goes to the message before, Shift+Enter to the next. */
export function FindBar({ finding, find }: { readonly finding: Finding; readonly find: Omit<Find, 'finding'> }) {
  const classes = useStyles();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') find.close();
    else if (event.key === 'Enter' && event.target === field.current) find.step(event.shiftKey ? 1 : -1);
    else if (event.key === 'F3') find.step(event.shiftKey ? 1 : -1);
    else return;
    // Escape would stop an answer too.
    event.preventDefault();
    event.stopPropagation();
  };
  const isNone = finding.places.length === 0;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys belong to what is inside
    <div role="search" aria-label="Find in conversation" className={classes.root} onKeyDown={onKeyDown}>
      <SearchBox
        input={{ ref: field, dir: 'auto', maxLength: findLimit }}
        className={classes.text}
        size="small"
        aria-label="Find in conversation"
        placeholder="Find in conversation"
        value={finding.text}
        onChange={(_event, { value }) => find.look(value)}
      />
      <span role="status" className={classes.count}>
        {countText(finding)}
      </span>
      <Button
        appearance="subtle"
        size="small"
        icon={<ChevronUp20Regular />}
        aria-label="Previous message found"
        title="Previous (Enter)"
        disabledFocusable={isNone}
        onClick={() => find.step(-1)}
      />
      <Button
        appearance="subtle"
        size="small"
        icon={<ChevronDown20Regular />}
        aria-label="Next message found"
        title="Next (Shift+Enter)"
        disabledFocusable={isNone}
        onClick={() => find.step(1)}
      />
      <Button
        appearance="subtle"
        size="small"
        icon={<Dismiss20Regular />}
        aria-label="Close find"
        title="Close (Esc)"
        onClick={find.close}
      />
    </div>
  );
}

/** How many messages have the text, and which of them is shown. */
function countText({ text, places, index, isLooking }: Finding): string {
  if (text.trim() === '') return '';
  if (places.length === 0) return isLooking ? 'Looking…' : 'No results';
  const count = places.length.toLocaleString('en');
  return `${(index + 1).toLocaleString('en')} of ${isLooking ? `${count}…` : count}`;
}
