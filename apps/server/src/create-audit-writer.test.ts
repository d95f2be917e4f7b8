import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AuditRow } from '@chatmore/db'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createAuditWriter } from './create-audit-writer.ts'

const row = { id: '1', action: 'user.suspended', actorName: 'ada\n{"audit"', details: null } as AuditRow
const log = { warn: vi.fn() }
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chatmore-audit-'))
})
afterAll(() => rm(folder, { recursive: true }))

const toRows = (text: string) => text.split('\n').flatMap((line) => (line ? [JSON.parse(line).audit] : []))

it('writes nothing unless it is asked to', () => {
  expect(createAuditWriter('off', log)).toBeUndefined()
})

it('writes a line of JSON for each row to the standard output, whatever stands in it', () => {
  const lines: string[] = []
  const write = createAuditWriter('stdout', log, { write: (text) => lines.push(text) })!
  write(row)
  write(row)
  expect(toRows(lines.join(''))).toEqual([row, row])
})

it('appends to a file in order, also to one that was moved away meanwhile, and warns where it cannot', async () => {
  const file = path.join(folder, 'audit.jsonl')
  const write = createAuditWriter(file, log)!
  for (let id = 0; id < 20; id++) write({ ...row, id: String(id) })
  await expect.poll(async () => toRows(await readFile(file, 'utf8').catch(() => '')).length).toBe(20)
  expect(toRows(await readFile(file, 'utf8')).map(({ id }) => Number(id))).toEqual([...Array(20).keys()])
  await rm(file)
  write(row)
  await expect.poll(async () => toRows(await readFile(file, 'utf8').catch(() => '')).length).toBe(1)
  createAuditWriter(path.join(folder, 'missing', 'audit.jsonl'), log)!(row)
  await expect.poll(() => log.warn.mock.calls.length).toBe(1)
})
