import type { SessionCreateInput } from '@chatmore/api/contract'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { byLabel, fill } from '../../shared/testing/by-label.ts'
import { allByRole, byRole } from '../../shared/testing/by-role.ts'
import { FakeServerError, type FakeServer } from '../../shared/testing/fake-server.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import {
  createSignedInServer,
  id,
  sampleCreated,
  sampleModel,
  sampleUser,
} from '../../shared/testing/samples.ts'

type Opened = Awaited<ReturnType<typeof openApp>>
let app: Opened | undefined

afterEach(() => {
  app?.close()
  app = undefined
})

const five = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon'].map((name, at) =>
  sampleModel({ id: id(101 + at), name, model: name.toLowerCase() }),
)

function createServer(models = five) {
  return createSignedInServer({
    'model.list': () => models,
    'session.create': sampleCreated,
    'message.list': () => ({ items: [], nextCursor: null }),
    'message.latest': () => ({ windows: [] }),
  })
}

async function openDialog(server: FakeServer): Promise<HTMLElement> {
  app = await openApp(server)
  ;(await eventually(() => byRole('button', /^New session/))).click()
  return eventually(() => byRole('dialog', 'New session'))
}

const isOn = (name: string, dialog: HTMLElement) =>
  byRole('checkbox', new RegExp(`^${name}`), dialog).getAttribute('aria-checked') === 'true'
const created = (server: FakeServer) =>
  server.calls.find((call) => call.path === 'session.create')?.input as SessionCreateInput | undefined

async function press(name: string | RegExp, root: ParentNode = document): Promise<void> {
  byRole('button', name, root).click()
  await flushPromises()
}

describe('the dialog for a new session', () => {
  it('begins with a window on each of the first four models, and opens the session', async () => {
    const server = createServer()
    const dialog = await openDialog(server)
    await eventually(() => expect(isOn('Alpha', dialog)).toBe(true))
    expect(five.map((model) => isOn(model.name, dialog))).toEqual([true, true, true, true, false])

    await press('Start with 4 windows')
    await eventually(() => expect(app?.path()).toBe(`/sessions/${id(300)}`))
    expect(created(server)).toEqual({
      windows: five.slice(0, 4).map((model) => ({ modelId: model.id, name: model.name })),
    })
  })

  it('takes the same model twice, with a name, parameters and a system message of its own', async () => {
    const server = createServer(five.slice(0, 1))
    const dialog = await openDialog(server)
    await eventually(() => byRole('button', 'Start with 1 window'))
    await press('One more window on Alpha', dialog)
    byRole('button', 'Start with 2 windows')
    await press('Settings of Alpha 2', dialog)
    fill(byLabel('Temperature', dialog), '0.2')
    fill(byLabel('System message', dialog), 'Answer in verse.')
    fill(byLabel('Window name: Alpha 2', dialog), 'Poet')
    await press('Start with 2 windows')
    await eventually(() =>
      expect(created(server)).toEqual({
        windows: [
          { modelId: five[0]?.id, name: 'Alpha' },
          {
            modelId: five[0]?.id,
            name: 'Poet',
            systemMessage: 'Answer in verse.',
            params: { temperature: 0.2 },
          },
        ],
      }),
    )
  })

  it('drops a model with all its windows, and starts nothing without one', async () => {
    const dialog = await openDialog(createServer(five.slice(0, 2)))
    await eventually(() => byRole('button', 'Start with 2 windows'))
    byRole('checkbox', /^Alpha/, dialog).click()
    await flushPromises()
    byRole('button', 'Start with 1 window')
    await press('Remove Beta', dialog)
    expect(byRole('button', 'Choose a model').hasAttribute('disabled')).toBe(true)
  })

  it('sends the title and the system message for all windows', async () => {
    const server = createServer(five.slice(0, 1))
    const dialog = await openDialog(server)
    const fold = await eventually(() => dialog.querySelector<HTMLDetailsElement>('details')!)
    fold.open = true
    fold.dispatchEvent(new Event('toggle'))
    await flushPromises()
    fill(byLabel('Title', dialog), 'Trip')
    fill(byLabel('System message for all windows', dialog), 'Be brief.')
    await press('Start with 1 window')
    await eventually(() =>
      expect(created(server)).toMatchObject({ title: 'Trip', systemMessage: 'Be brief.' }),
    )
  })

  it('leaves out models that are switched off, and marks demo models', async () => {
    const dialog = await openDialog(
      createServer([
        sampleModel({ id: id(101), name: 'Swift', isDemo: true }),
        sampleModel({ id: id(102), name: 'Off', enabled: false }),
      ]),
    )
    await eventually(() => byRole('checkbox', /Demo, not a real model/, dialog))
    expect(allByRole('checkbox', undefined, dialog)).toHaveLength(1)
  })

  it('offers an administrator to add a first model', async () => {
    const dialog = await openDialog(createServer([]))
    const add = await eventually(() => byRole('button', 'Add a model', dialog))
    add.click()
    await eventually(() => expect(app?.path()).toBe('/admin/provider'))
  })

  it('tells a user whom to ask for a first model', async () => {
    const server = createServer([])
    server.on('auth.status', () => ({
      setupRequired: false,
      registration: 'closed',
      user: sampleUser({ role: 'user' }),
    }))
    const dialog = await openDialog(server)
    await eventually(() => expect(dialog.textContent).toContain('Ask your administrator'))
    expect(allByRole('button', 'Add a model', dialog)).toEqual([])
  })

  it('keeps what was entered when the server refuses, and says why', async () => {
    const server = createServer(five.slice(0, 1))
    server.on('session.create', () => {
      throw new FakeServerError('MODEL_UNAVAILABLE')
    })
    const dialog = await openDialog(server)
    await eventually(() => byRole('button', 'Start with 1 window'))
    await press('Start with 1 window')
    await eventually(() => expect(document.body.textContent).toContain('switched off or deleted'))
    expect(dialog.isConnected).toBe(true)
  })

  it('has no axe violation, settings open', async () => {
    const dialog = await openDialog(createServer())
    await eventually(() => byRole('button', 'Settings of Alpha', dialog))
    await press('Settings of Alpha', dialog)
    expect(await findAxeViolations()).toEqual([])
  })
})
