import '../../src/renderer/no-eval.ts';
import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../../src/renderer/app/app.tsx';
import '../../src/renderer/frame.css';
import { FakeMain } from '../../src/renderer/test-support/fake-bridge.ts';
import { showPlainList } from './plain-list.ts';
import { galleryState } from './states.ts';

// `?state=chat`: see states.ts for the names. An unknown or missing one shows a new chat.
const state = galleryState(new URLSearchParams(location.search).get('state') ?? 'empty');
const main = new FakeMain(state.options);
state.begin?.(main);
if (state.shownId !== undefined) location.hash = state.shownId;

const root = document.getElementById('root');
if (root !== null && new URLSearchParams(location.search).has('plain')) showPlainList(root);
else if (root !== null) {
  createRoot(root).render(
    createElement(StrictMode, null, createElement(App, { bridge: main.bridge, nonce: 'gallery' })),
  );
}

const { act } = state;
if (act !== undefined) {
  const observer = new MutationObserver(() => {
    if (document.querySelector('textarea') === null) return;
    observer.disconnect();
    act();
  });
  observer.observe(document.body, { childList: true, subtree: true });
}
