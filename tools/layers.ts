import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Expression, parseSync, Visitor } from 'oxc-parser';

/** What the files of one folder may import, besides each other. */
interface Layer {
  /** A folder or a file; `*` stands for one folder's name, so that its siblings are layers of their own. */
  readonly place: string;
  /** Folders and files of ours. */
  readonly imports: readonly string[];
  /** Packages, each with its subpaths; `@scope/*` for all of a scope. */
  readonly packages: readonly string[];
  readonly node?: true;
}

const react = ['react', 'react-dom', '@fluentui/*'];

/** The table of docs/architecture.md; the longest place that fits a file counts. */
const layers: readonly Layer[] = [
  { place: 'src/shared', imports: [], packages: ['zod'] },
  {
    place: 'src/main/core',
    imports: ['src/shared'],
    packages: [
      '@ai-sdk/azure',
      '@azure/identity',
      '@azure/msal-node',
      '@modelcontextprotocol/client',
      'ai',
      'jose',
      'zod',
    ],
    node: true,
  },
  {
    place: 'src/main/storage',
    imports: ['src/shared', 'src/main/core/history', 'src/main/core/parent.ts'],
    packages: ['better-sqlite3-multiple-ciphers', 'zod'],
    node: true,
  },
  {
    place: 'src/main/broker',
    imports: ['src/shared', 'src/main/core/auth/broker', 'src/main/core/parent.ts'],
    packages: ['@azure/msal-node-extensions', '@azure/msal-node-runtime', 'zod'],
    node: true,
  },
  {
    place: 'src/main/attachments',
    imports: ['src/shared', 'src/main/core/attachments', 'src/main/core/parent.ts'],
    packages: ['htmlparser2', 'unpdf', 'yauzl', 'zod'],
    node: true,
  },
  {
    place: 'src/main/tokens',
    imports: ['src/main/core/context', 'src/main/core/parent.ts'],
    packages: ['gpt-tokenizer'],
    node: true,
  },
  {
    place: 'src/main/transfer',
    imports: [
      'src/shared',
      'src/main/core/transfer',
      'src/main/core/parent.ts',
      'src/main/attachments',
      // The one way that markdown is read, here as in the window; what is made of it there are elements, here is text.
      'src/renderer/ui/markdown/answer-token.ts',
      'src/renderer/ui/markdown/markdown.logic.ts',
      'src/renderer/ui/markdown/entities.ts',
    ],
    packages: ['@streamparser/json', 'marked', 'yauzl', 'zod'],
    node: true,
  },
  {
    place: 'src/main/shell',
    imports: ['src/shared', 'src/main/core'],
    packages: ['electron', 'rotating-file-stream'],
    node: true,
  },
  { place: 'src/main/compose.ts', imports: ['src/shared', 'src/main/core'], packages: [], node: true },
  {
    place: 'src/main/index.ts',
    imports: ['src/shared', 'src/main/core', 'src/main/shell', 'src/main/compose.ts'],
    packages: ['electron'],
    node: true,
  },
  { place: 'src/preload', imports: ['src/shared'], packages: ['electron'] },
  {
    place: 'src/renderer/ui',
    imports: [],
    packages: [...react, 'character-entities', 'highlight.js', 'katex', 'lowlight', 'marked', 'remend'],
  },
  { place: 'src/renderer/bridge.ts', imports: ['src/shared'], packages: ['react'] },
  { place: 'src/renderer/commands.ts', imports: ['src/shared'], packages: ['react'] },
  {
    place: 'src/renderer/features/*',
    imports: ['src/renderer/bridge.ts', 'src/renderer/commands.ts', 'src/renderer/ui', 'src/shared'],
    packages: [...react, '@ai-sdk/react', '@tanstack/react-virtual', 'ai'],
  },
  {
    place: 'src/renderer/app',
    imports: [
      'src/renderer/bridge.ts',
      'src/renderer/commands.ts',
      'src/renderer/features',
      'src/renderer/ui',
      'src/shared',
    ],
    packages: react,
  },
  {
    place: 'src/renderer/frame',
    imports: ['src/renderer/ui/markdown/artifact/artifact.logic.ts'],
    packages: ['mermaid'],
  },
  { place: 'src/renderer/no-eval.ts', imports: [], packages: ['zod'] },
  {
    place: 'src/renderer/main.tsx',
    imports: ['src/renderer/no-eval.ts', 'src/renderer/app', 'src/renderer/bridge.ts', 'src/shared'],
    packages: react,
  },
];

/** Folders that only tests and development tools may use. */
const testSupport = ['src/main/core/testing', 'src/main/core/gate/testing', 'src/renderer/test-support'];

/** One import that the table does not allow. */
export interface Violation {
  /** Relative to the repository, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly problem: string;
}

/** Checks every source file of the product below `root`; tests and test support may import anything. */
export function checkLayers(root: string): Violation[] {
  return readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.replaceAll(path.sep, '/')}`)
    .filter((file) => /\.[cm]?tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !isBelow(file, testSupport))
    .sort()
    .flatMap((file) => checkFile(file, readFileSync(path.join(root, file), 'utf8')));
}

function checkFile(file: string, source: string): Violation[] {
  const own = findLayer(file);
  if (own === undefined) return [{ file, line: 1, problem: 'belongs to no layer of tools/layers.ts' }];
  return readImports(file, source).flatMap(({ specifier, start }) => {
    const problem = judge(file, own, specifier);
    return problem === undefined ? [] : [{ file, line: source.slice(0, start).split('\n').length, problem }];
  });
}

interface FoundLayer extends Layer {
  /** The place with `*` filled in: the folder within which everything may import everything. */
  readonly unit: string;
}

function findLayer(file: string): FoundLayer | undefined {
  const [layer] = layers.filter(({ place }) => matchPlace(place, file)).sort((a, b) => b.place.length - a.place.length);
  return layer === undefined ? undefined : { ...layer, unit: matchPlace(layer.place, file) ?? layer.place };
}

function matchPlace(place: string, file: string): string | undefined {
  const pattern = place.split('*').map((text) => text.replace(/[.+]/g, String.raw`\$&`));
  return new RegExp(`^${pattern.join('[^/]+')}(?=/|$)`).exec(file)?.[0];
}

function judge(file: string, own: FoundLayer, specifier: string | undefined): string | undefined {
  if (specifier === undefined) return 'imports what is only known at run time, which no rule can check';
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    if (isBelow(target, testSupport)) return `imports ${target}, which is for tests only`;
    return isBelow(target, [own.unit, ...own.imports]) ? undefined : `${own.unit} may not import ${target}`;
  }
  if (isBuiltin(specifier)) {
    return own.node === true ? undefined : `${own.unit} may not import ${specifier}: it runs without Node`;
  }
  const isListed = own.packages.some((name) =>
    name.endsWith('/*')
      ? specifier.startsWith(name.slice(0, -1))
      : specifier === name || specifier.startsWith(`${name}/`),
  );
  return isListed ? undefined : `${own.unit} may not import the package ${specifier}`;
}

function isBelow(file: string, places: readonly string[]): boolean {
  return places.some((place) => file === place || file.startsWith(`${place}/`));
}

interface FoundImport {
  /** Undefined where it is computed. */
  readonly specifier: string | undefined;
  readonly start: number;
}

/** Every import of a file: static and dynamic ones, re-exports, type imports, `require`. */
function readImports(file: string, source: string): FoundImport[] {
  const found: FoundImport[] = [];
  const add = (node: Expression | null | undefined, start: number) => {
    const specifier = node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
    found.push({ specifier, start });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source, node.start),
    ExportAllDeclaration: (node) => add(node.source, node.start),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) add(node.source, node.start);
    },
    ImportExpression: (node) => add(node.source, node.start),
    TSImportType: (node) => add(node.source, node.start),
    CallExpression: (node) => {
      const [argument] = node.arguments;
      const isRequire = node.callee.type === 'Identifier' && node.callee.name === 'require';
      if (isRequire && argument?.type !== 'SpreadElement') add(argument, node.start);
    },
  }).visit(parseSync(file, source).program);
  return found;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const violations = checkLayers(path.join(import.meta.dirname, '..'));
  for (const { file, line, problem } of violations) console.error(`${file}:${line}: ${problem}`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
