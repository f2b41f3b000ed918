import { z } from 'zod';
import { PolicySchema } from './schema.ts';

/** One key of policy, as JSON Schema writes it. */
export interface Setting {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly accepts?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Setting[];
  readonly items?: Setting;
  readonly additionalProperties?: Setting | false;
  readonly propertyNames?: Setting;
  readonly const?: string;
  readonly properties?: Readonly<Record<string, Setting>>;
  readonly required?: readonly string[];
}

/** The whole policy as one setting. */
export function policySetting(): Setting {
  return z.toJSONSchema(PolicySchema, { io: 'input' }) as Setting;
}

/** What a setting accepts, in words; values are in backticks. */
export function acceptedText(setting: Setting): string {
  if (setting.accepts !== undefined) return setting.accepts;
  if (setting.enum !== undefined) return setting.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (setting.const !== undefined) return `\`${JSON.stringify(setting.const)}\``;
  if (setting.anyOf !== undefined) return setting.anyOf.map(acceptedText).join(', or ');
  if (setting.type === 'boolean') return '`true` or `false`';
  if (setting.type === 'number') return `a number from ${setting.minimum} to ${setting.maximum}`;
  if (setting.type === 'integer') return `a whole number from ${setting.minimum} to ${setting.maximum}`;
  if (setting.type === 'array')
    return `a list, each entry ${setting.items === undefined ? 'a text' : acceptedText(setting.items)}`;
  if (setting.type === 'object') return 'an object';
  if (setting.format === 'email') return 'an e-mail address';
  if (setting.format === 'uri') return 'an https address';
  return setting.format === 'uuid' ? 'a GUID' : 'a text';
}

/** The setting at a place of the policy; undefined where there is none. */
export function settingAt(path: readonly PropertyKey[]): Setting | undefined {
  return path.reduce<Setting | undefined>((setting, step) => {
    if (typeof step === 'number') return setting?.items;
    const object = objectOf(setting);
    return object?.properties?.[String(step)] ?? (object?.additionalProperties || undefined);
  }, policySetting());
}

/** The names of the keys that may stand at a place of the policy. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  return Object.keys(objectOf(settingAt(path))?.properties ?? {});
}

/** Of several forms the one that has keys. */
function objectOf(setting: Setting | undefined): Setting | undefined {
  return setting?.anyOf?.find(({ properties }) => properties !== undefined) ?? setting;
}
