import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { LibraryKind } from '../../../shared/model/library-file.ts';
import { errorData, unwrap, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { libraryExportText, libraryImportText } from './library-files.logic.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '8px' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  told: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** What the files of a library need. */
export interface LibraryFilesProps {
  readonly kind: LibraryKind;
  readonly mayExport: boolean;
}

/** Takes prompts or assistants from a file, and writes the person's own to one. */
export function LibraryFiles({ kind, mayExport }: LibraryFilesProps) {
  const classes = useStyles();
  const card = useErrorCard();
  const { library } = useBridge();
  const [isRunning, setIsRunning] = useState(false);
  const [text, setText] = useState('');
  const [error, setError] = useState<AppErrorData | null>(null);
  const run = async (work: () => Promise<string>) => {
    setIsRunning(true);
    setError(null);
    setText('');
    try {
      setText(await work());
    } catch (thrown) {
      setError(errorData(thrown));
    } finally {
      setIsRunning(false);
    }
  };
  return (
    <div className={classes.root}>
      <div className={classes.buttons}>
        <Button
          size="small"
          disabledFocusable={isRunning}
          onClick={() => void run(async () => libraryImportText(unwrap(await library.import())))}
        >
          Import…
        </Button>
        {mayExport ? (
          <Button
            size="small"
            disabledFocusable={isRunning}
            onClick={() => void run(async () => libraryExportText(unwrap(await library.export({ kind })), kind))}
          >
            Export…
          </Button>
        ) : null}
      </div>
      {error === null ? null : <ErrorCard {...card(error)} onDismiss={() => setError(null)} />}
      <Text role="status" className={classes.told}>
        {text}
      </Text>
    </div>
  );
}
