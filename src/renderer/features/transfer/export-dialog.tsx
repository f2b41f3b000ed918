import {
  Button,
  Checkbox,
  Field,
  makeStyles,
  ProgressBar,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Conversation } from '../../../shared/model/conversation.ts';
import { ExportFormat, type ExportProgress } from '../../../shared/model/transfer.ts';
import { useBridge } from '../../bridge.ts';
import { exportPart, exportText, extraText, formatTexts } from './transfer.logic.ts';
import { TransferFrame } from './transfer-frame.tsx';
import { useTransfer } from './use-transfer.ts';

const useStyles = makeStyles({
  option: { display: 'flex', flexDirection: 'column' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** What exporting needs. */
export interface ExportDialogProps {
  /** Null for every conversation. */
  readonly conversation: Pick<Conversation, 'id' | 'title'> | null;
  readonly onClose: () => void;
}

/** Asks for a format, and follows the export to its end. */
export function ExportDialog({ conversation, onClose }: ExportDialogProps) {
  const classes = useStyles();
  const { transfer } = useBridge();
  const formats = useFormats();
  const [format, setFormat] = useState<ExportFormat>('markdown');
  const [includeFiles, setIncludeFiles] = useState(true);
  const [state, start] = useTransfer<ExportProgress>();
  const extra = extraText(format);
  const isRunning = state.kind === 'running';
  const done = state.kind === 'ended' && state.progress.kind === 'done' ? state.progress : null;
  const run = () =>
    start((listener) => transfer.export({ conversationId: conversation?.id ?? null, format, includeFiles }, listener));
  // Stopped, it says so itself; then the dialog can be closed.
  const cancel = () => (isRunning ? void transfer.stop() : onClose());
  return (
    <TransferFrame
      title={
        conversation === null ? (
          'Export all conversations'
        ) : (
          <>
            Export “<bdi>{conversation.title}</bdi>”
          </>
        )
      }
      isRunning={isRunning}
      error={state.kind === 'failed' ? state.error : null}
      onClose={cancel}
      actions={
        <>
          {done === null ? (
            <Button appearance="primary" disabledFocusable={isRunning} onClick={run}>
              Export
            </Button>
          ) : null}
          <Button onClick={cancel}>{done === null ? 'Cancel' : 'Close'}</Button>
        </>
      }
    >
      {done !== null ? (
        <div role="status">
          <Text as="p" block>
            Saved as “<bdi>{done.name}</bdi>”: {exportText(done)}
          </Text>
        </div>
      ) : isRunning ? (
        <Field validationMessage={exportText(state.progress ?? { kind: 'choosing' })} validationState="none">
          <ProgressBar aria-label="Export" {...(state.progress === null ? {} : partOf(exportPart(state.progress)))} />
        </Field>
      ) : (
        <>
          <RadioGroup
            aria-label="Format"
            value={format}
            onChange={(_event, data) => setFormat(ExportFormat.parse(data.value))}
          >
            {formats.map((each) => (
              <Radio
                key={each}
                value={each}
                label={
                  <span className={classes.option}>
                    {formatTexts[each].name}
                    <span className={classes.quiet}>{formatTexts[each].use}</span>
                  </span>
                }
              />
            ))}
          </RadioGroup>
          {extra === undefined ? null : (
            <Checkbox
              label={extra}
              checked={includeFiles}
              onChange={(_event, data) => setIncludeFiles(data.checked === true)}
            />
          )}
          <Text className={classes.quiet}>
            The file is not encrypted: whoever can open it can read it. Keep it where only you can.
          </Text>
        </>
      )}
    </TransferFrame>
  );
}

function partOf(part: number | undefined) {
  return part === undefined ? {} : { value: part };
}

/** The formats that can be had on this computer. */
function useFormats(): readonly ExportFormat[] {
  const { transfer } = useBridge();
  const [formats, setFormats] = useState<readonly ExportFormat[]>(['markdown', 'html', 'json']);
  useEffect(() => {
    let isWanted = true;
    void transfer.formats().then((result) => {
      if (isWanted && result.ok) setFormats(result.value);
    });
    return () => {
      isWanted = false;
    };
  }, [transfer]);
  return formats;
}
