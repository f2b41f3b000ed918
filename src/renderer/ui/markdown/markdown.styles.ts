import { makeStyles, tokens } from '@fluentui/react-components';

const hairline = `1px solid ${tokens.colorNeutralStroke2}`;

/** Classes of running text. */
export const useMarkdownStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  group: { display: 'flex', flexDirection: 'column', gap: '12px', minWidth: 0 },
  block: { minWidth: 0, textAlign: 'start' },
  // A paragraph inside of a quote or a list may run the other way.
  paragraph: { margin: 0, unicodeBidi: 'plaintext' },
  literal: { margin: 0, whiteSpace: 'pre-wrap', fontFamily: 'inherit', textAlign: 'start', unicodeBidi: 'plaintext' },
  largeHeading: { margin: '12px 0 0', fontSize: '1.2em', lineHeight: 1.35, fontWeight: tokens.fontWeightSemibold },
  mediumHeading: { margin: '8px 0 0', fontSize: '1.067em', lineHeight: 1.4, fontWeight: tokens.fontWeightSemibold },
  heading: { margin: '4px 0 0', fontSize: '0.933em', lineHeight: 1.5, fontWeight: tokens.fontWeightSemibold },
  quote: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    margin: 0,
    padding: 0,
    paddingInlineStart: '16px',
    borderInlineStartWidth: '3px',
    borderInlineStartStyle: 'solid',
    borderInlineStartColor: tokens.colorNeutralStroke1,
    color: tokens.colorNeutralForeground2,
  },
  list: { margin: 0, padding: 0, paddingInlineStart: '24px' },
  item: {
    '& + li': { marginTop: '4px' },
    '& > p + *': { marginTop: '8px' },
    '& > ul, & > ol': { marginTop: '4px' },
    '& > div': { margin: '8px 0' },
    '::marker': { color: tokens.colorNeutralForeground3 },
  },
  task: { listStyleType: 'none', marginInlineStart: '-22px', '& + li': { marginTop: '4px' } },
  checkbox: { margin: 0, marginInlineEnd: '8px', verticalAlign: '-2px', accentColor: tokens.colorBrandBackground },
  rule: {
    width: '100%',
    margin: '8px 0',
    border: 'none',
    borderTop: hairline,
  },
  code: {
    padding: '1px 5px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground6,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '0.9em',
  },
  link: {
    color: tokens.colorBrandForegroundLink,
    textDecorationLine: 'underline',
    textDecorationThickness: '1px',
    textUnderlineOffset: '2px',
    ':hover': { color: tokens.colorBrandForegroundLinkHover, textDecorationThickness: '2px' },
  },
  displayMath: { display: 'block', overflowX: 'auto', overflowY: 'hidden', margin: '4px 0', textAlign: 'center' },
  footnoteMark: { lineHeight: 0 },
  footnoteButton: {
    padding: '0 2px',
    border: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorBrandForegroundLink,
    font: 'inherit',
    cursor: 'pointer',
    ':hover': { textDecorationLine: 'underline' },
  },
  footnote: { display: 'flex', gap: '8px', fontSize: '13px', color: tokens.colorNeutralForeground2 },
  footnoteText: { display: 'flex', flexDirection: 'column', gap: '8px', minWidth: 0 },
});
