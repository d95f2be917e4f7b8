import type { RelayName, RelayNameCreateInput } from '@chatmore/api/contract'
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { byLabel, fill } from '../../shared/testing/by-label.ts'
import { byRole } from '../../shared/testing/by-role.ts'
import { FakeServerError } from '../../shared/testing/fake-server.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import { createSignedInServer, id, sampleListed } from '../../shared/testing/samples.ts'

let app: Awaited<ReturnType<typeof openApp>> | undefined
afterEach(() => {
  app?.close()
  app = undefined
})

const models = [sampleListed(), sampleListed({ id: id(101), name: 'Llama' })]
const smart: RelayName = {
  ...{ id: id(700), name: 'smart', mode: 'fallback', createdAt: '', updatedAt: '' },
  models: [
    { id: id(100), name: 'GPT-5', obstacle: null },
    { id: id(102), name: 'Old', obstacle: 'removed' },
  ],
}

/** Keeps what it is told to, as the server does. */
function createServer(kept: RelayName[]) {
  let names = kept
  const toName = ({ modelIds, ...values }: RelayNameCreateInput): RelayName => ({
    ...{ ...smart, ...values, id: id(701) },
    models: modelIds.map((each) => ({
      ...{ id: each, obstacle: null },
      name: models.find((model) => model.id === each)!.name,
    })),
  })
  return createSignedInServer({
    'model.list': () => models,
    'model.catalogue': () => models,
    'relayName.list': () => names,
    'relayName.create': (input: RelayNameCreateInput) => {
      names = [...names, toName(input)]
      return names.at(-1)
    },
    'relayName.update': () => {
      throw new FakeServerError('CONFLICT', undefined, { name: 'is taken by another relay name' })
    },
    'relayName.remove': () => {
      names = []
      return { id: smart.id }
    },
  })
}

async function press(name: string, root: ParentNode = document): Promise<void> {
  ;(await eventually(() => byRole('button', name, root))).click()
  await flushPromises()
}

const section = () => byRole('region', 'Names for programs')

it('says what is wrong with a change, and brings back what was deleted, but for models that are gone', async () => {
  const server = createServer([smart])
  app = await openApp(server, '/admin/models')
  await press('Edit the name smart')
  const dialog = await eventually(() => byRole('dialog', 'Edit the name smart'))
  await press('Save', dialog)
  await eventually(() => expect(dialog.textContent).toContain('Another name is the same.'))
  await press('Cancel', dialog)
  expect(section().textContent).toContain('Old deleted')
  await press('Delete the name smart')
  await eventually(() => expect(section().textContent).not.toContain('smart'))
  await press('Undo')
  await eventually(() => expect(section().textContent).toContain('smart'))
  expect(server.calls.find(({ path }) => path === 'relayName.create')?.input).toEqual({
    ...{ name: 'smart', mode: 'fallback' },
    modelIds: [id(100)],
  })
})

it('gives several models one name, in the order that the arrow keys give them', async () => {
  const server = createServer([])
  app = await openApp(server, '/admin/models')
  await press('Add a name')
  const dialog = await eventually(() => byRole('dialog', 'Add a name for programs'))
  await press('Save', dialog)
  expect(dialog.textContent).toContain('Choose at least one model.')
  fill(byLabel('Name', dialog), 'fast')
  const select = byLabel('Add a model to it', dialog)
  for (const model of models) {
    select.value = model.id
    select.dispatchEvent(new Event('change', { bubbles: true }))
    await flushPromises()
  }
  const handle = byRole('button', 'Move Llama', dialog)
  handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }))
  await flushPromises()
  expect(dialog.textContent).toContain('Llama is now 1 of 2.')
  expect(await findAxeViolations()).toEqual([])
  byLabel('Each in turn', dialog).click()
  await press('Save', dialog)
  await eventually(() => expect(section().textContent).toContain('fast'))
  expect(server.calls.find(({ path }) => path === 'relayName.create')?.input).toEqual({
    ...{ name: 'fast', mode: 'balance' },
    modelIds: [id(101), id(100)],
  })
  expect(section().textContent).toContain('Each in turn')
})
