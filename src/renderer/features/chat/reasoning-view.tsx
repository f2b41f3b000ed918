import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDown16Regular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRight16Regular } from '@fluentui/react-icons/svg/chevron-right';
import { useState } from 'react';
import { usePreferences } from '../../bridge.ts';
import { Markdown } from '../../ui/markdown/markdown.tsx';
import type { ChatMessage } from './chat-message.ts';
import { reasoningText } from './chat.logic.ts';
import { reasoningTitle } from './models.logic.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', minWidth: 0 },
  toggle: {
    minWidth: 'auto',
    marginLeft: '-6px',
    padding: '2px 8px 2px 6px',
    color: tokens.colorNeutralForeground3,
    fontWeight: tokens.fontWeightRegular,
  },
  text: {
    boxSizing: 'border-box',
    width: '100%',
    margin: '4px 0 8px',
    padding: '0 0 0 16px',
    borderLeft: `2px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300,
    lineHeight: '22px',
  },
});

/** What an answer tells of the model's thoughts, folded until somebody wants to read them; nothing where it tells none. */
export function ReasoningView({ message, isRunning }: { readonly message: ChatMessage; readonly isRunning: boolean }) {
  const classes = useStyles();
  const [isOpen, setIsOpen] = useState(usePreferences().values.expandReasoning);
  const text = reasoningText(message);
  if (text === '') return null;
  const isThinking = isRunning && message.parts.some((part) => part.type === 'reasoning' && part.state === 'streaming');
  return (
    <div role="group" aria-label="Reasoning" className={classes.root}>
      <Button
        className={classes.toggle}
        appearance="subtle"
        size="small"
        icon={isOpen ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {reasoningTitle(isThinking, message.metadata?.thoughtMilliseconds)}
      </Button>
      {isOpen ? (
        <div className={classes.text}>
          <Markdown text={text} />
        </div>
      ) : null}
    </div>
  );
}
