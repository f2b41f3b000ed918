import { dayText, type Deployment, type ModelAbility, type Price } from '../../../shared/model/deployment.ts';

const warningDays = 30;
const dayMilliseconds = 86_400_000;

/** How near the end of a model is. */
export type Retirement =
  | { readonly kind: 'far' }
  | { readonly kind: 'near'; readonly day: string }
  | { readonly kind: 'past'; readonly day: string };

/** Tells how near the end of a model is; `now` in milliseconds since the epoch. */
export function retirement({ retiresOn }: Pick<Deployment, 'retiresOn'>, now: number): Retirement {
  if (retiresOn === undefined) return { kind: 'far' };
  const end = Date.parse(retiresOn) + dayMilliseconds;
  const day = dayText(retiresOn);
  if (now >= end) return { kind: 'past', day };
  return now >= end - (warningDays + 1) * dayMilliseconds ? { kind: 'near', day } : { kind: 'far' };
}

/** What the picker says of a model's end; undefined while it is far. */
export function retirementText(end: Retirement): string | undefined {
  switch (end.kind) {
    case 'far':
      return undefined;
    case 'near':
      return `Available until ${end.day}`;
    case 'past':
      return `Retired: its last day was ${end.day}`;
  }
}

/** The models that a conversation can go on with: all but the retired and the gone, and `keptId`, with which it has begun. */
export function offeredDeployments(
  deployments: readonly Deployment[],
  keptId: string | undefined,
  now: number,
): readonly Deployment[] {
  const isOver = (each: Deployment) => retirement(each, now).kind === 'past' || each.found?.isGone === true;
  return deployments.filter((each) => each.id === keptId || !isOver(each));
}

/** What a million tokens cost, in the person's currency signs: `€1.10 in, €8.80 out per million tokens`. */
export function priceText({ currency, inputPerMillion, outputPerMillion }: Price): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 4 });
  return `${format.format(inputPerMillion)} in, ${format.format(outputPerMillion)} out per million tokens`;
}

/** What a model can do, in a word each. */
export const abilityNames: Readonly<Record<ModelAbility, string>> = {
  vision: 'Images',
  files: 'Files',
  reasoning: 'Reasoning',
  tools: 'Tools',
  images: 'Makes images',
};

/** What stands over the summary of a model's reasoning. */
export function reasoningTitle(isThinking: boolean, thoughtMilliseconds: number | undefined): string {
  if (isThinking) return 'Thinking…';
  if (thoughtMilliseconds === undefined) return 'Thoughts';
  const seconds = Math.round(thoughtMilliseconds / 1000);
  if (seconds < 1) return 'Thought for a moment';
  if (seconds < 60) return `Thought for ${seconds} s`;
  return `Thought for ${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
