import { Button, makeStyles } from '@fluentui/react-components';
import { Attach20Regular } from '@fluentui/react-icons/svg/attach';
import { useRef } from 'react';

const useStyles = makeStyles({ input: { display: 'none' } });

/** Chooses files from disk: the page gets their content and never their path. */
export function AttachButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const classes = useStyles();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        appearance="subtle"
        size="small"
        icon={<Attach20Regular />}
        aria-label="Attach"
        title="Attach files"
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        className={classes.input}
        type="file"
        multiple
        aria-hidden
        tabIndex={-1}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file can be chosen again after it was removed.
          event.target.value = '';
        }}
      />
    </>
  );
}
