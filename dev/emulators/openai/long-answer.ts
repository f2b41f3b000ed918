/** Several sections, six to eight kilobytes: to try scrolling, stopping and rendering while text arrives. */
export function longAnswer(): string {
  return [
    '# From a question to an answer',
    'You asked for something long, so here is the way that a question takes from your keyboard to a model and back, in seven sections. Each of them ends with something to remember.',
    ...sections.map(({ title, paragraphs }, index) => `## ${index + 1}. ${title}\n\n${paragraphs.join('\n\n')}`),
    '---',
    'That was all of it. Ask for a *table*, a *list* or some *code* to see other shapes of answers.',
  ].join('\n\n');
}

const sections: readonly { readonly title: string; readonly paragraphs: readonly string[] }[] = [
  {
    title: 'The draft',
    paragraphs: [
      'A question starts as a draft. While you type, nothing leaves the window: no keystroke is sent anywhere, no suggestion is fetched, and nobody counts your words. A draft belongs to its conversation, so that you can look something up in another one and come back to an unfinished sentence.',
      'When you press **Enter**, the draft is offered to the part of the application that owns the truth. Only when that part has accepted it does the composer become empty. If the offer fails, because the disk is full or a rule of your organisation forbids it, the text stays where it was.',
      '> Remember: text that somebody wrote is never thrown away before it is kept somewhere else.',
    ],
  },
  {
    title: 'Who is asking',
    paragraphs: [
      'Before anything is sent to a model, it has to be clear who asks. Parley uses the account that you work with anyway. A token says, signed by your organisation:',
      '- which **person** is asking,\n- through which **application**,\n- for which **resource**, and\n- until **when** this may be believed.',
      'Each resource gets a token of its own. The one that opens the model does not open your mailbox, and the one that fetches your photo does not open the model. If one of them ended up in the wrong hands, the damage would stop at that one door.',
      'The token lives for about an hour and is renewed silently. When it can no longer be renewed, because a password changed or somebody asked for a second factor, the turn waits, a card explains what is needed, and the same turn goes on after one click.',
      '> Remember: a key says which building you may enter, a token says who you are.',
    ],
  },
  {
    title: 'The request',
    paragraphs: [
      'A model has no memory. Everything that it should know is in the request, every time: the instructions, the messages so far, and the newest question. This is what a request looks like, with the boring parts left out:',
      '```json\n{\n  "model": "corp-chat",\n  "store": false,\n  "stream": true,\n  "instructions": "Answer briefly.",\n  "input": [\n    { "role": "user", "content": [{ "type": "input_text", "text": "What is a monad?" }] },\n    { "role": "assistant", "content": "A pattern for chaining steps." },\n    { "role": "user", "content": [{ "type": "input_text", "text": "Show me one." }] }\n  ]\n}\n```',
      'The line `"store": false` matters. Without it the service would keep a copy of the conversation for later, and the next request could point at that copy instead of repeating it. Convenient, but then the history would be in two places, and only one of them would be yours.',
      '> Remember: what is sent is what you see, and nothing is kept on the other side for the sake of convenience.',
    ],
  },
  {
    title: 'The stream',
    paragraphs: [
      'The answer does not come as one piece. It arrives as a stream of small events, a few words each, as soon as the model has settled on them. That is why the first words appear long before the last ones exist.',
      'A stream can end in several ways, and a good client tells them apart:',
      '| Ending | What happened | What you see |\n| --- | --- | --- |\n| completed | the model had nothing to add | the whole answer |\n| incomplete | a limit or a filter stopped it | the answer so far, and the reason |\n| failed | the service gave up | the answer so far, and what to do |\n| cut | the network went away | the answer so far, and a retry |\n| stopped | you pressed Stop | the answer so far, marked |',
      'In every row the answer so far stays. Words that have been on the screen are not taken away again.',
      '> Remember: an interrupted answer is still an answer, as long as it says that it was interrupted.',
    ],
  },
  {
    title: 'The rendering',
    paragraphs: [
      'Models write *markdown*: plain text with a few marks for headings, emphasis, lists, tables and code. While an answer grows, its marks are often unfinished. There may be an opening fence without a closing one, half a table, or a link that has no address yet. A renderer that starts over with every word gets slower the longer the answer is.',
      'The better way is to notice which blocks are settled. A paragraph that is followed by an empty line will not change any more, so it is drawn once and left alone. Only the last block is drawn again:',
      '```typescript\nfunction splitSettled(markdown: string): { settled: string; growing: string } {\n  const end = markdown.lastIndexOf("\\n\\n");\n  return end === -1\n    ? { settled: "", growing: markdown }\n    : { settled: markdown.slice(0, end), growing: markdown.slice(end + 2) };\n}\n```',
      'Real code has to be more careful, because an empty line inside a code block settles nothing. But the idea stays the same.',
      '> Remember: work should depend on what is new, not on what is already there.',
    ],
  },
  {
    title: 'The history',
    paragraphs: [
      'When the answer has ended it is written to the history, and even before that, once a second, the part that exists is written as well. If the power fails in the middle of a sentence, at most one second of it is lost.',
      'The history is encrypted with a key that only your account on this computer can unlock. Searching it happens on this computer, too:',
      '1. the words of each message go into an index inside the encrypted file,\n2. a search asks that index,\n3. and the best matches are shown with the words around them.',
      'Deleting a conversation removes it from the file and from the index. There is no bin on a server, because there is no server.',
      '> Remember: the safest copy is the one that was never made.',
    ],
  },
  {
    title: 'The people who run it',
    paragraphs: [
      'Somebody had to decide which models you may use, in which country they run, and what they may cost. Those decisions are in a policy that your organisation manages. The application reads it at the start and shows with a padlock what you can not change.',
      'The same people need to know that the tool does what it says. So every turn leaves a line in an audit trail: when, which deployment, how many tokens, how it ended. *What* you asked is not in that line.',
      'And they need to change their minds. A model is replaced by a better one, a region is closed, a price goes up. Then the policy changes, and the conversations stay readable: each message remembers which deployment wrote it, and nothing in it depends on whether that deployment still exists.',
      '> Remember: trust needs evidence, and evidence does not need your words.',
    ],
  },
];
