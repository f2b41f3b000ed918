import { makeStyles, tokens } from '@fluentui/react-components';

const hairline = `1px solid ${tokens.colorNeutralStroke2}`;

/** Classes of a block of code. */
export const useCodeBlockStyles = makeStyles({
  root: {
    minWidth: 0,
    overflow: 'hidden',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
    border: hairline,
  },
  header: {
    display: 'flex',
    alignItems: 'center',
    gap: '2px',
    padding: '4px 4px 4px 16px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    borderBottom: hairline,
  },
  language: { flexGrow: 1, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  body: {
    margin: 0,
    padding: '12px 16px',
    overflowX: 'auto',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '13px',
    lineHeight: 1.5,
    tabSize: 4,
    outlineOffset: '-2px',
  },
  wrapped: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  piece: { display: 'block' },
  // Of code without end, what is out of sight is not laid out; only then may the width to scroll depend on what is in sight.
  farPiece: { contentVisibility: 'auto', containIntrinsicBlockSize: 'auto 780px' },
  keyword: { color: tokens.colorPalettePurpleForeground2 },
  string: { color: tokens.colorPaletteForestForeground2 },
  number: { color: tokens.colorPalettePumpkinForeground2 },
  comment: { color: tokens.colorNeutralForeground3 },
  name: { color: tokens.colorPaletteRoyalBlueForeground2 },
  type: { color: tokens.colorPaletteTealForeground2 },
  meta: { color: tokens.colorPalettePlumForeground2 },
  added: { color: tokens.colorPaletteForestForeground2 },
  removed: { color: tokens.colorPaletteCranberryForeground2 },
});
