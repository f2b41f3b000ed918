/** What a frame can show of an answer. */
export type ArtifactKind = 'html' | 'svg' | 'mermaid';

/** What the frame is told, once. */
export interface ArtifactSource {
  readonly kind: ArtifactKind;
  readonly text: string;
  readonly isDark: boolean;
}

/** What a block of code in a language can be shown as; undefined where it is code and nothing else. */
export function artifactKind(language: string): ArtifactKind | undefined {
  const name = language.toLowerCase();
  return name === 'html' || name === 'svg' || name === 'mermaid' ? name : undefined;
}

const smallest = 80;
const largest = 720;

/** The height that a frame asks for, within bounds. SECURITY: whatever is shown there may say anything. */
export function askedHeight(data: unknown): number | undefined {
  if (typeof data !== 'object' || data === null || !('height' in data)) return undefined;
  const { height } = data;
  if (typeof height !== 'number' || !Number.isFinite(height)) return undefined;
  return Math.min(largest, Math.max(smallest, Math.ceil(height)));
}

/** Where the frame's page is, as seen from the window's: another origin where the window has one of its own. */
export function frameAddress(page: Pick<Location, 'protocol'>): string {
  return page.protocol === 'app:' ? 'app://frame/frame.html' : './frame.html';
}
