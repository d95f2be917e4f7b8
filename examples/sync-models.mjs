#!/usr/bin/env node
// @ts-check
// Makes the models of a server those of a file: adds what is missing, changes what differs, and switches off what the file
// does not name. Run twice, it does nothing the second time. Needs an administrator's API key.
//
//   node sync-models.mjs models.json [--dry-run]
//
// The file is a list of `{ name, provider, apiBase, model, ... }`: any field that `model.create` takes, but for the secrets, which
// no server shows. The key stands in the environment, under the name given as `apiKeyEnv`, and is sent for a model that is new,
// has no key yet, or moves to another address.
import { readFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { connect, explain } from './connect.mjs'

/** @typedef {Omit<import('@chatmore/sdk').ModelCreateInput, 'apiKey' | 'extraHeaders'> & { apiKeyEnv?: string }} Wanted */
/** @typedef {import('@chatmore/sdk').ListedModel} Known */
/** @typedef {{ text: string, apply: () => Promise<unknown> }} Step */

const words = process.argv.slice(2)
const isDryRun = words.includes('--dry-run')
const [file] = words.filter((word) => !word.startsWith('--'))
if (!file) {
  console.error('Usage: node sync-models.mjs <models.json> [--dry-run]')
  process.exit(2)
}

const client = connect()
try {
  /** @type {Wanted[]} */
  const wanted = JSON.parse(await readFile(file, 'utf8'))
  const steps = plan(wanted, await client.model.catalogue())
  for (const { text, apply } of steps) {
    if (!isDryRun) await apply()
    console.log(isDryRun ? `would ${text}` : text)
  }
  if (steps.length === 0) console.log('nothing to do')
} catch (error) {
  console.error(`The sync failed: ${explain(error)}`)
  process.exitCode = 1
} finally {
  await client.close()
}

/**
 * What makes the models that are known those that are wanted. They are the same where their names are.
 * @param {Wanted[]} wanted
 * @param {Known[]} known
 * @returns {Step[]}
 */
function plan(wanted, known) {
  const names = new Set(wanted.map(({ name }) => name))
  const named = known.filter(({ name }) => names.has(name))
  requireUnique('in the file', wanted)
  requireUnique('on the server, where all but one are to be renamed or removed first', named)
  const byName = new Map(named.map((model) => [model.name, model]))
  const extra = known.filter(({ name, enabled, isDemo }) => enabled && !isDemo && !names.has(name))
  return [
    ...wanted.flatMap((model) => toSteps(model, byName.get(model.name))),
    ...extra.map(({ id, name }) => ({
      text: `disable ${name}`,
      apply: () => client.model.update({ id, enabled: false }),
    })),
  ]
}

/**
 * Which of two models of one name is meant, nobody could tell.
 * @param {string} place
 * @param {{ name: string }[]} models
 */
function requireUnique(place, models) {
  const names = models.map(({ name }) => name)
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index))
  if (twice.size > 0) throw new Error(`Several models have one name ${place}: ${[...twice].join(', ')}`)
}

/**
 * @param {Wanted} wanted
 * @param {Known | undefined} known
 * @returns {Step[]}
 */
function toSteps({ apiKeyEnv, ...fields }, known) {
  const wanted = { enabled: true, ...fields }
  const apiKey = apiKeyEnv === undefined ? undefined : readKey(apiKeyEnv)
  if (!known) {
    return [{ text: `create ${wanted.name}`, apply: () => client.model.create({ ...wanted, apiKey }) }]
  }
  const changed = Object.entries(wanted).filter(([field, value]) => !isSame(value, currentOf(known, field)))
  const needsKey =
    apiKey !== undefined && (!known.hasApiKey || changed.some(([field]) => field === 'apiBase'))
  if (changed.length === 0 && !needsKey) return []
  const changes = { ...Object.fromEntries(changed), ...(needsKey && { apiKey }) }
  return [
    {
      text: `update ${known.name}: ${Object.keys(changes).join(', ')}`,
      apply: () => client.model.update({ id: known.id, ...changes }),
    },
  ]
}

/** @param {string} name */
function readKey(name) {
  const key = process.env[name]
  if (!key) throw new Error(`the environment has no ${name}`)
  return key
}

/**
 * What a model has in the place of a field of the file.
 * @param {Known} known
 * @param {string} field
 */
function currentOf(known, field) {
  if (field === 'extraConfig') return known.defaults
  return /** @type {Record<string, unknown>} */ ({ ...known })[field]
}

/**
 * As the server keeps them: it writes `2.50` as `2.5`, and an address without the slash at its end.
 * @param {unknown} wanted
 * @param {unknown} current
 */
function isSame(wanted, current) {
  return isDeepStrictEqual(normalise(wanted), normalise(current))
}

/**
 * @param {unknown} value
 * @returns {unknown}
 */
function normalise(value) {
  if (typeof value === 'string')
    return /^\d+(\.\d+)?$/.test(value) ? Number(value) : value.replace(/\/+$/, '')
  if (Array.isArray(value)) return value.map(normalise)
  if (typeof value !== 'object' || value === null) return value ?? null
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, normalise(each)]))
}
