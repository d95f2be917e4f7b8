import type { AuditEntry, AuditListInput } from '@chatmore/api/contract'
import { afterEach, expect, it } from 'vitest'
import { byLabel } from '../../shared/testing/by-label.ts'
import { byRole } from '../../shared/testing/by-role.ts'
import { findAxeViolations } from '../../shared/testing/find-axe-violations.ts'
import { eventually, openApp } from '../../shared/testing/open-app.ts'
import { createSignedInServer, id } from '../../shared/testing/samples.ts'

let app: Awaited<ReturnType<typeof openApp>> | undefined
afterEach(() => app?.close())

const entry: AuditEntry = {
  ...{ id: id(1), at: '2026-11-22T08:00:00.000Z', action: 'user.roleChanged' },
  ...{ actorId: id(2), actorName: 'ada@example.com', targetId: id(3), targetName: 'bob@example.com' },
  ...{ details: { before: 'user', after: 'admin' }, address: '203.0.113.7', requestId: 'r' },
}

it('shows who did what to whom and from where, page by page, and one kind alone', async () => {
  const server = createSignedInServer({
    'audit.list': ({ action, cursor }: AuditListInput) => {
      if (action === 'signIn.failed') return { items: [], nextCursor: null }
      return cursor
        ? { items: [{ ...entry, id: id(4), actorId: null, actorName: null }], nextCursor: null }
        : { items: [entry], nextCursor: 'more' }
    },
  })
  app = await openApp(server, '/admin/audit')
  await eventually(() =>
    byRole('row', /Role changed.*ada@example.com.*bob@example.com.*user → administrator.*203/),
  )
  expect(await findAxeViolations()).toEqual([])
  byRole('button', 'Show more').click()
  await eventually(() => byRole('row', /Nobody/))
  const kind = byLabel('What')
  kind.value = 'signIn.failed'
  kind.dispatchEvent(new Event('change'))
  await eventually(() => expect(document.body.textContent).toContain('Nothing like this is on record.'))
})
