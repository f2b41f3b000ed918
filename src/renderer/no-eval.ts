import { config } from 'zod';

// SECURITY: the page's policy forbids code from strings. zod would try it once, and each window would report a violation.
config({ jitless: true });
