import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBrowser } from './browser.ts';
import { buildIfNeeded } from './build.ts';
import { findElectron, hasDisplay } from './electron.ts';

const projects = ['browser', 'electron'] as const;
type Project = (typeof projects)[number];

/** With `--once` most specs run in Electron alone, where it is: what `npm test` has the time for. */
const isOnce = process.argv.includes('--once');
const given = process.argv.slice(2).filter((text) => text !== '--once');
const wanted = wantedProjects(given);
ensureBrowser();
buildIfNeeded();
const obstacle = wanted.includes('electron') ? await obstacleToElectron() : undefined;
if (obstacle !== undefined) console.log(`Electron was not tested: ${obstacle.reason}.`);
const tested = wanted.filter((project) => obstacle === undefined || project !== 'electron');
// Whoever names an Electron wants it tested: going on without it would look like a success.
process.exitCode = obstacle?.named === true || tested.length === 0 ? 1 : runPlaywright(tested);

/** The projects that `--project` names, and all of them where it names none. */
function wantedProjects(switches: readonly string[]): readonly Project[] {
  const named = switches.flatMap((text, index) =>
    text === '--project' ? [switches[index + 1]] : text.startsWith('--project=') ? [text.slice(10)] : [],
  );
  return named.length === 0 ? projects : projects.filter((project) => named.includes(project));
}

/** Why Electron can't be tested here, if so; `named` says that a person named one, which then has to work. */
async function obstacleToElectron(): Promise<{ readonly reason: string; readonly named: boolean } | undefined> {
  const search = await findElectron();
  if (search.kind === 'missing') return search;
  const named = (process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '') !== '';
  if (process.platform !== 'linux') return { reason: 'its specs know the certificate store of Linux only', named };
  const programs = ['dbus-run-session', 'gnome-keyring-daemon', 'certutil', ...(hasDisplay() ? [] : ['xvfb-run'])];
  const missing = programs.filter((program) => !isOnPath(program));
  return missing.length === 0 ? undefined : { reason: `${missing.join(', ')} not installed`, named };
}

function runPlaywright(chosen: readonly Project[]): number {
  const rest = given.filter((text, index) => !text.startsWith('--project') && given[index - 1] !== '--project');
  const cli = path.join(import.meta.dirname, '../node_modules/@playwright/test/cli.js');
  const playwright = [process.execPath, cli, 'test', ...chosen.map((project) => `--project=${project}`), ...rest];
  const keyrings = mkdtempSync(path.join(tmpdir(), 'parley-keyring-'));
  try {
    const [command = '', ...commandArguments] = chosen.includes('electron') ? onDesktop(playwright) : playwright;
    const { status } = spawnSync(command, commandArguments, {
      cwd: path.join(import.meta.dirname, '..'),
      stdio: 'inherit',
      // The keyring of this run is a new one, never the person's own.
      env: {
        ...process.env,
        XDG_DATA_HOME: keyrings,
        // Of the processes that specs start, each of which would compile the same scripts anew.
        NODE_COMPILE_CACHE: path.join(keyrings, 'compiled'),
        ...(isOnce && chosen.length > 1 ? { PARLEY_SPECS: 'once' } : {}),
      },
    });
    return status ?? 1;
  } finally {
    rmSync(keyrings, { recursive: true, force: true });
  }
}

/** What a person's desktop has and a test machine may not: a display, a session bus, an unlocked keyring. */
function onDesktop(command: readonly string[]): readonly string[] {
  const unlock = 'printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"';
  const inSession = ['dbus-run-session', '--', 'sh', '-c', unlock, 'sh', ...command];
  return hasDisplay() ? inSession : ['xvfb-run', '--auto-servernum', ...inSession];
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}
