import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from './build.ts';
import { type Electron, electronArguments, electronEnvironment, findElectron, hasDisplay } from './electron.ts';
import { type Emulators, startEmulators } from './emulators/index.ts';

const root = path.join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { watch: { type: 'boolean' }, port: { type: 'string' } } });

buildIfNeeded();
const emulators = await startEmulators({ signInPage: 'http' });
// A profile of this run's own: the emulators forget who signed in when they end.
const folder = mkdtempSync(path.join(tmpdir(), 'parley-demo-'));
const profileFolder = path.join(folder, 'profile');
const policyFile = path.join(folder, 'policy.json');
writeFileSync(policyFile, JSON.stringify(demoPolicy(emulators), null, 2));

const search = await findElectron();
if (search.kind === 'missing') await serveBrowser(`Electron is not there: ${search.reason}.`);
else if (!hasDisplay()) await serveBrowser('There is no display to open a window on.');
else await runElectron(search.electron);

await emulators.close();
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
process.exit();

function demoPolicy({ policy, openai, mcp }: Emulators) {
  const usual = { Endpoint: openai.endpoint, ContextTokens: 128_000, OutputTokens: 16_000 };
  return policy({
    Notice: 'This is a demo: sign in as anyone, the answers are scripted.',
    WithoutKeyring: 'plain',
    Deployments: [
      {
        ...usual,
        Id: 'demo',
        DisplayName: 'Demo model',
        Description: 'A scripted model on this computer, for trying Parley out.',
        Deployment: 'corp-chat',
        Api: 'responses',
        Abilities: ['vision', 'files', 'tools'],
        Fallbacks: ['demo-older'],
        Price: { Currency: 'EUR', InputPerMillion: 1.1, OutputPerMillion: 8.8 },
      },
      {
        ...usual,
        Id: 'demo-deep',
        DisplayName: 'Demo thinker',
        Description: 'The same script, which tells its thoughts first.',
        Deployment: 'corp-deep',
        Abilities: ['reasoning', 'vision', 'files', 'tools'],
        Verbosity: true,
      },
      {
        ...usual,
        Id: 'demo-older',
        DisplayName: 'Demo model (chat completions)',
        Description: 'The same script behind the older API.',
        Deployment: 'corp-chat-legacy',
        Api: 'chat',
        Abilities: ['vision'],
      },
    ],
    // Finds one model more on its emulated Azure.
    Discovery: {},
    ToolServers: [mcp.policy()],
    Prompts: [
      {
        Name: 'Meeting notes',
        Text: 'Turn these notes of {{date}} into minutes with decisions and tasks:\n\n{{notes}}',
      },
      { Name: 'Polite reply', Text: 'Write a {{tone|friendly, short}} reply to this e-mail:\n\n{{e-mail}}' },
    ],
    Assistants: [
      {
        Id: 'onboarding',
        DisplayName: 'Onboarding guide',
        Description: 'Helps new colleagues in their first weeks.',
        Instructions: 'You help people who are new at Contoso. Be patient, and say whom to ask where you do not know.',
        Deployment: 'demo',
        Starters: [
          { Label: 'My first day', Text: 'What do I need on my first day?' },
          { Label: 'Whom do I ask?', Text: 'Whom do I ask about ' },
        ],
      },
    ],
    Starters: [
      { Label: 'Summarise a text', Text: 'Summarise the following text in five bullet points:\n\n' },
      { Label: 'Draft an e-mail', Text: 'Draft a short, friendly e-mail that ' },
      { Label: 'Show me what you can do', Text: 'Show me a table, a list and a piece of code.' },
    ],
  });
}

/** The product's own build, with nothing but a policy file, a profile and trust in the emulators' one certificate. */
async function runElectron(electron: Electron): Promise<void> {
  console.log(`Parley's demo runs in Electron ${electron.version}. Close its window to end it.`);
  const switches = [...electronArguments(), `--ignore-certificate-errors-spki-list=${emulators.certificateSpki}`];
  const environment = { PARLEY_POLICY_FILE: policyFile, PARLEY_USER_DATA: profileFolder };
  await run(() =>
    spawn(electron.executable, [...switches, root], {
      env: { ...process.env, ...electronEnvironment(electron), ...environment },
      stdio: 'inherit',
    }),
  );
}

async function serveBrowser(reason: string): Promise<void> {
  console.log(`${reason} The same Parley is served to a browser instead (Ctrl+C ends it):`);
  const certificateFile = path.join(folder, 'authority.pem');
  writeFileSync(certificateFile, emulators.certificateAuthority);
  const parameters = ['--profile', profileFolder, '--policy', policyFile, '--ca', certificateFile];
  const port = ['--port', values.port ?? '0'];
  const host = path.join(import.meta.dirname, 'browser-host/main.ts');
  await run(() => spawn(process.execPath, [host, ...parameters, ...port], { stdio: 'inherit' }));
}

/** Runs a process to its end; with --watch, again whenever the sources have changed and build. */
async function run(launch: () => ChildProcess): Promise<void> {
  let child: ChildProcess;
  let changed: boolean;
  const stop = () => void child.kill();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (values.watch === true) {
    onSourceChange(() => {
      changed = tryBuild();
      if (changed) child.kill();
    });
  }
  do {
    changed = false;
    child = launch();
    await once(child, 'exit');
  } while (changed);
}

function tryBuild(): boolean {
  try {
    buildIfNeeded();
    return true;
  } catch {
    return false;
  }
}

/** Calls back once for a burst of changes. */
function onSourceChange(callback: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  watch(path.join(root, 'src'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(callback, 300);
  });
}
