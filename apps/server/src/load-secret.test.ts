import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadSecret } from './load-secret.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chatmore-secret-'))
})

afterEach(() => rm(folder, { recursive: true }))

test('a configured secret is taken as it is and nothing is written', async () => {
  expect(await loadSecret('configured', folder)).toBe('configured')
  expect(await readdir(folder)).toEqual([])
})

test('a secret is made once, for its owner’s eyes only, and found again', async () => {
  const dataDir = path.join(folder, 'deep', 'data')
  const secret = await loadSecret(null, dataDir)
  expect(secret).toMatch(/^[0-9a-f]{64}$/)
  expect((await stat(path.join(dataDir, 'secret'))).mode & 0o777).toBe(0o600)
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
  expect(await loadSecret(null, dataDir)).toBe(secret)
  expect(await readdir(dataDir)).toEqual(['secret'])
})

test('many starts at once agree on one secret', async () => {
  const secrets = await Promise.all(Array.from({ length: 20 }, () => loadSecret(null, folder)))
  expect(new Set(secrets).size).toBe(1)
  expect(await readdir(folder)).toEqual(['secret'])
})

test('a damaged secret stops the start and is left as it is', async () => {
  const file = path.join(folder, 'secret')
  await writeFile(file, 'cut off')
  await expect(loadSecret(null, folder)).rejects.toThrow(`The secret in ${file} is damaged`)
  expect(await readFile(file, 'utf8')).toBe('cut off')
})
