import { makeStyles, tokens } from '@fluentui/react-components';
import { useContext } from 'react';
import { chordKeys } from '../../../shared/commands/chord.ts';
import { AppInfoContext } from '../../bridge.ts';

const useStyles = makeStyles({
  keys: { display: 'inline-flex', gap: '4px', color: tokens.colorNeutralForeground2 },
  key: {
    padding: '2px 6px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
  },
  none: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** The keys of a chord as they stand on the keyboard; undefined for none. */
export function KeyCaps({ chord }: { readonly chord: string | undefined }) {
  const classes = useStyles();
  const { platform } = useContext(AppInfoContext);
  if (chord === undefined) return <span className={classes.none}>None</span>;
  return (
    <span className={classes.keys}>
      {chordKeys(chord, platform).map((key) => (
        <kbd key={key} className={classes.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
