import type { ModelConfig } from '@chatmore/api/contract'
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { byLabel, fill } from '../../shared/testing/by-label.ts'
import { byRole } from '../../shared/testing/by-role.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import {
  createSignedInServer,
  id,
  sampleConfig,
  sampleListed,
  sampleModel,
  sampleModelKey,
} from '../../shared/testing/samples.ts'

let app: Awaited<ReturnType<typeof openApp>> | undefined
afterEach(() => {
  app?.close()
  app = undefined
})

const refused = {
  ...{ id: id(151), name: 'Spare', state: 'setAside' as const },
  ...{ refusedAt: '2026-11-23T08:00:00.000Z', refusedStatus: 401 },
}

/** The drawer of a model with these keys, on a server that says what each call leads to. */
async function open(keys: ModelConfig['keys']) {
  const config = sampleConfig({ keys })
  const server = createSignedInServer({
    'model.list': () => [sampleModel()],
    'model.catalogue': () => [sampleListed()],
    'relayName.list': () => [],
    'model.get': () => config,
    'model.addKey': ({ name = '' }: { name?: string }) => ({
      ...config,
      keys: [...keys, sampleModelKey({ id: id(159), name })],
    }),
    'model.removeKey': () => ({ ...config, keys: keys.slice(0, 1) }),
    'model.bringBackKey': () => ({ ...config, keys: keys.map((key) => ({ ...key, state: 'inTurn' })) }),
  })
  app = await openApp(server, `/admin/models?edit=${id(100)}`)
  const dialog = await eventually(() => byRole('dialog', /Edit GPT-5/))
  const press = async (name: string) => {
    ;(await eventually(() => byRole('button', name, dialog))).click()
    await flushPromises()
  }
  const lastInput = (path: string) => server.calls.findLast((call) => call.path === path)?.input
  return { dialog, press, lastInput, server }
}

it('another key is added without the form being left or saved', async () => {
  const { dialog, press, lastInput } = await open([sampleModelKey()])
  const name = await eventually(() => byLabel('Name shown here', dialog))
  fill(name, 'Half typed')
  await press('Add another key')
  await press('Add the key')
  expect(dialog.textContent).toContain('Fill this in.')
  fill(byLabel('Another key', dialog), ' sk-second ')
  fill(byLabel('What to call it', dialog), 'Second')
  await press('Add the key')
  await eventually(() => expect(dialog.textContent).toContain('Second'))
  expect(lastInput('model.addKey')).toEqual({ id: id(100), apiKey: 'sk-second', name: 'Second' })
  expect(dialog.textContent).not.toContain('sk-second')
  expect(name.value).toBe('Half typed')
})

it('a refused key says so, and is used again or removed', async () => {
  const { dialog, press, lastInput } = await open([sampleModelKey(), sampleModelKey(refused)])
  await eventually(() => expect(dialog.textContent).toContain('Set aside'))
  expect(dialog.textContent).toContain('(HTTP 401)')
  expect(await findAxeViolations()).toEqual([])
  await press('Use Spare again')
  await eventually(() => expect(dialog.textContent).not.toContain('Set aside'))
  expect(lastInput('model.bringBackKey')).toEqual({ id: id(100), keyId: id(151) })
  await press('Remove Spare')
  await eventually(() => expect(dialog.textContent).not.toContain('Spare'))
  expect(lastInput('model.removeKey')).toEqual({ id: id(100), keyId: id(151) })
})

it('what was typed stays where the model is read again, as after a test', async () => {
  const { dialog, server } = await open([sampleModelKey()])
  fill(await eventually(() => byLabel('Name shown here', dialog)), 'Half typed')
  const countReads = () => server.calls.filter(({ path }) => path === 'model.get').length
  const before = countReads()
  server.emitToUser({ type: 'changed', domains: ['model'] })
  await eventually(() => expect(countReads()).toBeGreaterThan(before))
  await flushPromises()
  expect(byLabel('Name shown here', dialog).value).toBe('Half typed')
})
