// In every JavaScript runtime, but in no library that shared's tsconfig may name.
declare const URL: {
  new (text: string): ExternalUrl;
  canParse(text: string): boolean;
};
interface ExternalUrl {
  readonly protocol: string;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
  readonly href: string;
  readonly searchParams: { keys(): Iterable<string> };
}

/** Windows refuses longer ones; sign-in addresses are about 1,000 characters. */
const urlLimit = 2081;

const mailFields: ReadonlySet<string> = new Set(['subject', 'body', 'cc', 'bcc']);

/**
 * THE allow-list of what may be opened outside of Parley, whoever asks: web pages, and mail without attachments.
 * SECURITY: everything else (file:, smb:, ms-msdt:, other applications' schemes) can run code or leak credentials.
 * @returns the address as it is to be opened; undefined where it is refused
 */
export function allowedExternalUrl(text: string): string | undefined {
  if (text.length > urlLimit || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  switch (url.protocol) {
    case 'https:':
    case 'http:':
      return url.hostname !== '' && url.username === '' && url.password === '' ? url.href : undefined;
    case 'mailto:':
      return [...url.searchParams.keys()].every((field) => mailFields.has(field.toLowerCase())) ? url.href : undefined;
    default:
      return undefined;
  }
}
