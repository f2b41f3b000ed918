import { makeStyles, mergeClasses, Portal, tokens, usePositioning } from '@fluentui/react-components';
import { LockClosed16Regular } from '@fluentui/react-icons/svg/lock-closed';
import { type Ref, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { Prompt } from '../../../../shared/model/prompt.ts';
import { visuallyHidden } from '../../../ui/visually-hidden.ts';
import { optionId, type PromptMenuHandle } from './use-prompt-menu.ts';
import { hoveredRow } from '../../../ui/highlighted-row.ts';

const useStyles = makeStyles({
  list: {
    boxSizing: 'border-box',
    maxHeight: '18rem',
    overflowY: 'auto',
    padding: '4px',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow16,
  },
  option: {
    display: 'flex',
    flexDirection: 'column',
    padding: '6px 12px',
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
  },
  active: {
    ...hoveredRow,
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  name: { display: 'flex', alignItems: 'center', gap: '6px', minWidth: 0 },
  nameText: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  lock: { flexShrink: 0, color: tokens.colorNeutralForeground3 },
  text: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '16px',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  hidden: visuallyHidden,
});

/** What the menu needs. */
export interface PromptMenuProps {
  readonly menu: Pick<PromptMenuHandle, 'matches' | 'activeIndex' | 'listId' | 'setActive' | 'choose'>;
  /** What it opens above. */
  readonly field: RefObject<HTMLElement | null>;
}

/** The prompts that a slash has found, above the message; the keyboard stays in the message. */
export function PromptMenu({ menu, field }: PromptMenuProps) {
  const { matches, activeIndex, listId, setActive, choose } = menu;
  const classes = useStyles();
  const active = useRef<HTMLDivElement>(null);
  const { targetRef, containerRef } = usePositioning({
    position: 'above',
    align: 'start',
    autoSize: 'height',
    matchTargetSize: 'width',
    offset: 12,
    overflowBoundaryPadding: 8,
  });
  useLayoutEffect(() => {
    targetRef.current = field.current;
  }, [field, targetRef]);
  useEffect(() => {
    // Newer browsers return a promise, which is nothing that an effect may return.
    active.current?.scrollIntoView({ block: 'nearest' });
  }, [activeIndex, matches]);
  return (
    <>
      <Portal>
        <div
          ref={containerRef as Ref<HTMLDivElement>}
          className={classes.list}
          id={listId}
          role="listbox"
          aria-label="Prompts"
        >
          {matches.map((prompt, index) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the keys go to the text field
            <div
              key={prompt.id}
              ref={index === activeIndex ? active : undefined}
              id={optionId(listId, index)}
              role="option"
              aria-selected={index === activeIndex}
              className={mergeClasses(classes.option, index === activeIndex && classes.active)}
              onMouseMove={({ movementX, movementY }) => {
                // A menu that opens under a pointer at rest moves, not the pointer.
                if (movementX !== 0 || movementY !== 0) setActive(index);
              }}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(prompt)}
            >
              <Found prompt={prompt} />
            </div>
          ))}
        </div>
      </Portal>
      <span role="status" className={classes.hidden}>
        {matches.length === 1 ? '1 prompt' : `${matches.length} prompts`}, arrow keys to choose, Enter to insert
      </span>
    </>
  );
}

function Found({ prompt: { name, text, source } }: { readonly prompt: Prompt }) {
  const classes = useStyles();
  return (
    <>
      <span className={classes.name}>
        <bdi className={classes.nameText}>{name}</bdi>
        {source === 'organisation' ? (
          <LockClosed16Regular className={classes.lock} aria-label="From your organisation" />
        ) : null}
      </span>
      <bdi className={classes.text}>{text.slice(0, 200)}</bdi>
    </>
  );
}
