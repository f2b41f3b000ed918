import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { render } from 'vitest-browser-react';
import { allowedExternalUrl } from '../../shared/external-url.ts';
import type { ParleyBridge } from '../../shared/ipc/contract.ts';
import { AppInfoContext, BridgeContext } from '../bridge.ts';
import type { AppInfo } from '../../shared/model/session.ts';
import { LinkCheckContext } from '../ui/markdown/link-check.ts';
import { sampleInfo } from './samples.ts';

// Fluent replaces the ResizeObserver of the whole page by one that does nothing where NODE_ENV is `test`
// (react-positioning, createResizeObserver.js); these tests run in a browser that has a real one.
const { ResizeObserver } = window;
Object.defineProperty(window, 'ResizeObserver', {
  get: () => ResizeObserver,
  set() {},
  configurable: true,
});

/** Renders a part of the window over a fake bridge, in a frame of a window's height. */
export function renderPart(part: ReactNode, bridge: ParleyBridge | null = null, info: AppInfo = sampleInfo) {
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <FluentProvider theme={webLightTheme}>
      <BridgeContext value={bridge}>
        <AppInfoContext value={info}>
          <LinkCheckContext value={allowedExternalUrl}>
            <div style={{ height: '600px', display: 'flex', flexDirection: 'column' }}>{children}</div>
          </LinkCheckContext>
        </AppInfoContext>
      </BridgeContext>
    </FluentProvider>
  );
  return render(part, { wrapper });
}
