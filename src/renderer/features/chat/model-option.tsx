import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { Lightbulb16Regular } from '@fluentui/react-icons/svg/lightbulb';
import { Document16Regular } from '@fluentui/react-icons/svg/document';
import { ImageSparkle16Regular } from '@fluentui/react-icons/svg/image-sparkle';
import { Image16Regular } from '@fluentui/react-icons/svg/image';
import { Wrench16Regular } from '@fluentui/react-icons/svg/wrench';
import type { ReactNode } from 'react';
import type { Deployment, ModelAbility } from '../../../shared/model/deployment.ts';
import { abilityNames, priceText, retirement, retirementText } from './models.logic.ts';

const quiet = {
  color: tokens.colorNeutralForeground3,
  fontSize: tokens.fontSizeBase200,
  lineHeight: '16px',
} as const;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0, overflowWrap: 'anywhere' },
  quiet,
  abilities: { ...quiet, display: 'flex', flexWrap: 'wrap', columnGap: '10px' },
  ability: { display: 'inline-flex', alignItems: 'center', gap: '3px' },
  warning: { ...quiet, color: tokens.colorStatusWarningForeground3 },
});

const icons: Readonly<Record<ModelAbility, ReactNode>> = {
  vision: <Image16Regular />,
  files: <Document16Regular />,
  reasoning: <Lightbulb16Regular />,
  tools: <Wrench16Regular />,
  images: <ImageSparkle16Regular />,
};

/** A model as the picker shows it: what it is for, what it can do and costs, and when it ends. */
export function ModelOption({ deployment }: { readonly deployment: Deployment }) {
  const classes = useStyles();
  const { displayName, description, abilities, price, credential, found } = deployment;
  const end = retirementText(retirement(deployment, Date.now()));
  return (
    <span className={classes.root}>
      <Text>{displayName}</Text>
      {description === '' ? null : <span className={classes.quiet}>{description}</span>}
      {abilities.length === 0 ? null : (
        <span className={classes.abilities}>
          {abilities.map((ability) => (
            <span key={ability} className={classes.ability}>
              {icons[ability]}
              {abilityNames[ability]}
            </span>
          ))}
        </span>
      )}
      {price === undefined ? null : <span className={classes.quiet}>{priceText(price)}</span>}
      {end === undefined ? null : <span className={classes.warning}>{end}</span>}
      {found?.isGone === true ? <span className={classes.warning}>Azure does not show it any more</span> : null}
      {credential === 'key-missing' ? <span className={classes.warning}>needs a key</span> : null}
    </span>
  );
}
