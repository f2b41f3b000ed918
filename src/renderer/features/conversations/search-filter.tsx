import {
  Button,
  Checkbox,
  Field,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Select,
} from '@fluentui/react-components';
import { Filter20Filled, Filter20Regular } from '@fluentui/react-icons/svg/filter';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { type FilterChoice, filterCount, noFilter } from './search.logic.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '12px', width: 'min(240px, 75vw)' },
  // A model's name may be longer than there is room.
  select: { minWidth: 0, '& select': { minWidth: 0, width: '100%', textOverflow: 'ellipsis' } },
});

/** What the filters need. */
export interface SearchFilterProps {
  readonly choice: FilterChoice;
  readonly deployments: readonly Pick<Deployment, 'id' | 'displayName'>[];
  readonly onChange: (choice: FilterChoice) => void;
}

/** Narrows a search, in a small window of its own. */
export function SearchFilter({ choice, deployments, onChange }: SearchFilterProps) {
  const classes = useStyles();
  const count = filterCount(choice);
  const name = count === 0 ? 'Filter' : `Filter, ${count} set`;
  return (
    <Popover trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button
          appearance="transparent"
          size="small"
          icon={count === 0 ? <Filter20Regular /> : <Filter20Filled />}
          aria-label={name}
          title={name}
        />
      </PopoverTrigger>
      <PopoverSurface aria-label="Filter">
        <div className={classes.form}>
          <Field label="Written">
            <Select
              className={classes.select}
              value={choice.period}
              onChange={(_event, { value }) => onChange({ ...choice, period: value as FilterChoice['period'] })}
            >
              <option value="any">Any time</option>
              <option value="week">In the last 7 days</option>
              <option value="month">In the last 30 days</option>
              <option value="year">In the last year</option>
            </Select>
          </Field>
          <Field label="By">
            <Select
              className={classes.select}
              value={choice.role}
              onChange={(_event, { value }) => onChange({ ...choice, role: value as FilterChoice['role'] })}
            >
              <option value="any">Anyone</option>
              <option value="user">You</option>
              <option value="assistant">The model</option>
            </Select>
          </Field>
          <Field label="Answered by">
            <Select
              className={classes.select}
              value={choice.deploymentId}
              onChange={(_event, { value }) => onChange({ ...choice, deploymentId: value })}
            >
              <option value="">Any model</option>
              {deployments.map(({ id, displayName }) => (
                <option key={id} value={id}>
                  {displayName}
                </option>
              ))}
            </Select>
          </Field>
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
