import { makeStyles, Tag, TagGroup } from '@fluentui/react-components';
import type { FilterChoice, SetFilter } from './search-filter.logic.ts';

const useStyles = makeStyles({
  group: { display: 'flex', flexWrap: 'wrap', gap: '4px', flexShrink: 0, padding: '0 12px 8px' },
  tag: { maxWidth: '100%', minWidth: 0 },
});

/** The filters that are set, each to be cleared by itself. */
export function SetFilters({
  filters,
  onChange,
}: {
  readonly filters: readonly SetFilter[];
  readonly onChange: (choice: FilterChoice) => void;
}) {
  const classes = useStyles();
  if (filters.length === 0) return null;
  return (
    <TagGroup
      className={classes.group}
      aria-label="Filters that are set"
      size="small"
      onDismiss={(_event, { value }) => {
        const cleared = filters.find(({ key }) => key === value);
        if (cleared !== undefined) onChange(cleared.without);
      }}
    >
      {filters.map(({ key, name }) => (
        <Tag
          key={key}
          className={classes.tag}
          value={key}
          appearance="brand"
          shape="circular"
          dismissible
          dismissIcon={{ 'aria-label': 'Clear this filter' }}
        >
          {name}
        </Tag>
      ))}
    </TagGroup>
  );
}
