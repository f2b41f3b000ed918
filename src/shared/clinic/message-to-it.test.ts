import { describe, expect, test } from 'vitest';
import { errorCard } from '../error-text.ts';
import { AppError } from '../errors.ts';
import { allowedExternalUrl } from '../external-url.ts';
import { messageToIt } from './message-to-it.ts';

const context = { organisation: 'Contoso', appVersion: '0.1.0' };
const card = (fields: Record<string, string>) =>
  errorCard(new AppError('sign-in-refused', { fields }).toData(), context.appVersion);

function mailTo(message: { readonly subject: string; readonly body: string }): string {
  const [subject, body] = [message.subject, message.body.replaceAll('\n', '\r\n')].map(encodeURIComponent);
  return `mailto:it@contoso.com?subject=${subject}&body=${body}`;
}

describe('messageToIt', () => {
  test('the mail does not lack what IT searches by', () => {
    const shown = card({ aadsts: 'AADSTS50105', traceId: '4a468961-51dc-4d0b-a005-fd99e8a174e5' });
    const { subject, body } = messageToIt(shown, context);
    expect(subject).toBe('Parley at Contoso: sign-in-refused');
    for (const part of ['AADSTS: AADSTS50105', shown.correlationId, '4a468961', shown.time, 'Users and groups']) {
      expect(body).toContain(part);
    }
    expect(body.match(/Parley: 0\.1\.0/g)).toHaveLength(1);
  });

  test('a request for consent does not leave IT to look for the page', () => {
    const shown = card({ aadsts: 'AADSTS90094' });
    expect(shown.remedy).toBe('request-consent');
    const adminConsentUrl = 'https://login.microsoftonline.com/contoso.com/adminconsent?client_id=1';
    expect(messageToIt(shown, { ...context, adminConsentUrl }).body).toContain(adminConsentUrl);
  });

  test('the mail is not refused for its length, whatever the fields hold', () => {
    for (const filler of ['ü', '😀', '\n', '&', 'x', '\ud800']) {
      const long = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`field${index}`, filler.repeat(500)]));
      const message = messageToIt(card({ aadsts: 'AADSTS50105', ...long }), {
        ...context,
        organisation: filler.repeat(200),
      });
      expect(allowedExternalUrl(mailTo(message)), filler).toBeDefined();
      expect(message.body).toContain('AADSTS50105');
    }
  });
});
