import { expect, test } from '../fixtures.ts';
import { faultsOf } from '../support/axe.ts';
import { takeTour } from '../support/tour.ts';

/** Where most colours stand on most backgrounds; what opens elsewhere is made of the same. */
const colourful = /^(sign-in|empty|answer|models|find|search|palette|settings appearance|account|usage|error card)$/;

test.describe('@surface access', () => {
  test('axe finds nothing on any page, in any dialog or menu; contrast holds in dark and in high contrast', async ({
    app,
    emulators,
  }) => {
    const found: string[] = [];
    await takeTour({
      app,
      emulators,
      visit: async (place, page) => {
        const further = colourful.test(place) ? (['dark', 'high-contrast'] as const) : [];
        found.push(...(await faultsOf(page, further)).map((fault) => `${place}, ${fault}`));
      },
    });
    expect(found).toEqual([]);
  });
});
