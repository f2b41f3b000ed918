import process from 'node:process';
import type { StoreMessage, StoreRequest } from '../core/history/store.ts';
import { connectParent } from '../core/parent.ts';
import { Dispatcher } from './dispatcher.ts';

// SECURITY: the database and its log are for the person's own account only.
process.umask(0o077);

const parent = connectParent<StoreRequest, StoreMessage>(process);
const dispatcher = new Dispatcher((work) => parent.post({ work }));

parent.onRequest((request) => parent.post(dispatcher.reply(request)));
parent.onGone(() => {
  dispatcher.close();
  process.exit();
});
