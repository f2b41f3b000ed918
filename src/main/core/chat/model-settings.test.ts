import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { ConversationSettings } from '../../../shared/model/conversation.ts';
import { type DeploymentTraits, plainTraits } from '../../../shared/model/deployment.ts';
import type { ModelApi } from '../models/endpoint.ts';
import { sendClosing, sendDelta, sendOpening, startEvents } from '../testing/model-server.ts';
import { startAnswer } from '../testing/start-answer.ts';
import { housekeepingSettings } from './model-settings.ts';

function respond(response: ServerResponse): void {
  startEvents(response);
  sendOpening(response);
  sendDelta(response, 'Yes.');
  sendClosing(response);
}

function complete(response: ServerResponse): void {
  startEvents(response);
  const chunk = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' };
  const choices = [{ index: 0, delta: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }];
  response.end(`data: ${JSON.stringify({ ...chunk, choices })}\n\ndata: [DONE]\n\n`);
}

/** The body of the one request that a turn comes to. */
async function bodyOf(given: {
  api?: ModelApi;
  deployment?: string;
  traits?: Partial<DeploymentTraits>;
  settings?: ConversationSettings;
}) {
  const { run, requests } = await startAnswer(given.api === 'chat' ? complete : respond, given);
  expect((await run).metadata).toMatchObject({ status: 'complete' });
  expect(requests).toHaveLength(1);
  return requests[0]?.body ?? {};
}

const reasoning: Partial<DeploymentTraits> = {
  abilities: ['reasoning'],
  reasoningEfforts: ['none', 'low', 'high'],
  summarisesReasoning: true,
  takesTemperature: false,
};
const everything: ConversationSettings = {
  instructions: 'Answer in Latin.',
  temperature: 0,
  reasoningEffort: 'high',
  verbosity: 'low',
  maxOutputTokens: 2000,
};

describe('the settings of a conversation, in a request to the Responses API', () => {
  it('leaves everything to the model where nothing is set', async () => {
    const body = await bodyOf({});
    expect(Object.keys(body).toSorted()).toEqual(['input', 'model', 'prompt_cache_key', 'store', 'stream']);
    expect(body['store']).toBe(false);
  });

  it('sends a plain model what it takes, and keeps back what it would refuse', async () => {
    const body = await bodyOf({ settings: everything });
    expect(body).toMatchObject({
      input: [{ role: 'system', content: 'Answer in Latin.' }, { role: 'user' }],
      temperature: 0,
      max_output_tokens: 2000,
      store: false,
    });
    expect(body).not.toHaveProperty('reasoning');
    expect(body).not.toHaveProperty('text');
  });

  it('reaches a model that reasons, whatever its deployment is called', async () => {
    const body = await bodyOf({ traits: { ...reasoning, takesVerbosity: true }, settings: everything });
    expect(body).toMatchObject({
      model: 'corp-chat',
      input: [{ role: 'system', content: 'Answer in Latin.' }, { role: 'user' }],
      reasoning: { effort: 'high', summary: 'auto' },
      text: { verbosity: 'low' },
      max_output_tokens: 2000,
      store: false,
    });
    expect(body).not.toHaveProperty('temperature');
  });

  it.each(['responses', 'chat'] as const)(
    'does not believe a name that sounds like another model (%s)',
    async (api) => {
      const body = await bodyOf({ api, deployment: 'gpt-5', settings: everything });
      expect(body).toMatchObject({ model: 'gpt-5', temperature: 0 });
      expect(JSON.stringify(body)).not.toMatch(/reasoning|developer/);
    },
  );

  it('asks for a summary of the model’s own effort, and for none where there is no effort', async () => {
    expect(await bodyOf({ traits: reasoning })).toMatchObject({ reasoning: { summary: 'auto' } });
    const silent = await bodyOf({ traits: reasoning, settings: { reasoningEffort: 'none' } });
    expect(silent['reasoning']).toEqual({ effort: 'none' });
    const unapproved = { ...reasoning, summarisesReasoning: false };
    expect(await bodyOf({ traits: unapproved })).not.toHaveProperty('reasoning');
    const low = await bodyOf({ traits: unapproved, settings: { reasoningEffort: 'low' } });
    expect(low['reasoning']).toEqual({ effort: 'low' });
  });

  it('falls back to the deployment’s own effort for one that it does not take, and to its longest answer', async () => {
    const traits = { ...reasoning, outputTokens: 1000, defaults: { reasoningEffort: 'low' } } as const;
    const body = await bodyOf({ traits, settings: { reasoningEffort: 'xhigh', maxOutputTokens: 5000 } });
    expect(body).toMatchObject({ reasoning: { effort: 'low' }, max_output_tokens: 1000 });
  });

  it('takes the deployment’s defaults, and lets a person leave its instructions out', async () => {
    const traits = { defaults: { instructions: 'You work at Contoso.', temperature: 0.5 } };
    expect(await bodyOf({ traits })).toMatchObject({
      input: [{ content: 'You work at Contoso.' }, { role: 'user' }],
      temperature: 0.5,
    });
    const body = await bodyOf({ traits, settings: { instructions: '', temperature: undefined } });
    expect(body).toMatchObject({ input: [{ role: 'user' }], temperature: 0.5 });
  });
});

describe('the settings of a conversation, in a request for chat completions', () => {
  it('sends a plain model what it takes', async () => {
    const body = await bodyOf({ api: 'chat', settings: everything });
    expect(body).toMatchObject({
      messages: [{ role: 'system', content: 'Answer in Latin.' }, { role: 'user' }],
      temperature: 0,
      max_tokens: 2000,
    });
    expect(body).not.toHaveProperty('reasoning_effort');
    expect(body).not.toHaveProperty('verbosity');
    expect(body).not.toHaveProperty('max_completion_tokens');
  });

  it('sends a model that reasons the names that it takes', async () => {
    const body = await bodyOf({ api: 'chat', traits: { ...reasoning, takesVerbosity: true }, settings: everything });
    expect(body).toMatchObject({
      messages: [{ role: 'system', content: 'Answer in Latin.' }, { role: 'user' }],
      reasoning_effort: 'high',
      verbosity: 'low',
      max_completion_tokens: 2000,
    });
    expect(body).not.toHaveProperty('max_tokens');
    expect(body).not.toHaveProperty('temperature');
  });
});

describe('what Parley itself asks of a model', () => {
  it('costs as little thinking as the model can do', () => {
    const traits: DeploymentTraits = {
      abilities: ['reasoning'],
      reasoningEfforts: ['minimal', 'high'],
      summarisesReasoning: true,
      takesTemperature: false,
      takesVerbosity: false,
      defaults: { instructions: 'Answer in Latin.', reasoningEffort: 'high' },
    };
    expect(housekeepingSettings(traits)).toEqual({
      provider: {
        forceReasoning: true,
        systemMessageMode: 'system',
        reasoningEffort: 'minimal',
        reasoningSummary: null,
      },
    });
    expect(housekeepingSettings(plainTraits)).toEqual({
      provider: { forceReasoning: false, systemMessageMode: 'system' },
    });
  });
});
