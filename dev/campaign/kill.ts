import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BranchPage, OpenConversation } from '../../src/shared/model/conversation.ts';
import { fileSecretBox } from '../browser-host/secret-box.ts';
import { startEmulators } from '../emulators/index.ts';
import { Changes } from './changes.ts';
import { checkFiles } from './check-files.ts';
import { answerText, type Asked, compare, type PromisedConversation, textOf } from './ledger.ts';
import { Random } from './random.ts';
import { migrationTrial } from './migration-trial.ts';
import { ageBackups, historyFile } from './profile.ts';
import { Unsent } from './unsent.ts';
import { notAnswered, VictimProcess } from './victim-process.ts';

/** How a campaign is run. */
export interface CampaignOptions {
  readonly count: number;
  readonly seed: number;
  readonly print: (line: string) => void;
}

/** What came of it. */
export interface CampaignOutcome {
  readonly survived: number;
  readonly lost: number;
}

const deltasPerSecond = 80;
/** So that turns end within a few seconds, and most are under way when a kill comes. */
const longestAnswer = 300;
const longestWait = 2_500;
/** Parley gives a storage process up that dies more often than this in a minute: it is quit as by a person before. */
const restartsOfStorage = 3;
/** Conversations that are asked on in. */
const lively = 6;

/**
 * Kills Parley's storage process, its main process, or both by SIGKILL at random moments of starting, writing, streaming, changing,
 * importing, keeping drafts, sending what waited, backing up, vacuuming and migrating, starts it again, and looks whether everything that was promised is there. Choices follow the seed; the moments are as exact
 * as the computer's timers.
 */
export async function runKillCampaign({ count, seed, print }: CampaignOptions): Promise<CampaignOutcome> {
  const random = new Random(seed);
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-campaign-'));
  const profileFolder = path.join(folder, 'profile');
  const policyFile = path.join(folder, 'policy.json');
  const emulators = await startEmulators();
  emulators.openai.setDelay(0);
  const policy = emulators.policy({ Broker: 'off' }) as { readonly Deployments: readonly [{ readonly Id: string }] };
  const deploymentId = policy.Deployments[0].Id;
  writeFileSync(policyFile, JSON.stringify(policy));

  const promised = new Map<string, PromisedConversation>();
  const running = new Map<string, Asked>();
  const changes = new Changes({ random, profileFolder, promised });
  const start = () =>
    new VictimProcess({
      profileFolder,
      policyFile,
      certificateAuthority: emulators.certificateAuthority,
      onMessage: (message) => {
        const asked = running.get(message.turnId);
        if (asked === undefined) return;
        if (message.kind === 'turn-end') asked.hasEnded = true;
        else asked.shown.push({ time: message.time, length: (asked.shown.at(-1)?.length ?? 0) + message.text.length });
      },
    });

  const send = async (victim: VictimProcess) => {
    const idle = [...promised].filter(
      ([, { asked, imported, placement, deletion }]) =>
        deletion === undefined &&
        imported?.isAccepted !== false &&
        (placement === undefined || !('isInBin' in placement)) &&
        asked.every(({ hasEnded }) => hasEnded),
    );
    const known = idle.slice(-lively).map(([id]) => id);
    const conversationId = random.of([random.id(), ...known]);
    const asked: Asked = {
      conversationId,
      questionId: random.id(),
      text: `Question ${random.id()} ${'and so on '.repeat(random.whole(400))}`.trim(),
      shown: [],
      hasEnded: false,
    };
    const conversation = promised.get(conversationId) ?? { asked: [] };
    promised.set(conversationId, conversation);
    conversation.asked.push(asked);
    // A question brings its conversation back out of the archive.
    if (conversation.placement !== undefined && 'isArchived' in conversation.placement) delete conversation.placement;
    play(1 + random.whole(longestAnswer));
    const input = { conversationId, messageId: asked.questionId, text: asked.text, deploymentId };
    const result = await victim.invoke('chat.send', input);
    if (!result.ok) {
      if (result.error.code !== notAnswered.code) throw new Error(`A message was refused: ${result.error.code}`);
      asked.hasEnded = true;
      return;
    }
    accepted += 1;
    const { turnId } = result.value as { turnId: string };
    asked.turnId = turnId;
    running.set(turnId, asked);
  };

  const open = async (victim: VictimProcess, conversationId: string) => {
    const result = await victim.invoke('history.open', { conversationId });
    if (result.ok) return whole(victim, result.value as OpenConversation);
    if (result.error.code !== 'not-found') throw new Error(`A conversation does not open: ${result.error.code}`);
    return undefined;
  };

  const play = (words: number) =>
    emulators.openai.next({ kind: 'text', text: answerText(words), chunkSize: 5, deltasPerSecond });
  const messageIds = async (victim: VictimProcess, id: string) =>
    (await open(victim, id))?.messages.map((each) => each.id);
  const unsent = new Unsent({ random, deploymentId, requests: emulators.openai.requests, onAsk: play, messageIds });
  let victim = start();
  let accepted = 0;
  let lost = 0;
  let storageKills = 0;
  let worst = 0;
  let checked = 0;
  try {
    await victim.ready;
    const key = await historyKey(profileFolder);
    for (let trial = 1; trial <= count; trial += 1) {
      const target = random.of<'storage' | 'main' | 'app'>(['storage', 'main', 'app']);
      const faults: string[] = [];
      const work = Array.from({ length: 1 + random.whole(3) }, () => send(victim));
      for (let more = random.whole(4); more > 0; more -= 1) work.push(changes.change(victim));
      for (let more = random.whole(5); more > 0; more -= 1) work.push(unsent.act(victim));
      // Writing is over in milliseconds, streaming takes seconds: each gets its share.
      await sleep(random.below(random.of([25, 250, longestWait])));
      const killedAt = await victim.kill(target);
      await Promise.all(work);
      const touched = new Set([...running.values()].map(({ conversationId }) => conversationId));
      if (target === 'storage') {
        await Promise.all([...running.values()].map((asked) => ended(asked)));
      } else {
        faults.push(...(await checkFiles(historyFile(profileFolder), key)));
        ageBackups(profileFolder);
        victim = await restart(start, random);
        if ((await historyKey(profileFolder)) !== key) faults.push('the key is another one');
        if (random.below(1) < 0.3) faults.push(...(await migrationTrial(folder, random)));
      }
      for (const [conversationId, conversation] of promised) {
        // All of them now and then, those that were written to every time.
        const isDue = trial % 20 === 0 || trial === count || touched.has(conversationId);
        const { deletion, imported, placement } = conversation;
        const isOpenQuestion = deletion !== undefined || imported?.isAccepted === false || placement !== undefined;
        if (!isDue && !isOpenQuestion) continue;
        const found = await open(victim, conversationId);
        const outcome = compare(conversation, found, target === 'storage' ? undefined : killedAt);
        faults.push(...outcome.faults);
        worst = Math.max(worst, outcome.lostMilliseconds);
        checked += 1;
        if (found === undefined) promised.delete(conversationId);
        else settle(conversation, found);
      }
      const folders = await victim.invoke('history.folders', undefined);
      if (folders.ok) faults.push(...changes.folderFaults(folders.value as { id: string }[]));
      faults.push(...(await unsent.faults(victim)));
      changes.settle();
      running.clear();
      storageKills = target === 'storage' ? storageKills + 1 : 0;
      if (storageKills === restartsOfStorage) {
        await victim.quit();
        victim = await restart(start, random);
        storageKills = 0;
      }
      if (faults.length > 0) lost += 1;
      if (faults.length > 0) print(`${trial}: ${target} was killed: ${[...new Set(faults)].join('; ')}`);
      else if (trial % 20 === 0) print(`${trial} of ${count}; at most ${worst} ms of an answer were lost`);
    }
    await victim.quit();
    const left = await checkFiles(historyFile(profileFolder), key);
    if (left.length > 0) print(`in the end: ${left.join('; ')}`);
    const others = [...changes.accepted].map(([kind, number]) => `${number} ${kind}`).join(', ');
    print(`besides messages were accepted: ${others}; ${unsent.summary}`);
    print(
      `${accepted} messages were accepted, conversations looked at ${checked} times; at most ${worst} ms of an answer were lost`,
    );
    return { survived: count - lost, lost: left.length > 0 ? Math.max(lost, 1) : lost };
  } finally {
    await victim.kill('app');
    await emulators.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A conversation with all that comes before what a window is shown first. */
async function whole(victim: VictimProcess, opened: OpenConversation): Promise<OpenConversation> {
  const { start, messages, conversation } = opened;
  const anchorId = messages[0]?.id;
  if (start === 0 || anchorId === undefined) return opened;
  const request = { conversationId: conversation.id, anchorId, place: start - 1, towards: 'earlier' };
  const result = await victim.invoke('history.messages', request);
  if (!result.ok) throw new Error(`Earlier messages cannot be had: ${result.error.code}`);
  const page = result.value as BranchPage;
  return whole(victim, { ...opened, start: page.start, messages: [...page.messages, ...messages] });
}

/** Starts Parley again; some starts are killed too. */
async function restart(start: () => VictimProcess, random: Random): Promise<VictimProcess> {
  if (random.below(1) < 0.2) {
    const unlucky = start();
    await Promise.race([unlucky.ready.catch(() => {}), sleep(random.below(1_500))]);
    await unlucky.kill('app');
  }
  const victim = start();
  await victim.ready;
  return victim;
}

/** What is there from now on has to stay as it is: its answers were cut off, and no more comes of them. */
function settle(conversation: PromisedConversation, found: OpenConversation): void {
  delete conversation.deletion;
  // Only what stays out of reach of the next questions is kept in mind.
  if (found.conversation.binnedAt === null) delete conversation.placement;
  else conversation.placement = { isInBin: true };
  if (conversation.imported !== undefined) conversation.imported.isAccepted = true;
  for (const asked of conversation.asked.splice(0)) {
    const answer = found.messages.find(({ id }) => id === asked.turnId);
    const length = answer === undefined ? 0 : textOf(answer).length;
    if (found.messages.some(({ id }) => id === asked.questionId)) {
      conversation.asked.push({ ...asked, shown: [{ time: 0, length }], hasEnded: true });
    }
  }
}

async function ended(asked: Asked): Promise<void> {
  while (!asked.hasEnded) await sleep(20);
}

async function historyKey(profileFolder: string): Promise<string> {
  const file = path.join(path.dirname(historyFile(profileFolder)), 'history.key');
  return (await fileSecretBox(profileFolder, true).open(readFileSync(file))).toString('hex');
}
