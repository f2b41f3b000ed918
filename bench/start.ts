import { compare, printFigure } from './figure.ts';
import { composer, onStage } from './stage.ts';

const rounds = 9;

/** From the start of the process to a composer that can be typed into, signed in and with a history, as people start. */
export async function benchStart(): Promise<void> {
  await onStage(async ({ startParley, quitParley, startFloor }) => {
    const ours: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      const page = await startParley();
      await composer(page).fill('x');
      ours.push(performance.now() - started);
      await quitParley();

      const emptyStarted = performance.now();
      const empty = await startFloor();
      await composer(empty.page).fill('x');
      floor.push(performance.now() - emptyStarted);
      await empty.application.close();
    }
    printFigure(compare('start', ours, floor, 'an empty Electron window'));
  });
}
