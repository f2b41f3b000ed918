import {
  Button,
  Checkbox,
  Field,
  Input,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Select,
} from '@fluentui/react-components';
import { Filter20Filled, Filter20Regular } from '@fluentui/react-icons/svg/filter';
import type { ReactNode } from 'react';
import {
  type FilterChoice,
  filterCount,
  type FilterNames,
  folderKey,
  noFilter,
  type Period,
  periodNames,
  periods,
} from './search-filter.logic.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '12px', width: 'min(240px, 75vw)' },
  // Where the window is low, the filters are scrolled.
  surface: { maxHeight: 'calc(100vh - 32px)', overflowY: 'auto', boxSizing: 'border-box' },
  // A model's name may be longer than there is room.
  select: { minWidth: 0, '& select': { minWidth: 0, width: '100%', textOverflow: 'ellipsis' } },
  input: { minWidth: 0, '& input': { minWidth: 0, width: '100%' } },
});

/** What the filters need. */
export interface SearchFilterProps {
  readonly choice: FilterChoice;
  readonly names: FilterNames;
  readonly onChange: (choice: FilterChoice) => void;
  /** Called when the filters come into sight. */
  readonly onOpen: () => void;
}

/** Narrows a search, in a small window of its own. */
export function SearchFilter({ choice, names, onChange, onOpen }: SearchFilterProps) {
  const classes = useStyles();
  const { deployments, folders, people } = names;
  const count = filterCount(choice, names);
  const name = count === 0 ? 'Filter' : `Filter, ${count} set`;
  return (
    <Popover trapFocus onOpenChange={(_event, { open }) => (open ? onOpen() : undefined)}>
      <PopoverTrigger disableButtonEnhancement>
        <Button
          appearance="transparent"
          size="small"
          icon={count === 0 ? <Filter20Regular /> : <Filter20Filled />}
          aria-label={name}
          title={name}
        />
      </PopoverTrigger>
      <PopoverSurface className={classes.surface} aria-label="Filter">
        <div className={classes.form}>
          <Times choice={choice} onChange={onChange} />
          <Choice label="By" value={choice.role} onChoose={(role) => onChange({ ...choice, role })}>
            <option value="any">Anyone</option>
            <option value="user">You</option>
            <option value="assistant">The model</option>
          </Choice>
          <Choice
            label="Answered by"
            value={choice.deploymentId}
            onChoose={(deploymentId) => onChange({ ...choice, deploymentId })}
          >
            <option value="">Any model</option>
            {deployments.map(({ id, displayName }) => (
              <option key={id} value={id}>
                {displayName}
              </option>
            ))}
          </Choice>
          <Choice label="In" value={choice.place} onChoose={(place) => onChange({ ...choice, place })}>
            <option value="">All conversations</option>
            <option value="archive">Archive</option>
            <option value="bin">Bin</option>
            {folders.length === 0 ? null : (
              <optgroup label="Folders">
                {folders.map((folder) => (
                  <option key={folder.id} value={folderKey(folder.id)}>
                    {folder.name}
                  </option>
                ))}
              </optgroup>
            )}
          </Choice>
          {people.length === 0 ? null : (
            <Choice label="Mentions" value={choice.personId} onChoose={(personId) => onChange({ ...choice, personId })}>
              <option value="">Anybody or nobody</option>
              {people.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            </Choice>
          )}
          <Checkbox
            label="With files"
            checked={choice.hasFile}
            onChange={(_event, { checked }) => onChange({ ...choice, hasFile: checked === true })}
          />
          <Button disabled={count === 0} onClick={() => onChange(noFilter)}>
            Clear
          </Button>
        </div>
      </PopoverSurface>
    </Popover>
  );
}

function Choice<Value extends string>({
  label,
  value,
  onChoose,
  children,
}: {
  readonly label: string;
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <Field label={label}>
      <Select
        className={classes.select}
        value={value}
        onChange={(_event, { value: chosen }) => onChoose(chosen as Value)}
      >
        {children}
      </Select>
    </Field>
  );
}

function Times({ choice, onChange }: Pick<SearchFilterProps, 'choice' | 'onChange'>) {
  const classes = useStyles();
  return (
    <>
      <Choice<Period> label="Written" value={choice.period} onChoose={(period) => onChange({ ...choice, period })}>
        {periods.map((period) => (
          <option key={period} value={period}>
            {periodNames[period]}
          </option>
        ))}
      </Choice>
      {choice.period === 'dates' ? (
        <>
          <Field label="First day">
            <Input
              className={classes.input}
              type="date"
              value={choice.from}
              onChange={(_event, { value }) => onChange({ ...choice, from: value })}
            />
          </Field>
          <Field label="Last day">
            <Input
              className={classes.input}
              type="date"
              value={choice.until}
              onChange={(_event, { value }) => onChange({ ...choice, until: value })}
            />
          </Field>
        </>
      ) : null}
    </>
  );
}
