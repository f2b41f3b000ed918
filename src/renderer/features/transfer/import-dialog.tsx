import { Button, Field, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import type { ImportProgress } from '../../../shared/model/transfer.ts';
import { useBridge, useErrorCard } from '../../bridge.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { importHeadline, importText, reportLines, reportText } from './transfer.logic.ts';
import { TransferFrame } from './transfer-frame.tsx';
import { useTransfer } from './use-transfer.ts';

const useStyles = makeStyles({
  lines: { margin: '8px 0 0', paddingInlineStart: '20px', color: tokens.colorNeutralForeground2 },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** Asks for a file, follows the import to its end, and reports what was taken and what not. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const classes = useStyles();
  const { transfer } = useBridge();
  const [state, start] = useTransfer<ImportProgress>();
  const isRunning = state.kind === 'running';
  const done = state.kind === 'ended' && state.progress.kind === 'done' ? state.progress : null;
  const run = () => start((listener) => transfer.import(undefined, listener));
  // Stopped, it still reports what it has taken.
  const cancel = () => (isRunning ? void transfer.stop() : onClose());
  const part = isRunning && state.progress?.kind === 'reading' ? state.progress.part : undefined;
  return (
    <TransferFrame
      title="Import conversations"
      isRunning={isRunning}
      error={state.kind === 'failed' ? state.error : null}
      onClose={cancel}
      actions={
        <>
          {done === null ? (
            <Button appearance="primary" disabledFocusable={isRunning} onClick={run}>
              Choose file…
            </Button>
          ) : (
            <CopyButton label="Copy report" isLabelShown text={() => reportText(done)} />
          )}
          <Button onClick={cancel}>{isRunning ? 'Stop' : done === null ? 'Cancel' : 'Close'}</Button>
        </>
      }
    >
      {done !== null ? (
        <Report done={done} />
      ) : isRunning ? (
        <Field validationMessage={importText(state.progress ?? { kind: 'choosing' })} validationState="none">
          <ProgressBar aria-label="Import" {...(part === undefined ? {} : { value: part })} />
        </Field>
      ) : (
        <>
          <Text>Choose an export of Parley, ChatGPT, LibreChat, Open WebUI or Cherry Studio: a JSON or ZIP file.</Text>
          <Text className={classes.quiet}>
            It is read on this computer and sent nowhere. Conversations that are here already stay as they are.
          </Text>
        </>
      )}
    </TransferFrame>
  );
}

function Report({ done }: { readonly done: Extract<ImportProgress, { kind: 'done' }> }) {
  const classes = useStyles();
  const card = useErrorCard();
  return (
    <>
      <div role="status">
        <Text as="p" block weight="semibold">
          {importHeadline(done)}
        </Text>
        <ul aria-label="Report" className={classes.lines}>
          {reportLines(done.report).map((line) => (
            <li key={line} dir="auto">
              {line}
            </li>
          ))}
        </ul>
      </div>
      {done.error === null ? null : <ErrorCard {...card(done.error)} />}
    </>
  );
}
