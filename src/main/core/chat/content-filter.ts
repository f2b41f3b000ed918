import { field } from './service-reply.ts';

/** What the filter has found, in words that a card can show. */
export interface FilterFindings {
  /** Whose text it was. */
  readonly where?: 'prompt' | 'answer';
  /** `violence (high)`; what it stopped. */
  readonly filtered?: string;
  /** What it saw and let pass. */
  readonly detected?: string;
}

/**
 * SECURITY: words of our own for what the service names; what it calls anything else is not shown.
 * Source: https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter-annotations
 */
const categoryNames: Readonly<Record<string, string>> = {
  hate: 'hate',
  sexual: 'sexual content',
  violence: 'violence',
  self_harm: 'self-harm',
  jailbreak: 'an attempt to get round the rules (jailbreak)',
  indirect_attack: 'instructions hidden in a document',
  profanity: 'profanity',
  protected_material_text: 'protected text',
  protected_material_code: 'protected code',
  ungrounded_material: 'claims without a source',
  custom_blocklists: 'a word list of your organisation',
};
const severities: ReadonlySet<unknown> = new Set(['low', 'medium', 'high']);

interface Finding {
  readonly name: string;
  readonly where: 'prompt' | 'answer';
  readonly isFiltered: boolean;
}

/** Collects what the filter says along a stream, and reads what it says in a refusal. */
export class FilterWatch {
  /** By whose text it was and category: a stream tells the same ones over and over. */
  readonly #findings = new Map<string, Finding>();

  /** The findings so far; what was stopped decides whose text it was. */
  get findings(): FilterFindings {
    const found = [...this.#findings.values()];
    const where = (found.find(({ isFiltered }) => isFiltered) ?? found[0])?.where;
    const names = (wanted: boolean) =>
      found
        .filter((finding) => finding.where === where && finding.isFiltered === wanted)
        .map(({ name }) => name)
        .join(', ');
    const [filtered, detected] = [names(true), names(false)];
    return {
      ...(where === undefined ? {} : { where }),
      ...(filtered === '' ? {} : { filtered }),
      ...(detected === '' ? {} : { detected }),
    };
  }

  /** An event of a stream as the service sent it, of either API. */
  see(event: unknown): void {
    for (const each of list(event, 'prompt_filter_results'))
      this.#read(field(each, 'content_filter_results'), 'prompt');
    for (const each of list(event, 'choices')) this.#read(field(each, 'content_filter_results'), 'answer');
    const response = field(event, 'response');
    if (response !== undefined) this.#readSources(response);
  }

  /** The body of a refused request. */
  seeRefusal(body: unknown): void {
    const error = field(body, 'error');
    const inner = field(error, 'innererror');
    this.#read(field(inner, 'content_filter_result') ?? field(inner, 'content_filter_results'), 'prompt');
    this.#readSources(error);
    this.#readSources(body);
  }

  #readSources(place: unknown): void {
    for (const each of list(place, 'content_filters')) {
      const where = field(each, 'source_type') === 'completion' ? 'answer' : 'prompt';
      this.#read(field(each, 'content_filter_results'), where);
    }
  }

  #read(results: unknown, where: 'prompt' | 'answer'): void {
    for (const [category, name] of Object.entries(categoryNames)) {
      const result = field(results, category);
      const severity = field(result, 'severity');
      const isFiltered = field(result, 'filtered') === true;
      const isSevere = severities.has(severity);
      if (!isFiltered && !isSevere && field(result, 'detected') !== true) continue;
      const named = isSevere ? `${name} (${String(severity)})` : name;
      this.#findings.set(`${where} ${category}`, { name: named, where, isFiltered });
    }
  }
}

function list(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}
