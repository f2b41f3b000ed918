import process from 'node:process';
import { Dispatcher } from './dispatcher.ts';
import { connectParent } from './parent.ts';

// SECURITY: the database and its log are for the person's own account only.
process.umask(0o077);

const parent = connectParent();
const dispatcher = new Dispatcher();

parent.onRequest((request) => parent.post(dispatcher.reply(request)));
parent.onGone(() => {
  dispatcher.close();
  process.exit();
});
