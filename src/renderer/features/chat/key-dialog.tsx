import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { type SyntheticEvent, useRef, useState } from 'react';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { type ActionState, errorData, unwrap, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';

const useStyles = makeStyles({
  field: {
    width: '100%',
    boxSizing: 'border-box',
    height: '32px',
    padding: '0 12px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBottomColor: tokens.colorNeutralStrokeAccessible,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    fontSize: tokens.fontSizeBase300,
    ':focus': { outline: `2px solid ${tokens.colorCompoundBrandStroke}`, outlineOffset: '-1px' },
    '::placeholder': { color: tokens.colorNeutralForeground4, opacity: 1 },
  },
  content: { display: 'flex', flexDirection: 'column', gap: '12px', overflowWrap: 'anywhere' },
});

/** What entering a key needs. */
export interface KeyDialogProps {
  readonly deployment: Deployment;
  /** Called once main has the key. */
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Takes the person's API key for a deployment; one that is there is never shown, only replaced or removed. */
export function KeyDialog({ deployment, onSaved, onClose }: KeyDialogProps) {
  const classes = useStyles();
  const card = useErrorCard();
  const { session } = useBridge();
  // SECURITY: the key is in the field alone, never in React's state or in an attribute of the page.
  const field = useRef<HTMLInputElement>(null);
  const [isBlank, setIsBlank] = useState(true);
  const [state, setState] = useState<ActionState>({ kind: 'idle' });
  const { id: deploymentId, displayName, credential } = deployment;

  const keep = (key: string) => {
    setState({ kind: 'running' });
    session
      .setKey({ deploymentId, key })
      .then(unwrap)
      .then(
        () => {
          onClose();
          if (key !== '') onSaved();
        },
        (thrown: unknown) => setState({ kind: 'failed', error: errorData(thrown) }),
      );
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const key = field.current?.value.trim() ?? '';
    if (key === '' || state.kind === 'running') return;
    if (field.current !== null) field.current.value = '';
    setIsBlank(true);
    keep(key);
  };
  return (
    <Dialog open onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface>
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>API key for {displayName}</DialogTitle>
            <DialogContent className={classes.content}>
              <Field
                label="API key"
                hint="It is kept encrypted on this computer for this account, and never shown again."
              >
                {(control) => (
                  // Fluent's own field would keep the value in React's state.
                  <input
                    {...control}
                    ref={field}
                    className={classes.field}
                    type="password"
                    name="api-key"
                    autoComplete="off"
                    autoCapitalize="off"
                    spellCheck={false}
                    maxLength={1000}
                    placeholder={credential === 'key' ? 'A key is kept; enter another one to replace it' : ''}
                    onChange={(event) => setIsBlank(event.target.value.trim() === '')}
                  />
                )}
              </Field>
              {state.kind === 'failed' ? <ErrorCard {...card(state.error)} /> : null}
            </DialogContent>
            <DialogActions>
              {credential === 'key' ? (
                <Button disabledFocusable={state.kind === 'running'} onClick={() => keep('')}>
                  Remove key
                </Button>
              ) : null}
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" appearance="primary" disabledFocusable={isBlank || state.kind === 'running'}>
                Save
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
