import { Input, makeStyles } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { titleLimit } from '../../../shared/model/conversation.ts';
import { renamedTitle } from './conversation-list.logic.ts';

const useStyles = makeStyles({ root: { width: '100%', minWidth: 0, height: '36px' } });

/** What renaming in place needs. */
export interface TitleInputProps {
  readonly title: string;
  readonly onSave: (title: string) => void;
  /** Called once when renaming is over, saved or not. @param by a key leaves the person where they are */
  readonly onEnd: (by: 'key' | 'leaving') => void;
}

/** Renames in place: Enter and leaving save, Escape does not. */
export function TitleInput({ title, onSave, onEnd }: TitleInputProps) {
  const classes = useStyles();
  const [typed, setTyped] = useState(title);
  const input = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const end = (by: 'key' | 'leaving', isSaving: boolean) => {
    // Taking the field away blurs it: the second end means nothing.
    if (isOver.current) return;
    isOver.current = true;
    const changed = isSaving ? renamedTitle(typed, title) : undefined;
    if (changed !== undefined) onSave(changed);
    onEnd(by);
  };
  return (
    <Input
      className={classes.root}
      input={{ ref: input, dir: 'auto', maxLength: titleLimit }}
      aria-label="Title"
      value={typed}
      onChange={(_event, data) => setTyped(data.value)}
      onBlur={() => end('leaving', true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        // The key would go on to press what has the focus next.
        event.preventDefault();
        end('key', event.key === 'Enter');
      }}
    />
  );
}
