import { makeStyles, tokens } from '@fluentui/react-components';
import { useContext } from 'react';
import { AppInfoContext, helpDeskActions } from '../../bridge.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Facts } from '../../ui/facts.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: '16px', paddingTop: '12px' },
  line: { margin: 0, color: tokens.colorNeutralForeground3 },
});

const platformNames = { windows: 'Windows', macos: 'macOS', linux: 'Linux', browser: 'Browser' } as const;

/** What this Parley is, and who has set it up. */
export function AboutPage() {
  const classes = useStyles();
  const info = useContext(AppInfoContext);
  const facts = [
    { name: 'Version', value: info.version },
    { name: 'System', value: platformNames[info.platform] },
    ...(info.organisationName === '' ? [] : [{ name: 'Organisation', value: info.organisationName }]),
    { name: 'Policy', value: info.policySource === '' ? 'None' : info.policySource },
    { name: 'Licence', value: 'MIT' },
  ];
  return (
    <div className={classes.root}>
      <BrandMark size={48} />
      <Facts facts={facts} />
      <p className={classes.line}>
        Parley is free software, made with libraries under the MIT, Apache, BSD and ISC licences.
      </p>
      {helpDeskActions(info).map((action) => (
        <ActionButton key={action.label} action={action} />
      ))}
    </div>
  );
}
