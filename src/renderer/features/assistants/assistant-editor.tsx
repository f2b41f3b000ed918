import {
  Button,
  Checkbox,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Select,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import {
  type AssistantDraft,
  type AssistantLibrary,
  type AssistantSettings,
  descriptionLimit,
  type OwnAssistant,
} from '../../../shared/model/assistant.ts';
import { instructionsLimit } from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { isBlank } from '../../../shared/model/message.ts';
import { libraryNameLimit } from '../../../shared/model/prompt.ts';
import { focusOnShow } from '../../ui/focus-on-show.ts';
import { AssistantFileList } from './assistant-files.tsx';
import { modelChoices, toDraft, withServer } from './assistants.logic.ts';
import { StarterFields } from './starter-fields.tsx';
import { useAssistantFiles } from './use-assistant-files.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px', overflowWrap: 'anywhere', padding: '2px' },
  instructions: { width: '100%', '& textarea': { minHeight: '20vh', maxHeight: '40vh' } },
  group: { display: 'flex', flexDirection: 'column', gap: '4px', minWidth: 0, margin: 0, padding: 0, border: 'none' },
  legend: { padding: '0 0 4px', fontSize: tokens.fontSizeBase300 },
  details: { '& > summary': { cursor: 'pointer', padding: '4px 0' } },
});

/** Draws the settings that a model has; they are another feature's. */
export type RenderSettings = (fields: {
  readonly deployment: Deployment;
  readonly settings: AssistantSettings;
  readonly onSettings: (settings: AssistantSettings) => void;
}) => ReactNode;

/** What the editor needs. */
export interface AssistantEditorProps {
  readonly assistant: OwnAssistant;
  readonly isNew: boolean;
  readonly toolServers: AssistantLibrary['toolServers'];
  readonly deployments: readonly Deployment[];
  readonly renderSettings: RenderSettings;
  /** Why it could not be saved; null where nothing is wrong. */
  readonly failure: ReactNode;
  readonly onSave: (draft: AssistantDraft) => void;
  readonly onCancel: () => void;
}

/** Makes an assistant of the person's own. */
export function AssistantEditor(props: AssistantEditorProps) {
  const { isNew, toolServers, deployments, renderSettings, failure, onSave, onCancel } = props;
  const classes = useStyles();
  const [assistant, setAssistant] = useState(props.assistant);
  const { name, description, instructions, deploymentId, settings, starters, toolServerIds } = assistant;
  const change = (changed: Partial<OwnAssistant>) => setAssistant((before) => ({ ...before, ...changed }));
  const files = useAssistantFiles(props.assistant.files);
  const deployment = deployments.find(({ id }) => id === deploymentId) ?? deployments[0];
  const canSave = !isBlank(name) && !files.isReading;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (canSave) onSave(toDraft(assistant, files.keptIds));
  };
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <DialogTitle>{isNew ? 'New assistant' : 'Edit assistant'}</DialogTitle>
        <DialogContent className={classes.content}>
          {failure}
          <Field label="Name">
            <Input
              ref={focusOnShow}
              dir="auto"
              maxLength={libraryNameLimit}
              value={name}
              onChange={(_event, { value }) => change({ name: value })}
            />
          </Field>
          <Field label="Description">
            <Input
              dir="auto"
              maxLength={descriptionLimit}
              placeholder="What it is good for"
              value={description}
              onChange={(_event, { value }) => change({ description: value })}
            />
          </Field>
          <Field label="Instructions" hint="The model is told this first, before the chat’s own instructions.">
            <Textarea
              className={classes.instructions}
              dir="auto"
              maxLength={instructionsLimit}
              resize="vertical"
              value={instructions}
              onChange={(_event, { value }) => change({ instructions: value })}
            />
          </Field>
          <Field label="Model">
            <Select
              value={deploymentId ?? ''}
              onChange={(_event, { value }) => change({ deploymentId: value === '' ? undefined : value })}
            >
              {modelChoices(deployments, deploymentId).map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </Select>
          </Field>
          {deployment === undefined ? null : (
            <details className={classes.details}>
              <summary>Model settings</summary>
              {renderSettings({ deployment, settings, onSettings: (next) => change({ settings: next }) })}
            </details>
          )}
          <fieldset className={classes.group}>
            <legend className={classes.legend}>Files</legend>
            <AssistantFileList files={files} />
          </fieldset>
          {toolServers.length === 0 ? null : (
            <fieldset className={classes.group}>
              <legend className={classes.legend}>Tools that it may use</legend>
              {toolServers.map(({ id, displayName, description: about }) => (
                <Checkbox
                  key={id}
                  label={<bdi>{displayName}</bdi>}
                  title={about}
                  checked={toolServerIds?.includes(id) ?? true}
                  onChange={(_event, { checked }) =>
                    change({
                      toolServerIds: withServer(toolServerIds, { id, isAllowed: checked === true }, toolServers),
                    })
                  }
                />
              ))}
            </fieldset>
          )}
          <fieldset className={classes.group}>
            <legend className={classes.legend}>Starters</legend>
            <StarterFields starters={starters} onStarters={(next) => change({ starters: next })} />
          </fieldset>
        </DialogContent>
        <DialogActions>
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" appearance="primary" disabledFocusable={!canSave}>
            Save
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}
