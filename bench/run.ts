import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../dev/build.ts';
import { hasDisplay } from '../dev/electron.ts';
import { printFigure } from './figure.ts';
import { benchFirstToken } from './first-token.ts';
import { benchHistory } from './history.ts';
import { benchModels } from './models.ts';
import { benchStart } from './start.ts';
import { benchStreamMarkdown } from './stream-markdown.ts';
import { benchStreamShown } from './stream-shown.ts';
import { benchStream } from './stream.ts';
import { benchTranscript } from './transcript.ts';

interface Benchmark {
  run(): Promise<void>;
  /** Whether it needs the product's build, Electron and a display. */
  readonly hasWindow: boolean;
}

const {
  positionals: given,
  values: { count },
} = parseArgs({ allowPositionals: true, options: { count: { type: 'string' } } });

const asked = count === undefined ? undefined : Number(count);

const benchmarks: Readonly<Record<string, Benchmark>> = {
  start: { run: benchStart, hasWindow: true },
  'first-token': { run: benchFirstToken, hasWindow: true },
  stream: {
    run: async () => {
      for (const figure of await benchStream()) printFigure(figure);
      for (const figure of await benchStreamShown()) printFigure(figure);
      for (const figure of await benchStreamMarkdown(asked)) printFigure(figure);
    },
    hasWindow: true,
  },
  transcript: {
    run: async () => {
      for (const figure of await benchTranscript()) printFigure(figure);
    },
    hasWindow: false,
  },
  models: { run: benchModels, hasWindow: false },
  history: { run: () => benchHistory(asked), hasWindow: false },
};

const names = given.length === 0 ? Object.keys(benchmarks) : given;
const unknown = names.filter((name) => benchmarks[name] === undefined);
const hasWindow = names.some((name) => benchmarks[name]?.hasWindow === true);
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}.`);
  process.exitCode = 2;
} else if (hasWindow && !hasDisplay()) {
  const again = ['--auto-servernum', process.execPath, ...process.argv.slice(1)];
  process.exitCode = spawnSync('xvfb-run', again, { stdio: 'inherit' }).status ?? 1;
} else {
  if (hasWindow) buildIfNeeded();
  for (const name of names) await benchmarks[name]?.run();
}
