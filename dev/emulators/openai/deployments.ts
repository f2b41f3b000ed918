/** One of the two APIs of Azure OpenAI. */
export type ModelApi = 'responses' | 'chat';

/** What a model can do; a request that asks for more is refused, as Azure refuses it. */
export type ModelAbility =
  /** Temperature and the like, which models that always reason refuse. */
  'sampling' | 'reasoning' | 'vision' | 'files' | 'tools' | 'images';

/** A model deployment of the emulated resource. */
export interface EmulatedDeployment {
  readonly name: string;
  /** The model behind it, which replies name instead of the deployment, as Azure's do. */
  readonly model: string;
  readonly apis: readonly ModelApi[];
  readonly abilities: readonly ModelAbility[];
}

/** What the emulated resource has deployed; names that tell no client what the model can do, like real ones. */
export const demoDeployments: readonly EmulatedDeployment[] = [
  {
    name: 'corp-chat',
    model: 'parley-demo-2026-10-01',
    apis: ['responses', 'chat'],
    abilities: ['sampling', 'reasoning', 'vision', 'files', 'tools', 'images'],
  },
  {
    name: 'corp-chat-legacy',
    model: 'parley-demo-2024-05-13',
    apis: ['chat'],
    abilities: ['sampling', 'vision', 'files', 'tools'],
  },
  {
    name: 'corp-deep',
    model: 'parley-demo-deep-2026-10-01',
    apis: ['responses', 'chat'],
    abilities: ['reasoning', 'vision', 'files', 'tools'],
  },
  { name: 'corp-text', model: 'parley-demo-text-2025-02-01', apis: ['responses', 'chat'], abilities: ['sampling'] },
];
