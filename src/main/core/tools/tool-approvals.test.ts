import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ToolApprovalBound, ToolDecision } from '../../../shared/model/tool.ts';
import { FakeVault, MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import { httpServer } from '../../../../dev/testing/tool-servers.ts';
import { type CallToApprove, ToolApprovals } from './tool-approvals.ts';

const vault = new FakeVault();

async function openApprovals(folder?: string) {
  const file = path.join(folder ?? (await temporaryFolder()), 'tool-approvals');
  const approvals = new ToolApprovals({ secretBox: vault, log: new MemoryLog() }, file);
  await approvals.load();
  return { approvals, file };
}

function callOf(approval: ToolApprovalBound, more: Partial<CallToApprove> & { fingerprint?: string } = {}) {
  const { fingerprint = 'f', ...others } = more;
  const server = httpServer('https://tools.contoso.example/mcp', { approval });
  const tool = {
    name: 'crm__a',
    server,
    toolName: 'a',
    title: 'A',
    description: '',
    inputSchema: { type: 'object' as const },
    fingerprint,
  };
  return { turnId: 't', callId: 'c', conversationId: 'one', tool, ...others } satisfies CallToApprove;
}

async function decided(approvals: ToolApprovals, call: CallToApprove, decision: ToolDecision) {
  const asked = approvals.ask(call, new AbortController().signal);
  await approvals.decide(call.turnId, call.callId, decision);
  return asked;
}

describe('ToolApprovals', () => {
  it('asks for the next call again after “once”, and after “deny”', async () => {
    const { approvals } = await openApprovals();
    const call = callOf('always-allowed');
    expect(await decided(approvals, call, 'once')).toBe('allowed');
    expect(approvals.isAllowed(call)).toBe(false);
    expect(await decided(approvals, call, 'deny')).toBe('denied');
    expect(approvals.isAllowed(call)).toBe(false);
  });

  it('remembers a conversation’s leave for that conversation and that state of the tool alone', async () => {
    const { approvals } = await openApprovals();
    await decided(approvals, callOf('once-per-conversation'), 'conversation');
    expect(approvals.isAllowed(callOf('once-per-conversation'))).toBe(true);
    expect(approvals.isAllowed(callOf('once-per-conversation', { conversationId: 'two' }))).toBe(false);
    expect(approvals.isAllowed(callOf('once-per-conversation', { fingerprint: 'changed' }))).toBe(false);
    approvals.forgetConversation('one');
    expect(approvals.isAllowed(callOf('once-per-conversation'))).toBe(false);
  });

  it('keeps “always” over a restart, sealed', async () => {
    const folder = await temporaryFolder();
    const { approvals, file } = await openApprovals(folder);
    await decided(approvals, callOf('always-allowed', { fingerprint: 'the-fingerprint' }), 'always');
    expect((await readFile(file)).includes('the-fingerprint')).toBe(false);
    const { approvals: later } = await openApprovals(folder);
    const call = callOf('always-allowed', { fingerprint: 'the-fingerprint', conversationId: 'two' });
    expect(later.isAllowed(call)).toBe(true);
  });

  it('asks again once a leave is taken back, here and always, also after a restart', async () => {
    const folder = await temporaryFolder();
    const { approvals } = await openApprovals(folder);
    const [here, always] = [callOf('always-allowed', { fingerprint: 'h' }), callOf('always-allowed')];
    await decided(approvals, here, 'conversation');
    await decided(approvals, always, 'always');
    await decided(approvals, always, 'always');
    const tool = { server: 'Customers', title: 'A' };
    expect(approvals.allowed('one')).toEqual({
      allowedHere: [{ fingerprint: 'h', ...tool }],
      allowedAlways: [{ fingerprint: 'f', ...tool }],
    });
    await approvals.takeBack('one', 'h');
    await approvals.takeBack('one', 'f');
    expect([approvals.isAllowed(here), approvals.isAllowed(always)]).toEqual([false, false]);
    const { approvals: later } = await openApprovals(folder);
    expect(later.isAllowed(always)).toBe(false);
  });

  it('grants no more than policy lets a person choose, now and after policy has changed', async () => {
    const { approvals } = await openApprovals();
    expect(await decided(approvals, callOf('ask'), 'always')).toBe('allowed');
    expect(approvals.isAllowed(callOf('always-allowed'))).toBe(false);
    await decided(approvals, callOf('always-allowed'), 'always');
    expect(approvals.isAllowed(callOf('once-per-conversation'))).toBe(false);
  });

  it('lets the calls beside it go on too, that the same leave covers', async () => {
    const { approvals } = await openApprovals();
    const { signal } = new AbortController();
    const first = approvals.ask(callOf('once-per-conversation', { callId: 'c1' }), signal);
    const second = approvals.ask(callOf('once-per-conversation', { callId: 'c2' }), signal);
    await approvals.decide('t', 'c1', 'conversation');
    expect(await Promise.all([first, second])).toEqual(['allowed', 'allowed']);
  });

  it('takes no decision for a call of another turn, or for one that waits no longer', async () => {
    const { approvals } = await openApprovals();
    const stop = new AbortController();
    const asked = approvals.ask(callOf('always-allowed'), stop.signal);
    await approvals.decide('another turn', 'c', 'always');
    stop.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow('stopped');
    await approvals.decide('t', 'c', 'always');
    expect(approvals.isAllowed(callOf('always-allowed'))).toBe(false);
  });
});
