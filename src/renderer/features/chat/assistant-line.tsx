import {
  Button,
  Caption1,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Subtitle2,
  tokens,
} from '@fluentui/react-components';
import { Bot20Regular } from '@fluentui/react-icons/svg/bot';
import type { ConversationAssistant } from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { assistantNote } from './assistant.logic.ts';
import { SentFiles } from './attachments/file-chips.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: '8px', minWidth: 0 },
  trigger: { minWidth: 0, maxWidth: '100%', fontWeight: tokens.fontWeightRegular },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  surface: {
    width: 'min(26rem, calc(100vw - 16px))',
    overflowY: 'auto',
    boxSizing: 'border-box',
    padding: '16px',
    borderRadius: tokens.borderRadiusXLarge,
    overflowWrap: 'anywhere',
    '& p': { margin: '4px 0 0' },
  },
  head: { display: 'block', margin: 0 },
  label: { display: 'block', margin: '12px 0 4px', fontWeight: tokens.fontWeightSemibold },
  instructions: { whiteSpace: 'pre-wrap', userSelect: 'text' },
  hint: { display: 'block', marginTop: '4px', color: tokens.colorNeutralForeground3 },
  note: { color: tokens.colorStatusWarningForeground3, fontSize: tokens.fontSizeBase200 },
});

/** What the line needs. */
export interface AssistantLineProps {
  readonly assistant: ConversationAssistant;
  /** Those that the person may choose. */
  readonly deployments: readonly Deployment[];
  /** The one that answers. */
  readonly deployment: Deployment | undefined;
}

/** Names the assistant that a conversation is held with, and tells all of it. */
export function AssistantLine({ assistant, deployments, deployment }: AssistantLineProps) {
  const { name, description, instructions, files } = assistant;
  const classes = useStyles();
  const note = assistantNote(assistant, deployments, deployment);
  return (
    <div className={classes.root}>
      <Popover
        trapFocus
        positioning={{ position: 'above', align: 'start', overflowBoundaryPadding: 8, autoSize: 'height' }}
      >
        <PopoverTrigger disableButtonEnhancement>
          <Button
            className={classes.trigger}
            appearance="subtle"
            size="small"
            icon={<Bot20Regular />}
            aria-label={`Assistant: ${name}`}
            title={name}
          >
            <bdi className={classes.name}>{name}</bdi>
          </Button>
        </PopoverTrigger>
        <PopoverSurface className={classes.surface} aria-label="About the assistant" tabIndex={0}>
          <Subtitle2 as="h2" className={classes.head}>
            <bdi>{name}</bdi>
          </Subtitle2>
          {description === '' ? null : <p dir="auto">{description}</p>}
          {instructions === '' ? null : (
            <>
              <Caption1 className={classes.label}>It tells the model</Caption1>
              <div className={classes.instructions} dir="auto">
                {instructions}
              </div>
            </>
          )}
          {files.length === 0 ? null : (
            <>
              <Caption1 className={classes.label}>Its files go along with the first question</Caption1>
              <SentFiles files={files} />
            </>
          )}
          <Caption1 className={classes.hint}>A chat keeps its assistant as it was when the chat began.</Caption1>
        </PopoverSurface>
      </Popover>
      {note === undefined ? null : (
        <span role="status" className={classes.note}>
          {note}
        </span>
      )}
    </div>
  );
}
