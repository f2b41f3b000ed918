import { Message } from '../../shared/model/message.ts';

/** A row of `messages`, without its place in the tree. */
export interface MessageRow {
  readonly id: string;
  readonly role: string;
  readonly status: string | null;
  readonly createdAt: number;
  readonly parts: string;
  readonly metadata: string;
}

/** A message as it is stored. */
export function toRow({ id, role, parts, metadata }: Message): MessageRow {
  const { createdAt, status = null, ...others } = metadata;
  return { id, role, status, createdAt, parts: JSON.stringify(parts), metadata: JSON.stringify(others) };
}

/** A stored message. @throws ZodError, SyntaxError where the row is not one */
export function fromRow({ id, role, status, createdAt, parts, metadata }: MessageRow): Message {
  const others = JSON.parse(metadata) as object;
  return Message.parse({
    id,
    role,
    parts: JSON.parse(parts) as unknown,
    metadata: { ...others, createdAt, ...(status === null ? {} : { status }) },
  });
}
