// Loaded into Electron before Parley, which then starts only once Playwright has attached itself and calls
// `__playwright_run`: a window that is made while it attaches stops both for good. Playwright's own loader does this too,
// but only where it chooses the binary, and it changes the password store.
const { EventEmitter, once } = require('node:events');
const { app } = require('electron');

const playwright = new EventEmitter();
const started = Promise.all([app.whenReady(), once(playwright, 'attached')]);
app.whenReady = () => started;
Object.assign(globalThis, { __playwright_run: () => playwright.emit('attached') });
