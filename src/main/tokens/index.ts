import process from 'node:process';
import type { CountReply, CountRequest } from '../core/context/token-protocol.ts';
import { connectParent } from '../core/parent.ts';
import { countTokens } from './count-tokens.ts';

const parent = connectParent<CountRequest, CountReply>(process);

parent.onRequest(({ id, text }) => parent.post({ id, tokens: countTokens(text) }));
parent.onGone(() => process.exit());
