import './no-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';

const root = document.getElementById('root');
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App bridge={window.parley} nonce={nonce ?? ''} />
    </StrictMode>,
  );
}
