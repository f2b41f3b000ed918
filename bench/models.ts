import { divide, type Figure, printFigure } from './figure.ts';
import {
  type ClientPlan,
  morning,
  parleyPlan,
  plainPlan,
  simulate,
  type Simulation,
  type SimulationOutcome,
} from './simulation.ts';

const mornings: readonly { readonly name: string; readonly changes: Partial<Simulation> }[] = [
  { name: 'tokens', changes: {} },
  { name: 'no-hint', changes: { tellsWait: false } },
  { name: 'requests', changes: { requestsPerMinute: 4000, countsRefusals: true } },
  { name: 'scarce', changes: { tokensPerMinute: 3_000_000 } },
];

/** Whom Parley's plan is held against; more tries alone are not what makes the difference. */
const peers: readonly { readonly name: string; readonly against: string; readonly plan: ClientPlan }[] = [
  { name: '', against: 'the AI SDK’s own retry', plan: plainPlan() },
  { name: '-as-patient', against: 'the AI SDK’s retry with as many tries', plan: plainPlan(11) },
];

/** 10,000 clients on one throttled deployment: how many prompts are answered, and how alike people fare. */
export async function benchModels(): Promise<void> {
  const figures = mornings.flatMap(({ name, changes }) => {
    const simulation = { ...morning, ...changes };
    const ours = simulate(simulation, parleyPlan);
    describe(name, 'Parley', ours);
    return peers.flatMap((peer) => {
      const theirs = simulate(simulation, peer.plan);
      describe(name, peer.against, theirs);
      return figuresOf(`models-${name}${peer.name}`, peer.against, ours, theirs);
    });
  });
  for (const figure of figures) printFigure(figure);
}

function figuresOf(name: string, against: string, ours: SimulationOutcome, theirs: SimulationOutcome): Figure[] {
  const figure = (what: string, unit: string, of: (outcome: SimulationOutcome) => number) =>
    divide({ name: `${name}-${what}`, value: of(ours), other: of(theirs), unit, against });
  return [
    figure('goodput-higher-is-better', '% of prompts', ({ goodput }) => goodput * 100),
    figure('fairness-higher-is-better', 'Jain’s index', ({ fairness }) => fairness),
    figure('requests', 'requests an answer', ({ requestsPerAnswer }) => requestsPerAnswer),
  ];
}

function describe(name: string, who: string, outcome: SimulationOutcome): void {
  const { answered, asked, goodput, fairness, requestsPerAnswer, waitMilliseconds } = outcome;
  console.log(
    `${name}, ${who}: ${answered} of ${asked} answered (${(goodput * 100).toFixed(1)} %), fairness ${fairness.toFixed(3)}, ` +
      `${requestsPerAnswer.toFixed(2)} requests an answer, ` +
      `those waited ${seconds(waitMilliseconds.median)} (95 %: ${seconds(waitMilliseconds.p95)})`,
  );
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
