import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Tab,
  TabList,
  tokens,
} from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { UsageRange, type UsageSummary } from '../../../shared/model/usage.ts';
import { errorData, type Projection, unwrap, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { UsageTable } from './usage-table.tsx';
import {
  byModel,
  byTime,
  costTexts,
  inputText,
  numberText,
  ranges,
  sumUsage,
  tokensOf,
  usageNotes,
} from './usage.logic.ts';

const useStyles = makeStyles({
  surface: { maxWidth: '40rem' },
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    // Another range does not move the buttons under the pointer.
    minHeight: 'min(26rem, 60vh)',
  },
  ranges: { flexWrap: 'wrap', marginLeft: '-10px' },
  notes: {
    margin: 0,
    paddingInlineStart: '16px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

/** What the dialog needs. */
export interface UsageDialogProps {
  readonly deployments: readonly Deployment[];
  readonly onClose: () => void;
}

/** What the account has used: in all, by model and by day. */
export function UsageDialog({ deployments, onClose }: UsageDialogProps) {
  const classes = useStyles();
  const [range, setRange] = useState<UsageRange>('month');
  const [summary, reload] = useUsage(range);
  return (
    <Dialog open onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface className={classes.surface}>
        <DialogBody>
          <DialogTitle>Usage</DialogTitle>
          <DialogContent className={classes.content}>
            <TabList
              className={classes.ranges}
              aria-label="Time"
              selectedValue={range}
              onTabSelect={(_event, { value }) => setRange(UsageRange.catch('month').parse(value))}
            >
              {ranges.map((each) => (
                <Tab key={each.range} id={`usage-${each.range}`} value={each.range} aria-controls="usage-of-range">
                  {each.label}
                </Tab>
              ))}
            </TabList>
            <div
              id="usage-of-range"
              role="tabpanel"
              aria-labelledby={`usage-${range}`}
              aria-busy={summary.kind === 'loading'}
            >
              <Panel summary={summary} deployments={deployments} onReload={reload} />
            </div>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              Close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

interface PanelProps extends Pick<UsageDialogProps, 'deployments'> {
  readonly summary: Projection<UsageSummary>;
  readonly onReload: () => void;
}

function Panel({ summary, deployments, onReload }: PanelProps) {
  const card = useErrorCard();
  switch (summary.kind) {
    case 'loading':
      return null;
    case 'failed':
      return <ErrorCard {...card(summary.error)} actions={[{ label: 'Try again', run: onReload }]} />;
    case 'ready':
      return <Numbers summary={summary.value} deployments={deployments} />;
  }
}

function Numbers({
  summary: { rows },
  deployments,
}: Pick<UsageDialogProps, 'deployments'> & { summary: UsageSummary }) {
  const classes = useStyles();
  if (rows.length === 0) return 'Nothing was used in this time.';
  const sum = sumUsage(rows);
  const { unit, lines } = byTime(rows);
  const costs = costTexts(sum);
  return (
    <div className={classes.content}>
      <Facts
        facts={[
          { name: 'Requests', value: numberText(sum.requests) },
          { name: 'Tokens', value: numberText(tokensOf(sum)) },
          { name: 'In', value: inputText(sum) },
          { name: 'Out', value: numberText(sum.outputTokens) },
          ...(costs.length === 0 ? [] : [{ name: 'Cost', value: costs.join(' and ') }]),
        ]}
      />
      <UsageTable caption="By model" unit="Model" lines={byModel(rows, deployments)} />
      <UsageTable caption={unit === 'Day' ? 'By day' : 'By month'} unit={unit} lines={lines} />
      <ul className={classes.notes}>
        {usageNotes(sum).map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}

/** What was used in a range; what was shown before stays until the next is there. */
function useUsage(range: UsageRange): readonly [Projection<UsageSummary>, reload: () => void] {
  const { usage } = useBridge();
  const [summary, setSummary] = useState<Projection<UsageSummary>>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isWanted = true;
    void usage
      .summary({ range })
      .then(unwrap)
      .then(
        (value): Projection<UsageSummary> => ({ kind: 'ready', value }),
        (thrown: unknown): Projection<UsageSummary> => ({ kind: 'failed', error: errorData(thrown) }),
      )
      .then((next) => {
        if (isWanted) setSummary(next);
      });
    return () => {
      isWanted = false;
    };
  }, [usage, range, attempt]);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);
  return [summary, reload];
}
