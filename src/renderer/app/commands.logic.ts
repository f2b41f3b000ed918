import { type CommandId, commands } from '../../shared/commands/commands.ts';
import { zoomSteps } from '../../shared/model/preferences.ts';
import type { CommandHub } from '../commands.ts';

/** Whether a command is given although a dialog is open. */
function worksInDialogs(id: CommandId): boolean {
  return id === 'zoom-in' || id === 'zoom-out' || id === 'zoom-reset';
}

/** Gives a command, wherever it comes from, unless a dialog lies over what it is about; true where something does it. */
export function giveCommand(hub: CommandHub, id: CommandId, isModalOpen: boolean): boolean {
  return (!isModalOpen || worksInDialogs(id)) && hub.run(id);
}

/** The commands of menus that can be done, in one text, so that another look at the same is no other offer. */
export function menuOffer(isAvailable: CommandHub['isAvailable']): string {
  const offered = commands.filter(({ id, menuLabel }) => menuLabel !== undefined && isAvailable(id));
  return offered.map(({ id }) => id).join(' ');
}

/** The commands that `menuOffer` has named. */
export function offeredCommands(offer: string): CommandId[] {
  const names = new Set(offer.split(' '));
  return commands.flatMap(({ id }) => (names.has(id) ? [id] : []));
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
