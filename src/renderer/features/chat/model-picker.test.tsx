import { page, userEvent } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import type { Deployment, Discovery } from '../../../shared/model/deployment.ts';
import { DiscoveryContext } from '../../bridge.ts';
import { FakeMain } from '../../test-support/fake-bridge.ts';
import { renderPart } from '../../test-support/render-part.tsx';
import { foundDeployment, sampleSession } from '../../test-support/samples.ts';
import { ModelPicker } from './model-picker.tsx';

const picker = page.getByRole('combobox', { name: 'Model' });
const looked: Discovery = { kind: 'looked', at: Date.now(), gaps: 0 };

async function show(deployments: readonly Deployment[], discovery: Discovery) {
  const main = new FakeMain();
  const chosen: string[] = [];
  await renderPart(
    <DiscoveryContext value={discovery}>
      <ModelPicker deployments={deployments} deployment={deployments[0]} onDeployment={(id) => void chosen.push(id)} />
    </DiscoveryContext>,
    main.bridge,
  );
  const asked = () =>
    main.calls.filter(({ name }) => name.startsWith('session.')).map(({ name, input }) => ({ name, input }));
  return { chosen, asked };
}

describe('the model picker', () => {
  test('a few models of policy’s are not made a search of', async () => {
    const { chosen } = await show(sampleSession.deployments, { kind: 'off' });
    await expect.element(picker).toHaveTextContent('Everyday');
    await picker.click();
    await expect.element(page.getByRole('group')).not.toBeInTheDocument();
    await page.getByRole('option', { name: /^Careful/ }).click();
    expect(chosen).toEqual(['careful']);
  });

  test('a found model is chosen by typing alone, and the field has the chosen name again afterwards', async () => {
    const many = Array.from({ length: 200 }, (_each, index) => foundDeployment(`team-${index}`, 'contoso-north'));
    const { chosen } = await show([...sampleSession.deployments, ...many, foundDeployment('code', 'x')], looked);
    await expect.element(picker).toHaveValue('Everyday');
    await picker.click();
    await expect.element(picker).toHaveValue('');
    await userEvent.keyboard('north 137');
    await expect.element(page.getByRole('group', { name: 'contoso-north, swedencentral' })).toBeVisible();
    await expect.element(page.getByRole('option', { name: /^team-137/ })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    expect(chosen).toEqual(['found-team-137']);
    await expect.element(picker).toHaveValue('Everyday');
  });

  test('a search for nothing that is there says so, and Escape gives it up', async () => {
    const { chosen } = await show(sampleSession.deployments, looked);
    await picker.click();
    await userEvent.keyboard('nobody has this');
    await expect
      .element(page.getByRole('option', { name: 'No model matches' }))
      .toHaveAttribute('aria-disabled', 'true');
    await userEvent.keyboard('{Escape}');
    await expect.element(picker).toHaveValue('Everyday');
    expect(chosen).toEqual([]);
  });

  test('looking again chooses no model, and tells a screen reader how it goes', async () => {
    const { chosen, asked } = await show(sampleSession.deployments, looked);
    await expect.element(page.getByRole('status')).toHaveTextContent('');
    await picker.click();
    await page.getByRole('option', { name: 'Look again' }).click();
    expect(asked()).toEqual([{ name: 'session.findModels', input: undefined }]);
    expect(chosen).toEqual([]);
    await expect
      .element(page.getByRole('status').filter({ hasText: /^No models were found in Azure/ }))
      .toBeInTheDocument();
  });

  test('a permission is asked for by a click, for this alone', async () => {
    const { asked } = await show(sampleSession.deployments, { kind: 'permission-needed' });
    await picker.click();
    await expect.element(page.getByRole('group', { name: /once you allow it/ })).toBeVisible();
    expect(asked()).toEqual([]);
    await page.getByRole('option', { name: 'Allow Parley to look' }).click();
    expect(asked()).toEqual([{ name: 'session.signIn', input: { purpose: 'discovery' } }]);
  });

  test('a model that is gone says so', async () => {
    const gone = foundDeployment('code', 'contoso-north', true);
    await show([gone], looked);
    await picker.click();
    await expect.element(page.getByRole('option', { name: /^code.*Azure does not show it any more/ })).toBeVisible();
  });
});
