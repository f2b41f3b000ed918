/** A realistic answer of so many characters, the same each time: headings, paragraphs, lists, tables, code and quotes. */
export function longAnswer(length: number): string {
  let text = '';
  for (let section = 1; text.length < length; section += 1) text += sectionText(section);
  return text.slice(0, length);
}

const sentences = [
  'The **service** keeps its state in `PostgreSQL`, and each request carries a *correlation id* that the logs repeat.',
  'See [the guide](https://example.com/guide?page=2#start) for the limits that apply to a single tenant.',
  'When the cache is cold, the first call takes about 450 ms; later ones stay under 40 ms.',
  'This works because the index covers `tenant_id`, `created_at` and `status`, in that order.',
  'Nothing here needs a lock: the update is **idempotent**, and a retry finds the work ~~half~~ done.',
];

function paragraph(seed: number, count: number): string {
  return Array.from({ length: count }, (_, index) => sentences[(seed + index) % sentences.length]).join(' ');
}

function sectionText(section: number): string {
  const steps = Array.from({ length: 5 }, (_, step) => `${step + 1}. ${paragraph(section + step, 1)}`).join('\n');
  const points = Array.from({ length: 4 }, (_, point) => `- ${paragraph(section + point, 1)}\n  - a detail of it`).join(
    '\n',
  );
  const rows = Array.from({ length: 6 }, (_, row) => `| region-${row} | ${section * row} | \`ready\` | **yes** |`).join(
    '\n',
  );
  const lines = Array.from(
    { length: 14 },
    (_, line) => `  const value${line} = await read("key-${line}", { retries: ${line} }); // step ${line}`,
  ).join('\n');
  return [
    `## ${section}. What to look at next`,
    paragraph(section, 4),
    steps,
    `\`\`\`ts\nexport async function run${section}() {\n${lines}\n}\n\`\`\``,
    paragraph(section + 2, 3),
    `| Region | Count | State | Safe |\n| :-- | --: | :-: | --- |\n${rows}`,
    points,
    `> ${paragraph(section + 3, 2)}`,
    paragraph(section + 1, 2),
    '',
  ].join('\n\n');
}
