/** The style sheet of the emulator's pages, light or dark as the browser prefers. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #f3f4f6; --card: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d5d9df;
  --accent: #0f6cbd; --tint: #eaf3fb; --banner: #fff4ce; --banner-ink: #5c4400; }
@media (prefers-color-scheme: dark) { :root { --ground: #17191c; --card: #212428; --ink: #f1f3f5; --soft: #aab2bb;
  --line: #3a3f46; --accent: #62abf5; --tint: #263645; --banner: #43380f; --banner-ink: #fbe7a1; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--ground);
  color: var(--ink); font: 15px/1.5 system-ui, 'Segoe UI', sans-serif; }
main { width: min(26rem, 100%); padding: 32px; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; box-shadow: 0 8px 24px rgb(0 0 0 / 12%); overflow-wrap: anywhere; }
h1 { margin: 0 0 4px; font-size: 22px; line-height: 1.3; font-weight: 600; }
p { margin: 0 0 16px; }
.banner { margin: -32px -32px 24px; padding: 10px 32px; border-radius: 11px 11px 0 0; background: var(--banner);
  color: var(--banner-ink); font-size: 13px; }
.notice { padding: 8px 12px; border-left: 3px solid var(--accent); background: var(--tint); }
ul { list-style: none; margin: 0 0 16px; padding: 0; display: grid; gap: 8px; }
button { font: inherit; color: inherit; cursor: pointer; border-radius: 8px; border: 1px solid var(--line);
  background: var(--card); padding: 8px 20px; }
button:hover { background: var(--tint); border-color: var(--accent); }
button:focus-visible, button:focus { outline: 2px solid var(--accent); outline-offset: 2px; }
.person { width: 100%; display: flex; gap: 12px; align-items: center; padding: 10px 12px; text-align: start; }
.avatar { flex: none; width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center;
  background: var(--accent); color: var(--card); font-weight: 600; }
.name { display: block; font-weight: 600; }
.detail { display: block; color: var(--soft); font-size: 13px; }
.actions { margin: 0; text-align: end; }
`;
