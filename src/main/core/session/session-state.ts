import type { AppError, AppErrorData } from '../../../shared/errors.ts';
import type { HistoryDamage, HistoryWork } from '../../../shared/model/history.ts';
import type { SessionState, SignInProgress } from '../../../shared/model/session.ts';
import { accountsOf, type Ground } from './ground.ts';
import type { PresentAccount } from './present-account.ts';

/** What is known of where a person stands. */
export interface Standing {
  readonly ground: Ground | undefined;
  /** The account in use. */
  readonly present: PresentAccount | undefined;
  /** A sign-in that waits for the person. */
  readonly progress: SignInProgress | null;
  /** Why the last sign-in failed. */
  readonly failure: AppError | undefined;
  readonly damage: HistoryDamage | null;
}

/** What the window is told of it. */
export function stateOf({ ground, present, progress, failure, damage }: Standing): SessionState {
  const explain = (data: AppErrorData) => ground?.clockCheck.explain(data) ?? data;
  const error = failure === undefined ? null : explain(failure.toData());
  if (ground === undefined) return { kind: 'signed-out', error, readable: [] };
  const workspace = present?.workspace;
  if (present !== undefined && workspace !== undefined) {
    return {
      kind: 'signed-in',
      account: present.account,
      accounts: accountsOf(ground, present.account),
      deployments: workspace.deployments,
      discovery: workspace.discovery,
      abilities: [...workspace.access.abilities],
      uncheckedUntil: present.uncheckedUntil,
      signIn: progress,
      error,
      damage,
    };
  }
  const { open, offered } = ground.reading;
  if (open !== undefined) {
    const { account, deployments, abilities, until } = open;
    const shown = { deployments: [...deployments], abilities: [...abilities], until };
    return { kind: 'reading', account, ...shown, signIn: progress, error };
  }
  if (progress !== null) return { kind: 'signing-in', ...progress };
  if (present?.lock !== undefined) {
    const { account, lock } = present;
    const accounts = accountsOf(ground, account);
    return { kind: 'locked', account, accounts, evidence: lock.evidence, error: error ?? explain(lock.error) };
  }
  return { kind: 'signed-out', error, readable: present === undefined ? [...offered] : [] };
}

/** The starting page as it tells of work; undefined where nobody would see a difference. */
export function nextStarting(state: SessionState, { kind, done }: HistoryWork): SessionState | undefined {
  const told = state.kind === 'starting' ? state.work : null;
  const work = { kind, done: done === null ? null : Math.floor(done * 100) / 100 };
  return told?.kind === work.kind && told.done === work.done ? undefined : { kind: 'starting', work };
}
