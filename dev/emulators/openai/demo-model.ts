import { longAnswer } from './long-answer.ts';
import type { ModelMessage, ModelRequest } from './model-request.ts';
import type { ToolCall } from './reply-format.ts';

/** Whether a request asks for a conversation's title instead of an answer. */
export function isTitleRequest(request: ModelRequest): boolean {
  return /title for this conversation/i.test(request.instructions);
}

/** The scripted model's whole answer; the same request always gets the same text. */
export function demoAnswer(request: ModelRequest): string {
  if (isTitleRequest(request)) return titleOf(request.messages);
  if (request.toolResults.length > 0) return quoteTools(request);
  const question = request.messages.findLast(({ role }) => role === 'user');
  const text = question?.text ?? '';
  const answer = answers.find(({ pattern }) => pattern.test(text));
  return answer === undefined ? reflect(request.messages, question) : answer.write(text);
}

/** The tool that the scripted model calls by itself: asked for invoices, it looks them up where it is given one for it. */
export function demoCall(request: ModelRequest): ToolCall | undefined {
  const question = request.messages.findLast(({ role }) => role === 'user')?.text ?? '';
  const name = request.tools.find((tool) => tool.endsWith('search_invoices'));
  if (isTitleRequest(request) || request.toolResults.length > 0 || !/\binvoices?\b/i.test(question)) return undefined;
  return name === undefined ? undefined : { name, arguments: { customer: 'Heron' } };
}

const answers: readonly { readonly pattern: RegExp; write(question: string): string }[] = [
  { pattern: /^\s*(hi|hello|hey|good (morning|afternoon|evening)|guten tag|bonjour)\b/i, write: greeting },
  { pattern: /\bhelp\b|what can you do/i, write: help },
  { pattern: /\blong\b/i, write: longAnswer },
  { pattern: /\btable\b/i, write: table },
  { pattern: /\blist\b/i, write: list },
  { pattern: /\b(code|function|typescript|javascript|python|script|program|regex)\b/i, write: code },
];

function titleOf(messages: readonly ModelMessage[]): string {
  const first = messages.find(({ role }) => role === 'user')?.text ?? '';
  const words = first.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.slice(0, 6) ?? [];
  const title = words.join(' ');
  return title === '' ? 'New conversation' : `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}

function quoteTools({ toolResults }: ModelRequest): string {
  const quoted = toolResults.map(({ output }) => quote(output)).join('\n\n');
  return `The tools have answered:\n\n${quoted}\n\nI am a scripted demo model, so I can only pass it on.`;
}

function quote(text: string): string {
  const lines = text.slice(0, 500).split('\n');
  return lines.map((line) => `> ${line}`).join('\n');
}

function greeting(): string {
  return 'Hello! I am the **demo model** that comes with Parley: a script on your own computer, with no model behind it. Ask me for a *table*, a *list*, some *code* or a *long* answer, or say `help`.';
}

function help(): string {
  return `I am a scripted demo model, so that Parley can be tried without Azure. I know these tricks:

| Ask for | You get |
| --- | --- |
| a greeting | a short welcome |
| \`code\`, \`TypeScript\` or \`Python\` | a highlighted code block |
| a \`table\` | a table with numbers |
| a \`list\` | nested lists and tasks |
| \`invoices\` | a call of a tool, which waits for your leave (with **Demo model**) |
| something \`long\` | several sections, to try scrolling and **Stop** |

Anything else I quote back to you, and tell you how much of the conversation I was sent.`;
}

function code(question: string): string {
  return /\bpython\b/i.test(question) ? pythonAnswer : typescriptAnswer;
}

const typescriptAnswer = `Here is a small function in TypeScript that groups items by a key:

\`\`\`typescript
export function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

const byLength = groupBy(['one', 'two', 'three'], (word) => word.length);
console.log(byLength.get(3)); // ['one', 'two']
\`\`\`

It walks over the items **once** and keeps their order inside each group. Newer runtimes have \`Map.groupBy\`, which does the same.`;

const pythonAnswer = `Here is a small function in Python that groups items by a key:

\`\`\`python
from collections import defaultdict
from collections.abc import Callable, Iterable


def group_by[Item, Key](items: Iterable[Item], key_of: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Group items by the key that key_of returns, keeping their order."""
    groups: defaultdict[Key, list[Item]] = defaultdict(list)
    for item in items:
        groups[key_of(item)].append(item)
    return dict(groups)


print(group_by(["one", "two", "three"], len))  # {3: ['one', 'two'], 5: ['three']}
\`\`\`

Unlike \`itertools.groupby\`, it does **not** need the items to be sorted first.`;

function table(): string {
  return `Here are the planets nearest to the Sun:

| Planet | Distance (million km) | Day (hours) | Moons |
| --- | ---: | ---: | ---: |
| Mercury | 57.9 | 4,222.6 | 0 |
| Venus | 108.2 | 2,802.0 | 0 |
| Earth | 149.6 | 24.0 | 1 |
| Mars | 228.0 | 24.7 | 2 |

A day on Mercury, from noon to noon, lasts **two** of its years.`;
}

function list(): string {
  return `A checklist for a good handover:

1. **Say what is done**
   - link the change
   - name the tests that prove it
2. **Say what is left**
   - what you would do next
   - what you would leave alone, and why
3. **Say where to look**
   - logs, dashboards, people to ask

And the tasks that are easy to forget:

- [x] write it down
- [ ] let somebody else read it
- [ ] delete what is no longer true`;
}

function reflect(messages: readonly ModelMessage[], question: ModelMessage | undefined): string {
  const quoted = quote(question?.text ?? '');
  const count = messages.length;
  const attachments = question?.attachments.map(({ name }) => `\`${name ?? 'image'}\``) ?? [];
  const received = attachments.length === 0 ? '' : ` With this one came ${attachments.join(', ')}.`;
  return `You wrote:

${quoted}

I am a scripted demo model, so I can't think about it, but I did read it: I received **${count} ${count === 1 ? 'message' : 'messages'}** of this conversation.${received} With a deployment of your own Azure OpenAI in the policy, a real model would answer here.`;
}
