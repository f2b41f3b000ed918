import { Button } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons/svg/arrow-download';
import { ErrorCircle20Regular } from '@fluentui/react-icons/svg/error-circle';
import { useContext, useState } from 'react';
import { type SavedText, SaveTextContext } from './save-text.ts';

/** What the button needs. */
export interface SaveButtonProps {
  readonly label: string;
  readonly file: () => SavedText;
}

/** Saves a text of an answer as a file; where the window cannot, there is no such button. */
export function SaveButton({ label, file }: SaveButtonProps) {
  const save = useContext(SaveTextContext);
  const [hasFailed, setHasFailed] = useState(false);
  if (save === undefined) return null;
  const start = () => {
    setHasFailed(false);
    save(file()).then(
      ({ ok }) => setHasFailed(!ok),
      () => setHasFailed(true),
    );
  };
  return (
    <>
      <span role="status">{hasFailed ? 'The file could not be written. Choose another folder.' : ''}</span>
      <Button
        appearance="subtle"
        size="small"
        icon={hasFailed ? <ErrorCircle20Regular /> : <ArrowDownload20Regular />}
        aria-label={label}
        title={label}
        onClick={start}
      />
    </>
  );
}
