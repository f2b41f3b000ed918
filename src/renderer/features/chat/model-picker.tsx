import { Dropdown, makeStyles, Option, tokens } from '@fluentui/react-components';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { shortWindow } from '../../ui/short-window.ts';
import { ModelOption } from './model-option.tsx';

const useStyles = makeStyles({
  root: {
    minWidth: 0,
    maxWidth: 'min(18rem, 60%)',
    marginLeft: '-8px',
    border: 'none',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    '::after': { display: 'none' },
    [shortWindow]: { maxWidth: '30vw', marginLeft: 0 },
    '&:has(:focus-visible)': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  // Fluent lets the name push the arrow out of a narrow field.
  button: { minWidth: 0, gridTemplateColumns: '[content] minmax(0, 1fr) [icon] auto [end]' },
  value: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  list: { minWidth: 'min(21rem, 80vw)' },
});

/** What the model picker needs. */
export interface ModelPickerProps {
  readonly deployments: readonly Deployment[];
  readonly deployment: Deployment | undefined;
  readonly onDeployment: (deploymentId: string) => void;
}

/** Chooses the model of the next answer. */
export function ModelPicker({ deployments, deployment, onDeployment }: ModelPickerProps) {
  const classes = useStyles();
  return (
    <Dropdown
      className={classes.root}
      aria-label="Model"
      appearance="filled-lighter"
      size="small"
      listbox={{ className: classes.list }}
      positioning={{ position: 'above', align: 'start', autoSize: 'height' }}
      button={{
        className: classes.button,
        children: <span className={classes.value}>{deployment?.displayName ?? 'No model'}</span>,
      }}
      value={deployment?.displayName ?? ''}
      selectedOptions={deployment === undefined ? [] : [deployment.id]}
      onOptionSelect={(_event, { optionValue }) => {
        if (optionValue !== undefined) onDeployment(optionValue);
      }}
    >
      {deployments.map((each) => (
        <Option key={each.id} value={each.id} text={each.displayName}>
          <ModelOption deployment={each} />
        </Option>
      ))}
    </Dropdown>
  );
}
