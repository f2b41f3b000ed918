import { describe, expect, it } from 'vitest';
import { allowedExternalUrl } from './external-url.ts';

describe('the allow-list of what opens outside', () => {
  it.each([
    'https://learn.microsoft.com/azure?x=1#y',
    'http://localhost:8080/authorize?state=1',
    'mailto:it@contoso.example?subject=Parley&body=Help',
  ])('lets %s through', (url) => {
    expect(allowedExternalUrl(url)).toBe(url);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox',
    'file:///etc/passwd',
    'file://server/share',
    String.raw`\\server\share`,
    'smb://server/share',
    'ms-msdt:/id PCWDiagnostic',
    'search-ms:query=x',
    'ms-officecmd:{}',
    'parley:open',
    'app://parley/index.html',
    'https://user:password@contoso.example/',
    'mailto:it@contoso.example?attach=/etc/passwd',
    'mailto:it@contoso.example?ATTACHMENT=/etc/passwd',
    'https://',
    '//contoso.example',
    '-https://contoso.example',
    '',
    `https://contoso.example/${'x'.repeat(3000)}`,
  ])('refuses %s', (url) => {
    expect(allowedExternalUrl(url)).toBeUndefined();
  });
});
