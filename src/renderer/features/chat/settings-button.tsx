import {
  Button,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Subtitle2,
  tokens,
} from '@fluentui/react-components';
import { Options20Regular } from '@fluentui/react-icons/svg/options';
import { changedSettings } from './settings.logic.ts';
import { SettingsForm, type SettingsFormProps } from './settings-form.tsx';

const useStyles = makeStyles({
  trigger: { flexShrink: 0 },
  icon: { position: 'relative' },
  mark: {
    position: 'absolute',
    top: 0,
    right: 0,
    width: '8px',
    height: '8px',
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorCompoundBrandBackground,
    '@media (forced-colors: active)': { border: '4px solid Highlight' },
  },
  surface: {
    width: 'min(24rem, calc(100vw - 16px))',
    overflowY: 'auto',
    boxSizing: 'border-box',
    padding: '16px',
    borderRadius: tokens.borderRadiusXLarge,
  },
  title: { display: 'block', margin: '0 0 8px' },
});

/** What the settings of a conversation need. */
export interface SettingsButtonProps extends SettingsFormProps {
  /** The person is done with a field, or with all of them. */
  readonly onSettingsDone: () => void;
}

/** Shows whether the conversation has settings of its own, and opens them. */
export function SettingsButton(props: SettingsButtonProps) {
  const { onSettingsDone, ...form } = props;
  const { deployment, settings } = form;
  const classes = useStyles();
  const isChanged = changedSettings(deployment, settings).length > 0;
  const name = isChanged ? 'Settings, changed' : 'Settings';
  return (
    <Popover
      trapFocus
      positioning={{ position: 'above', align: 'start', overflowBoundaryPadding: 8, autoSize: 'height' }}
      onOpenChange={(_event, { open }) => {
        if (!open) onSettingsDone();
      }}
    >
      <PopoverTrigger disableButtonEnhancement>
        <Button
          className={classes.trigger}
          appearance="subtle"
          size="small"
          aria-label={name}
          title={name}
          icon={{
            className: classes.icon,
            children: (
              <>
                <Options20Regular />
                {isChanged ? <span className={classes.mark} /> : null}
              </>
            ),
          }}
        />
      </PopoverTrigger>
      <PopoverSurface className={classes.surface} aria-label="Conversation settings" onBlur={onSettingsDone}>
        <Subtitle2 as="h2" className={classes.title}>
          Settings of this conversation
        </Subtitle2>
        <SettingsForm {...form} />
      </PopoverSurface>
    </Popover>
  );
}
