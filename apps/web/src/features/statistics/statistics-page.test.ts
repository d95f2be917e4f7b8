import type { StatsSummary, StatsSummaryInput } from '@chatmore/api/contract'
import { afterEach, describe, expect, it } from 'vitest'
import { byLabel } from '../../shared/testing/by-label.ts'
import { byRole } from '../../shared/testing/by-role.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import { createSignedInServer, id, sampleModel, sampleUser } from '../../shared/testing/samples.ts'
import { sampleUsage } from './testing/sample-usage.ts'

let app: Awaited<ReturnType<typeof openApp>> | undefined
afterEach(() => {
  app?.close()
  app = undefined
})

const today = new Date().toISOString().slice(0, 10)
const usage = sampleUsage({
  ...{ calls: 12, errors: 3, estimated: 2, promptTokens: 12_000, completionTokens: 600 },
  costs: [
    { currency: 'CNY', cost: '7' },
    { currency: 'USD', cost: '0.25' },
  ],
})
const summary: StatsSummary = {
  ...usage,
  rows: [],
  models: [
    { ...usage, modelId: id(100), modelName: 'GPT-5' },
    { ...sampleUsage(), modelId: null, modelName: null },
  ],
  days: [{ ...usage, day: today }],
  users: [{ ...usage, userId: id(1), userName: 'Ada' }],
  workspaces: [{ ...usage, workspaceId: id(2), workspaceName: 'Ada’s workspace' }],
}

function createServer(answer = summary) {
  return createSignedInServer({
    'stats.summary': () => answer,
    'model.list': () => [sampleModel()],
    'user.list': () => ({
      items: [{ ...sampleUser(), lastSignInAt: null, suspendedAt: null, signIns: 1 }],
      nextCursor: null,
    }),
  })
}
const asked = (server: ReturnType<typeof createServer>) =>
  server.calls.filter(({ path }) => path === 'stats.summary').at(-1)?.input as StatsSummaryInput
const daysAgo = (count: number) => new Date(Date.parse(today) - count * 86_400_000).toISOString()

describe('the statistics', () => {
  it('show sums, charts and tables, and never add up two currencies', async () => {
    app = await openApp(createServer(), '/admin/statistics')
    await eventually(() => byRole('row', /GPT-5.*12.*3.*12,000.*600.*¥7 \+ \$0\.25.*0\.3 s \/ 0\.9 s/))
    byRole('row', /Models that were not saved/)
    byRole('row', /Ada’s workspace.*12/)
    expect(document.body.textContent).toContain('Of these, 2 with tokens that were estimated.')
    for (const title of ['Calls per day', 'Tokens per day', 'Cost per day, CNY', 'Cost per day, USD']) {
      const chart = await eventually(() => byRole('img', title))
      await eventually(() => expect(chart.querySelectorAll('svg path').length).toBeGreaterThan(0))
    }
    expect(await findAxeViolations()).toEqual([])
  })

  it('are of the last 30 days, or of what is chosen, which the address keeps', async () => {
    const server = createServer()
    app = await openApp(server, '/admin/statistics')
    await eventually(() => expect(asked(server)).toEqual({ from: daysAgo(29) }))
    const range = byLabel('Time')
    range.value = '7'
    range.dispatchEvent(new Event('change'))
    await eventually(() => expect(asked(server)).toEqual({ from: daysAgo(6) }))
    const model = byLabel('Model')
    model.value = id(100)
    model.dispatchEvent(new Event('change'))
    await eventually(() => expect(app?.path()).toBe(`/admin/statistics?days=7&model=${id(100)}`))
    range.value = 'custom'
    range.dispatchEvent(new Event('change'))
    const from = await eventually(() => byLabel('From'))
    from.value = '2026-11-01'
    from.dispatchEvent(new Event('change'))
    await eventually(() =>
      expect(asked(server)).toEqual({ from: '2026-11-01T00:00:00.000Z', modelId: id(100) }),
    )
  })

  it('are one’s own for whoever is no administrator', async () => {
    const server = createServer()
    const user = sampleUser({ role: 'user' })
    server.on('auth.status', () => ({ setupRequired: false, registration: 'closed', user }))
    app = await openApp(server, '/statistics')
    await eventually(() => byRole('row', /GPT-5/))
    expect(asked(server)).toEqual({ from: daysAgo(29), userId: id(1) })
    expect(document.body.textContent).not.toContain('By user')
  })

  it('say where there is nothing', async () => {
    app = await openApp(createServer({ ...summary, calls: 0 }), '/statistics')
    await eventually(() => expect(document.body.textContent).toContain('No calls in this time'))
  })
})
