import {
  Combobox,
  type ComboboxProps,
  Dropdown,
  makeStyles,
  mergeClasses,
  Option,
  OptionGroup,
  tokens,
} from '@fluentui/react-components';
import { type RefCallback, useRef, useState } from 'react';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { useCommand } from '../../commands.ts';
import { shortWindow } from '../../ui/short-window.ts';
import { visuallyHidden } from '../../ui/visually-hidden.ts';
import {
  type DiscoveryAction,
  type DiscoveryLine,
  isSearched,
  matchingModels,
  modelSections,
  shownModels,
} from './model-list.logic.ts';
import { ModelOption } from './model-option.tsx';
import { useDiscovery } from './use-discovery.ts';
import { hoveredRow } from '../../ui/highlighted-row.ts';

const useStyles = makeStyles({
  root: {
    minWidth: 0,
    maxWidth: 'min(18rem, 60%)',
    marginLeft: '-8px',
    border: 'none',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    ':hover': hoveredRow,
    '::after': { display: 'none' },
    [shortWindow]: { maxWidth: '30vw', marginLeft: 0 },
    '&:has(:focus-visible)': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  // Fluent gives the field of a search a width of its own.
  searched: { gridTemplateColumns: 'minmax(0, 1fr) auto' },
  // Fluent lets the name push the arrow out of a narrow field.
  button: { minWidth: 0, gridTemplateColumns: '[content] minmax(0, 1fr) [icon] auto [end]' },
  value: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  search: { textOverflow: 'ellipsis', fieldSizing: 'content', minWidth: '4rem', color: 'inherit' },
  list: { minWidth: 'min(21rem, 80vw)', maxHeight: 'min(30rem, 70vh)' },
  group: { whiteSpace: 'normal', overflowWrap: 'anywhere' },
  hidden: visuallyHidden,
});

/** What the model picker needs. */
export interface ModelPickerProps {
  readonly deployments: readonly Deployment[];
  readonly deployment: Deployment | undefined;
  readonly onDeployment: (deploymentId: string) => void;
}

/** Values of the options that are no models; no id of a deployment has such a character. */
const actionValues: Readonly<Record<DiscoveryAction, string>> = { look: '\u0000look', allow: '\u0000allow' };

/** Chooses the model of the next answer; many of them can be searched. */
export function ModelPicker({ deployments, deployment, onDeployment }: ModelPickerProps) {
  const classes = useStyles();
  const { line, announcement, run } = useDiscovery(deployments);
  const name = deployment?.displayName;
  const field = useRef<HTMLElement | null>(null);
  const keep: RefCallback<HTMLElement> = (element) => {
    field.current = element;
  };
  useCommand('choose-model', onDeployment);
  useCommand('model-picker', () => {
    field.current?.focus();
    field.current?.click();
  });
  const shared = {
    'aria-label': 'Model',
    appearance: 'filled-lighter',
    size: 'small',
    listbox: { className: classes.list },
    // Never beside the field: a long list would leave a narrow window.
    positioning: {
      position: 'above',
      align: 'start',
      autoSize: 'height',
      fallbackPositions: ['above-start', 'below-start'],
    },
    selectedOptions: deployment === undefined ? [] : [deployment.id],
    onOptionSelect: (_event, { optionValue }) => {
      if (optionValue === actionValues.look) run('look');
      else if (optionValue === actionValues.allow) run('allow');
      else if (optionValue !== undefined) onDeployment(optionValue);
    },
  } as const satisfies Partial<ComboboxProps>;
  return (
    <>
      {isSearched(deployments, line) ? (
        <SearchedPicker field={keep} shared={shared} name={name ?? 'No model'} deployments={deployments} line={line} />
      ) : (
        <Dropdown
          ref={keep}
          {...shared}
          className={classes.root}
          button={{
            className: classes.button,
            children: <span className={classes.value}>{name ?? 'No model'}</span>,
          }}
          value={name ?? ''}
        >
          <ModelList deployments={deployments} line={line} />
        </Dropdown>
      )}
      <span role="status" className={classes.hidden}>
        {announcement}
      </span>
    </>
  );
}

interface ModelListProps {
  readonly deployments: readonly Deployment[];
  /** Told after the models. */
  readonly note?: string | undefined;
  readonly line: DiscoveryLine | undefined;
}

/** While the list is open, its field is for searching; the name of the chosen model is back when it closes. */
function SearchedPicker({
  field,
  shared,
  name,
  deployments,
  line,
}: ModelListProps & {
  readonly field: RefCallback<HTMLElement>;
  readonly shared: Partial<ComboboxProps>;
  readonly name: string;
}) {
  const classes = useStyles();
  const [search, setSearch] = useState<string | null>(null);
  const { deployments: shown, note } = shownModels(matchingModels(deployments, search ?? ''), search ?? '');
  return (
    <Combobox
      ref={field}
      {...shared}
      className={mergeClasses(classes.root, classes.searched)}
      input={{ className: classes.search }}
      // The field itself opens the list; a second stop on the way by Tab would be one too many.
      expandIcon={{ tabIndex: -1 }}
      value={search ?? name}
      placeholder={search === null ? '' : 'Search models'}
      onChange={(event) => setSearch(event.target.value)}
      onOpenChange={(_event, { open }) => setSearch(open ? '' : null)}
    >
      <ModelList deployments={shown} note={note} line={line} />
    </Combobox>
  );
}

function ModelList({ deployments, note, line }: ModelListProps) {
  const classes = useStyles();
  return (
    <>
      {modelSections(deployments).map(({ title, deployments: members }) => {
        const options = members.map((each) => (
          <Option key={each.id} value={each.id} text={each.displayName}>
            <ModelOption deployment={each} />
          </Option>
        ));
        return title === undefined ? (
          options
        ) : (
          <OptionGroup key={title} label={{ className: classes.group, children: title }}>
            {options}
          </OptionGroup>
        );
      })}
      {note === undefined ? null : (
        <Option key="note" value="" text={note} disabled>
          {note}
        </Option>
      )}
      {line === undefined ? null : (
        <OptionGroup key="discovery" label={{ className: classes.group, children: line.text }}>
          {line.action === undefined ? null : (
            <Option value={actionValues[line.action.kind]} text={line.action.label} checkIcon={null}>
              {line.action.label}
            </Option>
          )}
        </OptionGroup>
      )}
    </>
  );
}
