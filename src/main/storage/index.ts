import process from 'node:process';
import type { StoreReply, StoreRequest } from '../core/history/store.ts';
import { connectParent } from '../core/parent.ts';
import { Dispatcher } from './dispatcher.ts';

// SECURITY: the database and its log are for the person's own account only.
process.umask(0o077);

const parent = connectParent<StoreRequest, StoreReply>(process);
const dispatcher = new Dispatcher();

parent.onRequest((request) => parent.post(dispatcher.reply(request)));
parent.onGone(() => {
  dispatcher.close();
  process.exit();
});
