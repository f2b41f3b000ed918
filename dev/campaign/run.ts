import { parseArgs } from 'node:util';
import { type CampaignOptions, type CampaignOutcome, runKillCampaign } from './kill.ts';

const campaigns: Readonly<Record<string, (options: CampaignOptions) => Promise<CampaignOutcome>>> = {
  kill: runKillCampaign,
};

const { values, positionals } = parseArgs({
  options: { count: { type: 'string', default: '200' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const [name = ''] = positionals;
const campaign = campaigns[name];
const count = Number(values.count);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
if (campaign === undefined) {
  console.error(`There is no campaign ${name}; there are ${Object.keys(campaigns).join(', ')}.`);
  process.exitCode = 2;
} else if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error('--count and --seed are whole numbers.');
  process.exitCode = 2;
} else {
  const { survived, lost } = await campaign({ count, seed, print: (line) => console.log(line) });
  console.log(`${survived} survived, ${lost} lost, seed ${seed}`);
  process.exitCode = lost > 0 ? 1 : 0;
}
