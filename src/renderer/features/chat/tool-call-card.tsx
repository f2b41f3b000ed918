import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Wrench20Regular } from '@fluentui/react-icons/svg/wrench';
import { memo, useId } from 'react';
import type { ToolCallPart, ToolDecision, ToolOutput } from '../../../shared/model/tool.ts';
import { AnswerImage } from './answer-image.tsx';
import { callArguments, callChoices, callFailure, callStatus, callTitle, callWish } from './tool-call.logic.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    margin: '8px 0',
    padding: '8px 16px',
    minWidth: 0,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    overflowWrap: 'anywhere',
  },
  waiting: {
    borderTopColor: tokens.colorBrandStroke1,
    borderRightColor: tokens.colorBrandStroke1,
    borderBottomColor: tokens.colorBrandStroke1,
    borderLeftColor: tokens.colorBrandStroke1,
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: '8px' },
  icon: { flexShrink: 0, color: tokens.colorNeutralForeground3 },
  title: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3 },
  status: { marginInlineStart: 'auto' },
  text: { margin: 0 },
  table: {
    display: 'grid',
    // SECURITY: a name as long as a hostile model likes leaves its value in sight.
    gridTemplateColumns: 'fit-content(40%) minmax(0, 1fr)',
    columnGap: '16px',
    rowGap: '4px',
    margin: 0,
    maxHeight: '16rem',
    overflowY: 'auto',
  },
  name: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, whiteSpace: 'pre-wrap', userSelect: 'text', unicodeBidi: 'plaintext' },
  summary: { cursor: 'pointer', width: 'fit-content' },
  result: {
    margin: '8px 0 0',
    maxHeight: '20rem',
    overflowY: 'auto',
    whiteSpace: 'pre-wrap',
    userSelect: 'text',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

/** What the card of a call needs. */
export interface ToolCallCardProps {
  readonly call: ToolCallPart;
  /** The answer that it belongs to is still arriving. */
  readonly isRunning: boolean;
  readonly onDecide: (callId: string, decision: ToolDecision) => void;
}

/** A call of a tool: which one, with what, where it stands, and what came back; a call that waits asks for leave. */
export function ToolCallCard({ call, isRunning, onDecide }: ToolCallCardProps) {
  const classes = useStyles();
  const titleId = useId();
  const failure = callFailure(call);
  const server = call.toolMetadata?.server;
  const isWaiting = isRunning && call.state === 'approval-requested';
  return (
    <section aria-labelledby={titleId} className={mergeClasses(classes.root, isWaiting && classes.waiting)}>
      <div className={classes.head}>
        <Wrench20Regular className={classes.icon} />
        <span id={titleId}>
          <span className={classes.title}>{callTitle(call)}</span>
          {server === undefined ? null : <span className={classes.quiet}> · {server}</span>}
        </span>
        <span className={mergeClasses(classes.quiet, classes.status)}>{callStatus(call, isRunning)}</span>
      </div>
      {isWaiting ? (
        <>
          <p role="alert" className={classes.text}>
            The model wants to use {callWish(call)}. This is what {server ?? 'the server'} would be sent:
          </p>
          <Arguments input={call.input} />
          <div className={classes.buttons}>
            {callChoices(call).map(({ decision, label }, index) => (
              <Button
                key={decision}
                size="small"
                appearance={index === 0 ? 'primary' : 'secondary'}
                onClick={() => onDecide(call.toolCallId, decision)}
              >
                {label}
              </Button>
            ))}
          </div>
        </>
      ) : (
        <details>
          <summary className={mergeClasses(classes.summary, classes.quiet)}>Arguments</summary>
          <Arguments input={call.input} />
        </details>
      )}
      {failure === undefined ? null : <p className={classes.text}>{failure}</p>}
      {call.output === undefined ? null : <Result output={call.output} />}
    </section>
  );
}

// While an answer grows below, what a call was sent and came back with stays the same, and may be large.
const Arguments = memo(function Arguments({ input }: Pick<ToolCallPart, 'input'>) {
  const classes = useStyles();
  const rows = callArguments({ input });
  if (rows.length === 0) return <p className={mergeClasses(classes.text, classes.quiet)}>No arguments</p>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must take the focus
    <dl aria-label="Arguments" className={classes.table} tabIndex={0}>
      {rows.map(({ name, value }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two names may be written alike
        <div key={index} style={{ display: 'contents' }}>
          <dt className={classes.name}>{name}</dt>
          <dd className={classes.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
});

/** SECURITY: shown as the characters that it is, so that no markup or address in a server's result is rendered or fetched. */
const Result = memo(function Result({ output: { text, images, isCut } }: { readonly output: ToolOutput }) {
  const classes = useStyles();
  return (
    <details>
      <summary className={mergeClasses(classes.summary, classes.quiet)}>Result</summary>
      {text === '' ? null : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must take the focus
        <pre className={classes.result} tabIndex={0}>
          {text}
        </pre>
      )}
      {images.map((image) => (
        <AnswerImage key={image.attachmentId} image={image} name="Image from the tool" />
      ))}
      {isCut ? <p className={mergeClasses(classes.text, classes.quiet)}>Not everything is shown.</p> : null}
    </details>
  );
});
