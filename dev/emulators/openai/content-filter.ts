import type { AzureFailure } from './azure-error.ts';
import type { ModelApi } from './deployments.ts';

/** A category of harm that the filter measures by severity. */
export type HarmCategory = 'hate' | 'self_harm' | 'sexual' | 'violence';

/** Everything that a filter can stop; `jailbreak` in prompts only, protected material in answers only. */
export type FilterCategory = HarmCategory | 'jailbreak' | 'protected_material_text' | 'protected_material_code';

/** What has been filtered: a prompt or an answer. */
export type FilterSource = 'prompt' | 'completion';

const harms: readonly HarmCategory[] = ['hate', 'self_harm', 'sexual', 'violence'];
const detections: Readonly<Record<FilterSource, readonly FilterCategory[]>> = {
  prompt: ['jailbreak'],
  completion: ['protected_material_code', 'protected_material_text'],
};

/** The filter's verdict on every category; `filtered` names the one that it stopped. */
export function filterResults(source: FilterSource, filtered?: FilterCategory): Record<string, unknown> {
  const verdicts: Record<string, unknown> = {};
  for (const category of harms) {
    const isStopped = category === filtered;
    verdicts[category] = { filtered: isStopped, severity: isStopped ? 'high' : 'safe' };
  }
  for (const category of detections[source]) {
    verdicts[category] = { filtered: category === filtered, detected: category === filtered };
  }
  return verdicts;
}

/** An entry of `content_filters`, by which the responses API tells its verdicts. */
export function filterEntry(source: FilterSource, length: number, filtered?: FilterCategory): Record<string, unknown> {
  return {
    blocked: filtered !== undefined,
    source_type: source,
    content_filter_raw: [],
    content_filter_results: filterResults(source, filtered),
    content_filter_offsets: { start_offset: 0, end_offset: length, check_offset: 0 },
  };
}

const filteredMessage =
  'The response was filtered due to the prompt triggering Azure OpenAI’s content management policy. Please modify your prompt and retry. To learn more about our content filtering policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766';

/** The refusal of a prompt: chat has the details in `innererror`, responses in `content_filters`. */
export function promptFiltered(api: ModelApi, category: FilterCategory): AzureFailure {
  const shared = { message: filteredMessage, param: 'prompt', code: 'content_filter' };
  if (api === 'responses') {
    const content_filters = [filterEntry('prompt', 590, category)];
    const innererror = { code: 'ContentFiltered' };
    return { status: 400, body: { error: { ...shared, type: 'invalid_request_error', content_filters, innererror } } };
  }
  const innererror = {
    code: 'ResponsibleAIPolicyViolation',
    content_filter_result: filterResults('prompt', category),
  };
  return { status: 400, body: { error: { ...shared, type: null, status: 400, innererror } } };
}
