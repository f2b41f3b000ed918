/** The one style of exported pages, on screens and on paper. */
export const htmlStyle = `
:root { color-scheme: light dark; --line: #d1d1d1; --quiet: #616161; --tint: #f0f0f0; --link: #0f548c; }
@media (prefers-color-scheme: dark) { :root { --line: #525252; --quiet: #adadad; --tint: #333333; --link: #62abf5; } }
body { margin: 0 auto; padding: 24px 16px; max-width: 46rem; overflow-wrap: anywhere; font: 14px/1.5 system-ui, sans-serif; }
h1 { font-size: 22px; line-height: 1.3; margin: 48px 0 4px; }
h2 { font-size: 12px; margin: 24px 0 4px; color: var(--quiet); }
h2 time { font-weight: normal; }
h3 { font-size: 18px; } h4 { font-size: 16px; } h5, h6 { font-size: 14px; }
a { color: var(--link); }
pre { margin: 0; padding: 12px 16px; border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; font-size: 13px; tab-size: 4; }
pre.words { padding: 0; border: 0; font: inherit; white-space: pre-wrap; }
code { font-family: ui-monospace, Consolas, monospace; }
:not(pre) > code { padding: 1px 5px; border-radius: 4px; background: var(--tint); font-size: 0.9em; }
blockquote { margin: 0; padding-inline-start: 16px; border-inline-start: 3px solid var(--line); }
table { border-collapse: collapse; font-size: 13px; }
th, td { padding: 8px 12px; text-align: start; vertical-align: top; border: 1px solid var(--line); }
.center { text-align: center; } .right { text-align: right; } .left { text-align: left; }
img { max-width: 100%; height: auto; }
details, .tool { margin: 8px 0; padding: 4px 12px; border: 1px solid var(--line); border-radius: 6px; }
.question .body { padding: 8px 12px; border-radius: 8px; background: var(--tint); white-space: pre-wrap; }
.details, .note, .file { color: var(--quiet); font-size: 12px; }
@media print { pre { white-space: pre-wrap; overflow-wrap: anywhere; } article { break-inside: auto; } h1, h2 { break-after: avoid; } }
`;
