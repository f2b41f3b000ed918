import type { CommandId } from '../../shared/commands/commands.ts';
import { zoomSteps } from '../../shared/model/preferences.ts';

/** Whether a command is given although a dialog is open. */
export function worksInDialogs(id: CommandId): boolean {
  return id === 'zoom-in' || id === 'zoom-out' || id === 'zoom-reset';
}

/** The next step of the zoom; the same at either end. */
export function zoomedTo(percent: number, direction: 'in' | 'out'): number {
  const next =
    direction === 'in' ? zoomSteps.find((step) => step > percent) : zoomSteps.findLast((step) => step < percent);
  return next ?? percent;
}

/** The conversation beside the shown one in the order of the list; the first or last one where that is not in it. */
export function besideOf(ids: readonly string[], shownId: string, direction: 1 | -1): string | undefined {
  const index = ids.indexOf(shownId);
  if (index === -1) return direction === 1 ? ids[0] : ids.at(-1);
  return ids[index + direction];
}
