import { useContext, useState } from 'react';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { DiscoveryContext, useBridge } from '../../bridge.ts';
import { type DiscoveryAction, type DiscoveryLine, discoveryLine } from './model-list.logic.ts';

/** How the search for models in Azure stands, and what the person can do about it. */
export interface DiscoveryView {
  /** Undefined where policy has no search. */
  readonly line: DiscoveryLine | undefined;
  /** What a screen reader is told: how the search goes that the person has asked for. */
  readonly announcement: string;
  readonly run: (action: DiscoveryAction) => void;
}

/** Follows the search for models in Azure. */
export function useDiscovery(deployments: readonly Deployment[]): DiscoveryView {
  const { session } = useBridge();
  const discovery = useContext(DiscoveryContext);
  const [hasAsked, setHasAsked] = useState(false);
  const count = deployments.filter(({ found }) => found !== undefined).length;
  const line = discoveryLine(discovery, { count, now: Date.now() });
  const run = (action: DiscoveryAction) => {
    setHasAsked(true);
    if (action === 'allow') void session.signIn({ purpose: 'discovery' });
    else void session.findModels();
  };
  return { line, announcement: hasAsked ? (line?.text ?? '') : '', run };
}
