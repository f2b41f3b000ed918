import type { z } from 'zod';
import type { AppErrorData } from '../errors.ts';

/** A request with one reply. */
export interface CommandDefinition<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly kind: 'command';
  readonly input: Input;
  readonly output: Output;
}

/** A request answered by any number of items until either side ends it. */
export interface StreamDefinition<Input extends z.ZodType = z.ZodType, Item extends z.ZodType = z.ZodType> {
  readonly kind: 'stream';
  readonly input: Input;
  readonly item: Item;
}

/** Something that main tells every window by itself. */
export interface EventDefinition<Payload extends z.ZodType = z.ZodType> {
  readonly kind: 'event';
  readonly payload: Payload;
}

/** Any entry of a contract. */
export type Definition = CommandDefinition | StreamDefinition | EventDefinition;

/** Two levels: a namespace, then its entries. */
export type Contract = Readonly<Record<string, Readonly<Record<string, Definition>>>>;

/** Defines a command. */
export function command<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): CommandDefinition<Input, Output> {
  return { kind: 'command', input, output };
}

/** Defines a stream. */
export function stream<Input extends z.ZodType, Item extends z.ZodType>(
  input: Input,
  item: Item,
): StreamDefinition<Input, Item> {
  return { kind: 'stream', input, item };
}

/** Defines an event. */
export function event<Payload extends z.ZodType>(payload: Payload): EventDefinition<Payload> {
  return { kind: 'event', payload };
}

/** The reply to a command: expected failures are returned, never thrown, because an Error loses its fields on the way. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: AppErrorData };

/** How a stream ends: `error` is set where it did not end by itself. */
export interface StreamEnd {
  readonly error?: AppErrorData | undefined;
}

/** Who listens to a stream. After `end` nothing more is called. */
export interface StreamListener<Item> {
  item(item: Item): void;
  end(end: StreamEnd): void;
}

/** Stops a subscription or a stream. */
export type Unsubscribe = () => void;

type Arguments<Input extends z.ZodType> = [z.input<Input>] extends [void]
  ? []
  : undefined extends z.input<Input>
    ? [input?: z.input<Input>]
    : [input: z.input<Input>];

/** What the renderer sees: one function an entry of the contract. */
export type Bridge<C extends Contract> = {
  readonly [Namespace in keyof C]: {
    readonly [Name in keyof C[Namespace]]: BridgeFunction<C[Namespace][Name]>;
  };
};

type BridgeFunction<D extends Definition> =
  D extends CommandDefinition<infer Input, infer Output>
    ? (...input: Arguments<Input>) => Promise<Result<z.output<Output>>>
    : D extends StreamDefinition<infer Input, infer Item>
      ? (input: z.input<Input>, listener: StreamListener<z.output<Item>>) => Unsubscribe
      : D extends EventDefinition<infer Payload>
        ? (listener: (payload: z.output<Payload>) => void) => Unsubscribe
        : never;

/** What main implements: a handler an entry that the renderer can call; the type makes the list exhaustive. */
export type Handlers<C extends Contract> = {
  readonly [Namespace in keyof C]: {
    readonly [Name in keyof C[Namespace] as C[Namespace][Name] extends EventDefinition ? never : Name]: Handler<
      C[Namespace][Name]
    >;
  };
};

type Handler<D extends Definition> =
  D extends CommandDefinition<infer Input, infer Output>
    ? (input: z.output<Input>) => Promise<z.input<Output>> | z.input<Output>
    : D extends StreamDefinition<infer Input, infer Item>
      ? (input: z.output<Input>, listener: StreamListener<z.input<Item>>) => Unsubscribe
      : never;

/** Main's side of the events: tells every window. */
export type Emit<C extends Contract> = <E extends EventName<C>>(name: E, payload: EventPayload<C, E>) => void;

/** `namespace.name` of every event of a contract. */
export type EventName<C extends Contract> = {
  [Namespace in keyof C & string]: {
    [Name in keyof C[Namespace] & string]: C[Namespace][Name] extends EventDefinition ? `${Namespace}.${Name}` : never;
  }[keyof C[Namespace] & string];
}[keyof C & string];

type EventPayload<C extends Contract, E extends string> = E extends `${infer Namespace}.${infer Name}`
  ? C[Namespace][Name] extends EventDefinition<infer Payload>
    ? z.input<Payload>
    : never
  : never;
