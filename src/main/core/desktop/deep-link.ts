import { z } from 'zod';
import { linkTextLimit } from '../../../shared/model/shell.ts';

/** The scheme that the operating system hands to Parley. */
export const linkScheme = 'parley';

/** Longest link in characters: a text of the longest length, each character escaped. */
const linkLimit = linkTextLimit * 9 + 100;

/** What a link can ask for. */
export type DeepLink =
  | { readonly kind: 'open'; readonly conversationId: string; readonly messageId: string | null }
  | { readonly kind: 'compose'; readonly text: string };

/** A link, or why it is none. */
export type DeepLinkReading = DeepLink | { readonly kind: 'refused'; readonly reason: string };

// Characters that join parts of a letter or of an emoji stay.
const unseen =
  /(?!\n|\t|\u200C|\u200D|\uFE0E|\uFE0F)[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Co}\p{Cs}]/gu;

/**
 * Reads a link that anybody may have written: `parley://conversation/ID`, with `?message=ID` where wanted, and
 * `parley://compose?text=TEXT`.
 * SECURITY: these two and nothing else. No model, tool, file, setting or account can be named, nothing is ever sent, and
 * what has one part too many is refused as a whole, so that no later part of Parley can begin to read it.
 */
export function readDeepLink(link: string): DeepLinkReading {
  if (link.length > linkLimit) return refused('too-long');
  if (!URL.canParse(link)) return refused('no-address');
  const { protocol, host, pathname, searchParams, hash, username, password } = new URL(link);
  if (protocol !== `${linkScheme}:`) return refused('other-scheme');
  if (hash !== '' || username !== '' || password !== '') return refused('extra-part');
  const keys = [...searchParams.keys()];
  switch (host.toLowerCase()) {
    case 'conversation': {
      const conversationId = idOf(pathname.replace(/^\/|\/$/g, ''));
      if (conversationId === undefined) return refused('no-id');
      if (keys.length === 0) return { kind: 'open', conversationId, messageId: null };
      const messageId = idOf(searchParams.get('message') ?? '');
      if (keys.length > 1 || messageId === undefined) return refused('extra-part');
      return { kind: 'open', conversationId, messageId };
    }
    case 'compose': {
      if (pathname !== '' && pathname !== '/') return refused('extra-part');
      if (keys.length !== 1 || keys[0] !== 'text') return refused('extra-part');
      const text = visibleText(searchParams.get('text') ?? '');
      if (text.length > linkTextLimit) return refused('too-long');
      return text === '' ? refused('no-text') : { kind: 'compose', text };
    }
    default:
      return refused('unknown-action');
  }
}

/** The link among the arguments that a program was started with; undefined where there is none. */
export function linkAmong(programArguments: readonly string[]): string | undefined {
  return programArguments.findLast((argument) => argument.toLowerCase().startsWith(`${linkScheme}:`));
}

/** What a second start of Parley hands to the first one. */
const LinkHandover = z.object({ link: z.string().nullable() });
export type LinkHandover = z.infer<typeof LinkHandover>;

/** The link of a second start; null where it had none. SECURITY: any program of the person's can hand over what it likes. */
export function handedLink(handover: unknown): string | null {
  return LinkHandover.safeParse(handover).data?.link ?? null;
}

/** SECURITY: a person reads all of the text before they send it: nothing of it is hidden, turned around or pushed out of sight. */
function visibleText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(unseen, '')
    .replace(/[^\S\n]{20,}/gu, ' ')
    .replace(/\n(?:[^\S\n]*\n){2,}/gu, '\n\n')
    .trim();
}

function idOf(text: string): string | undefined {
  const id = z.uuid().safeParse(text.toLowerCase());
  return id.success ? id.data : undefined;
}

function refused(reason: string): DeepLinkReading {
  return { kind: 'refused', reason };
}
