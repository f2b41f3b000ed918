/** One of the two APIs of Azure OpenAI. */
export type ModelApi = 'responses' | 'chat';

/** A model deployment of the emulated resource. */
export interface EmulatedDeployment {
  readonly name: string;
  /** The model behind it, which replies name instead of the deployment, as Azure's do. */
  readonly model: string;
  readonly apis: readonly ModelApi[];
}

/** What the emulated resource has deployed; names that tell no client what the model can do, like real ones. */
export const demoDeployments: readonly EmulatedDeployment[] = [
  { name: 'corp-chat', model: 'parley-demo-2026-10-01', apis: ['responses', 'chat'] },
  { name: 'corp-chat-legacy', model: 'parley-demo-2024-05-13', apis: ['chat'] },
];
