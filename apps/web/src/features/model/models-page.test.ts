import type { ListedModel, ModelCreateInput, ModelUpdateInput } from '@chatmore/api/contract'
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
  sampleConfig,
  sampleListed,
  sampleUser,
} from '../../shared/testing/samples.ts'

type Opened = Awaited<ReturnType<typeof openApp>>
let app: Opened | undefined

afterEach(() => {
  app?.close()
  app = undefined
})

function createServer(models: ListedModel[] = [sampleListed()]): FakeServer {
  return createSignedInServer({
    'model.list': () => models,
    'model.catalogue': () => models,
    'model.get': ({ id: modelId }: { id: string }) => sampleConfig({ id: modelId }),
    'model.create': (input: ModelCreateInput) => sampleConfig({ name: input.name }),
    'model.update': (input: ModelUpdateInput) => sampleConfig({ id: input.id }),
    'model.removeMany': (input: { ids: string[] }) => input,
    'model.updateMany': () => [],
    'model.reorder': (input: { ids: string[] }) => input,
    'model.duplicate': () => sampleConfig({ name: 'GPT-5 2' }),
    'workspace.list': () => [],
    'relayName.list': () => [],
    'model.test': () => ({ ok: true, url: 'https://api.openai.com/v1/chat/completions', latencyMs: 412.4 }),
    'model.discover': () => ({
      ok: true,
      url: 'https://api.openai.com/v1/models',
      latencyMs: 90,
      models: ['gpt-5', 'gpt-5-nano'],
      offers: [
        { model: 'gpt-5', name: 'GPT-5', contextWindow: 400_000, price: null, isAdded: true },
        {
          model: 'gpt-5-nano',
          name: 'GPT-5 nano',
          contextWindow: 400_000,
          price: { currency: 'USD', inputPerMillion: '0.05', outputPerMillion: '0.4' },
          isAdded: false,
        },
      ],
      pricesAsOf: '2026-08-21',
    }),
  })
}

async function press(name: string | RegExp, root: ParentNode = document): Promise<void> {
  ;(await eventually(() => byRole('button', name, root))).click()
  await flushPromises()
}

/** Ticks a box by the words beside it. */
function choose(text: string, root: ParentNode): void {
  const labels = [...root.querySelectorAll('label')].filter((label) => label.textContent?.trim() === text)
  const [box] = labels.flatMap((label) => label.querySelector('input') ?? [])
  if (!box) throw new Error(`there is no box called ${text}`)
  box.click()
}

const inputOf = (server: FakeServer, path: string) =>
  server.calls.findLast((call) => call.path === path)?.input

describe('the models page', () => {
  it('lists the models by name, with address, key and price, and never a key', async () => {
    app = await openApp(createServer(), '/admin/models')
    const row = await eventually(() => byRole('row', /GPT-5gpt-5/))
    await eventually(() => expect(row.textContent).toContain('api.openai.com'))
    expect(row.textContent).toContain('Key is set')
    expect(row.textContent).toContain('400,000')
    expect(row.textContent).toContain('$1.25 in · $10 out')
  })

  it('tests a model and shows the exact address and the time', async () => {
    app = await openApp(createServer(), '/admin/models')
    await press('Test GPT-5')
    await eventually(() =>
      expect(document.body.textContent).toContain('Called https://api.openai.com/v1/chat/completions'),
    )
    expect(document.body.textContent).toContain('412 ms')
  })

  it('shows what a failed test says', async () => {
    const server = createServer()
    server.on('model.test', () => ({
      ok: false,
      url: 'https://api.openai.com/v1/chat/completions',
      latencyMs: 80,
      error: '401: the key was refused',
    }))
    app = await openApp(server, '/admin/models')
    await press('Test GPT-5')
    await eventually(() => expect(document.body.textContent).toContain('401: the key was refused'))
    expect(document.body.textContent).toContain('It does not answer')
  })

  it('switches a model off', async () => {
    const server = createServer()
    app = await openApp(server, '/admin/models')
    ;(await eventually(() => byRole('switch', 'Offer GPT-5'))).click()
    await eventually(() =>
      expect(inputOf(server, 'model.update')).toEqual({ id: sampleListed().id, enabled: false }),
    )
  })

  it('deletes a model only after asking', async () => {
    const server = createServer()
    app = await openApp(server, '/admin/models')
    await press('More for GPT-5')
    ;(await eventually(() => byRole('menuitem', 'Delete'))).click()
    const dialog = await eventually(() => byRole('dialog', 'Delete GPT-5?'))
    expect(inputOf(server, 'model.removeMany')).toBeUndefined()
    await press('Delete', dialog)
    await eventually(() => expect(inputOf(server, 'model.removeMany')).toEqual({ ids: [sampleListed().id] }))
  })

  it('tells how each model does, and leads to the call that failed', async () => {
    const health = {
      lastError: { callId: id(500), at: '2026-11-21T08:00:00.000Z', code: 'RATE_LIMITED' },
      callsToday: 132,
      errorsToday: 1,
      ttftP95Ms: 820,
      latencyP95Ms: 4200,
    }
    const lastTest = { at: '2026-11-21T09:00:00.000Z', latencyMs: 400, error: 'No route to host' }
    app = await openApp(createServer([sampleListed({ health, lastTest })]), '/admin/models')
    const row = await eventually(() => byRole('row', /GPT-5/))
    expect(row.textContent).toContain(
      '132 calls today · 1 failed · 95 % begin within 0.82 s, end within 4.2 s',
    )
    expect(row.textContent).toContain('Test failed, 11/21/26')
    const link = byRole('link', /The provider is getting too many requests/, row)
    expect(link.getAttribute('href')).toBe(`/admin/calls?model=${id(100)}&status=error&call=${id(500)}`)
  })

  it('moves a model by the arrow keys, by its menu and by dragging, and a group with all in it', async () => {
    const models = [
      sampleListed({ id: id(101), name: 'A', group: 'Fast' }),
      sampleListed({ id: id(102), name: 'B' }),
      sampleListed({ id: id(103), name: 'C', group: 'Fast' }),
    ]
    const server = createServer(models)
    server.on('model.reorder', (input: { ids: string[] }) => {
      models.sort((one, other) => input.ids.indexOf(one.id) - input.ids.indexOf(other.id))
      return input
    })
    app = await openApp(server, '/admin/models')
    const moved = (...ids: number[]) =>
      eventually(() => expect(inputOf(server, 'model.reorder')).toEqual({ ids: ids.map(id) }))
    const handle = await eventually(() => byRole('button', 'Move C'))
    handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }))
    await moved(103, 101, 102)
    expect(document.body.textContent).toContain('C is now 1 of 3.')
    await press('More for A')
    ;(await eventually(() => byRole('menuitem', 'Move up'))).click()
    await moved(101, 103, 102)
    await press('Move the group Fast down')
    await moved(102, 101, 103)
  })

  it('changes those that are ticked all alike', async () => {
    const server = createServer([
      sampleListed({ id: id(101), name: 'A', tags: ['old'] }),
      sampleListed({ id: id(102), name: 'B' }),
    ])
    app = await openApp(server, '/admin/models')
    ;(await eventually(() => byLabel('Choose A'))).click()
    await press('Choose all 2')
    await press('Change')
    const dialog = await eventually(() => byRole('dialog', 'Change 2 models'))
    choose('Group', dialog)
    await flushPromises()
    choose('Who may use them', dialog)
    await flushPromises()
    fill(dialog.querySelector<HTMLInputElement>('input[list]')!, 'Spare')
    choose('Chosen roles', dialog)
    await flushPromises()
    expect(await findAxeViolations()).toEqual([])
    await press('Save', dialog)
    await eventually(() =>
      expect(inputOf(server, 'model.updateMany')).toEqual({
        ids: [id(101), id(102)],
        group: 'Spare',
        access: { kind: 'roles', roles: ['admin'] },
      }),
    )
  })

  it('finds models by a text and a tag', async () => {
    const models = Array.from({ length: 7 }, (_model, at) =>
      sampleListed({ id: id(100 + at), name: `Model ${at}`, tags: at === 3 ? ['code'] : [] }),
    )
    app = await openApp(createServer(models), '/admin/models')
    const tag = await eventually(() => byLabel('Tags'))
    tag.value = 'code'
    tag.dispatchEvent(new Event('change'))
    await eventually(() => expect(allByRole('row', /Model \d/)).toHaveLength(1))
    expect(allByRole('button', /^Move Model/)).toEqual([])
  })

  it('says that demo models are none', async () => {
    app = await openApp(createServer([sampleListed({ name: 'Swift', isDemo: true })]), '/admin/models')
    await eventually(() => byRole('row', /Swift.*Demo, not a real model/))
    expect(document.body.textContent).toContain('They go away as soon as you add a real one.')
    expect(allByRole('button', 'Edit Swift')).toEqual([])
  })

  it('says what to do when there is no model', async () => {
    app = await openApp(createServer([]), '/admin/models')
    await press('Add a model')
    await eventually(() => byRole('dialog', 'Add a model'))
    expect(app.path()).toBe('/admin/models?add=1')
  })

  it('turns away who is no administrator', async () => {
    const server = createServer()
    server.on('auth.status', () => ({
      setupRequired: false,
      registration: 'closed',
      user: sampleUser({ role: 'user' }),
    }))
    app = await openApp(server, '/admin/models')
    await eventually(() => byRole('heading', 'Only administrators set up models'))
    expect(server.calls.map((call) => call.path)).not.toContain('model.catalogue')
  })

  it('has no axe violation', async () => {
    app = await openApp(createServer(), '/admin/models')
    await eventually(() => byRole('row', /api.openai.com/))
    expect(await findAxeViolations()).toEqual([])
  })
})

describe('the form of a model', () => {
  async function openForm(server: FakeServer, query = 'add=1', title = 'Add a model'): Promise<HTMLElement> {
    app = await openApp(server, `/admin/models?${query}`)
    const dialog = await eventually(() => byRole('dialog', title))
    await eventually(() => byLabel('API address', dialog))
    return dialog
  }

  it('fills in the address of a provider, names a model by a click, and saves', async () => {
    const server = createServer()
    const dialog = await openForm(server)
    const provider = byLabel('Provider', dialog)
    provider.value = 'deepseek'
    provider.dispatchEvent(new Event('change'))
    await flushPromises()
    expect(byLabel('API address', dialog).value).toBe('https://api.deepseek.com/v1')
    await press('deepseek-chat', dialog)
    fill(byLabel('API key', dialog), ' sk-secret ')
    await press('Add', dialog)
    await eventually(() =>
      expect(inputOf(server, 'model.create')).toEqual({
        name: 'deepseek-chat',
        provider: 'deepseek',
        apiBase: 'https://api.deepseek.com/v1',
        model: 'deepseek-chat',
        apiKey: 'sk-secret',
        enabled: true,
        vision: false,
        contextWindow: null,
        maxTokensLimit: null,
        group: null,
        tags: [],
        access: { kind: 'everyone' },
        recordBodies: true,
        extraConfig: {},
        price: null,
        timeouts: {},
      }),
    )
    await eventually(() => expect(app?.path()).toBe('/admin/models'))
  })

  it('lists what the endpoint offers', async () => {
    const server = createServer()
    const dialog = await openForm(server)
    await press('List the models of this address', dialog)
    await press('gpt-5-nano', dialog)
    expect(byRole('switch', 'Can see images', dialog).getAttribute('aria-checked')).toBe('true')
    expect(byLabel('Model name at the provider', dialog).value).toBe('gpt-5-nano')
    expect(dialog.textContent).toContain('2 models found.')
  })

  it('tries an unsaved model with what stands in the form', async () => {
    const server = createServer()
    const dialog = await openForm(server)
    fill(byLabel('Model name at the provider', dialog), 'gpt-5')
    fill(byLabel('API key', dialog), 'sk-secret')
    await press('Test', dialog)
    await eventually(() => expect(dialog.textContent).toContain('It answers'))
    expect(inputOf(server, 'model.test')).toEqual({
      provider: 'openai',
      apiBase: 'https://api.openai.com/v1',
      model: 'gpt-5',
      apiKey: 'sk-secret',
    })
  })

  it('says under the fields what is wrong with them', async () => {
    const server = createServer()
    const dialog = await openForm(server)
    fill(byLabel('API address', dialog), 'api.openai.com')
    await press('Add', dialog)
    expect(dialog.textContent).toContain('Enter an http or https address without user name, ? or #.')
    expect(byLabel('Model name at the provider', dialog).getAttribute('aria-invalid')).toBe('true')
    expect(inputOf(server, 'model.create')).toBeUndefined()
  })

  it('shows a field that the server refuses', async () => {
    const server = createServer()
    server.on('model.create', () => {
      throw new FakeServerError('INVALID_INPUT', undefined, { apiBase: 'is not an http or https address' })
    })
    const dialog = await openForm(server)
    fill(byLabel('Model name at the provider', dialog), 'gpt-5')
    await press('Add', dialog)
    await eventually(() => expect(byLabel('API address', dialog).getAttribute('aria-invalid')).toBe('true'))
  })

  it('keeps the saved key without ever showing it', async () => {
    const server = createServer()
    const dialog = await openForm(server, `edit=${id(100)}`, 'Edit GPT-5')
    const key = byLabel('API key', dialog)
    expect(key.value).toBe('')
    expect(key.placeholder).toBe('Key is set. Leave empty to keep it.')
    fill(byLabel('Name shown here', dialog), 'Big one')
    await press('Save', dialog)
    await eventually(() => expect(inputOf(server, 'model.update')).toMatchObject({ name: 'Big one' }))
    expect(inputOf(server, 'model.update')).not.toHaveProperty('apiKey')
  })

  it('removes the key when asked to', async () => {
    const server = createServer()
    const dialog = await openForm(server, `edit=${id(100)}`, 'Edit GPT-5')
    await press('Remove the key', dialog)
    await press('Save', dialog)
    await eventually(() => expect(inputOf(server, 'model.update')).toMatchObject({ apiKey: null }))
  })

  it('says that a new host needs its key again', async () => {
    const dialog = await openForm(createServer(), `edit=${id(100)}`, 'Edit GPT-5')
    fill(byLabel('API address', dialog), 'https://elsewhere.example/v1')
    await flushPromises()
    expect(dialog.textContent).toContain('the key must be entered again')
  })

  it('has no axe violation, everything unfolded', async () => {
    const dialog = await openForm(createServer(), `edit=${id(100)}`, 'Edit GPT-5')
    for (const fold of dialog.querySelectorAll('details')) {
      fold.open = true
      fold.dispatchEvent(new Event('toggle'))
    }
    await flushPromises()
    expect(await findAxeViolations()).toEqual([])
  })
})
