import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { LockClosed16Regular } from '@fluentui/react-icons/svg/lock-closed';
import { Warning16Regular } from '@fluentui/react-icons/svg/warning';
import { type ReactNode, useContext } from 'react';
import { AppInfoContext } from '../../bridge.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '4px 24px',
    padding: '12px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':last-child': { borderBottomStyle: 'none' },
  },
  words: { flexGrow: 1, flexBasis: '14rem', minWidth: 0 },
  label: { display: 'block', fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  note: {
    margin: 0,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    overflowWrap: 'anywhere',
  },
  obstacle: { color: tokens.colorStatusWarningForeground3 },
  told: { display: 'flex', alignItems: 'center', gap: '4px', marginTop: '2px', ':empty': { position: 'absolute' } },
  control: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: '4px', maxWidth: '100%', minWidth: 0 },
});

/** What a row needs. */
export interface SettingRowProps {
  /** The label's id is this; that of what is said about it ends in `-about`. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly isManaged?: boolean;
  /** What stands in the way of what is chosen, empty for nothing; undefined where nothing can. */
  readonly obstacle?: string | undefined;
  readonly children: ReactNode;
}

/** A setting: what it is called, what it does, and what changes it. */
export function SettingRow({ id, label, description, isManaged = false, obstacle, children }: SettingRowProps) {
  const classes = useStyles();
  const { organisationName } = useContext(AppInfoContext);
  return (
    <div className={classes.root}>
      <div className={classes.words}>
        <span id={id} className={classes.label}>
          {label}
        </span>
        <div id={`${id}-about`}>
          {description === '' ? null : <p className={classes.note}>{description}</p>}
          {obstacle === undefined ? null : (
            <p role="status" className={mergeClasses(classes.note, classes.told, classes.obstacle)}>
              {obstacle === '' ? null : (
                <>
                  <Warning16Regular aria-hidden />
                  {obstacle}
                </>
              )}
            </p>
          )}
          {isManaged ? (
            <p className={mergeClasses(classes.note, classes.told)}>
              <LockClosed16Regular aria-hidden />
              {organisationName === '' ? 'Managed by your organisation' : `Managed by ${organisationName}`}
            </p>
          ) : null}
        </div>
      </div>
      <div className={classes.control}>{children}</div>
    </div>
  );
}
