/** Scripts that wait for the requests they are meant for, first in, first out. */
export interface ScriptQueue<Script> {
  /** Adds `script` for the next `times` matching requests; `Infinity` makes it stay. */
  add(script: Script, times?: number): void;
  /** Takes the first script that `matches` accepts, or undefined where the emulator should behave normally. */
  take(matches?: (script: Script) => boolean): Script | undefined;
}

/** Makes an empty queue. */
export function createScriptQueue<Script>(): ScriptQueue<Script> {
  let entries: { script: Script; left: number }[] = [];
  return {
    add: (script, times = 1) => {
      entries.push({ script, left: times });
    },
    take: (matches = () => true) => {
      const entry = entries.find((candidate) => matches(candidate.script));
      if (entry === undefined) return undefined;
      entry.left -= 1;
      entries = entries.filter((candidate) => candidate.left > 0);
      return entry.script;
    },
  };
}
