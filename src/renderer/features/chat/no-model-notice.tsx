import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { shortWindow } from '../../ui/short-window.ts';
import { useDiscovery } from './use-discovery.ts';

const useStyles = makeStyles({
  root: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    [shortWindow]: { order: 1, width: '100%' },
  },
  action: { fontSize: 'inherit' },
});

/** Says why no message can be sent, and what to do, where there is no model. */
export function NoModelNotice() {
  const classes = useStyles();
  const { line, run } = useDiscovery([]);
  const action = line?.action;
  return (
    <span className={classes.root}>
      <span role="status">{line?.text ?? 'There is no model that you may use. Ask your IT department for one.'}</span>
      {action === undefined ? null : (
        <>
          {' '}
          <Link as="button" inline className={classes.action} onClick={() => run(action.kind)}>
            {action.label}
          </Link>
        </>
      )}
    </span>
  );
}
