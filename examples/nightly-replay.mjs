#!/usr/bin/env node
// @ts-check
// Asks every input of a session once more, of another model, and keeps the comparison: for a nightly job that watches over a
// model that is about to be changed for another.
//
//   node nightly-replay.mjs <session id> <model> [folder for the reports]
//
// The new answers stand in a session of their own, each asked with those before it as its history. Two files are written,
// `replay-<session>-<date>.json` with everything and `.md` to read.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect, explain } from './connect.mjs'

/** @typedef {import('@chatmore/sdk').Message} Message */
/** @typedef {{ input: Message, before: Message[], after: Message }} Turn */

const [sourceId, model, folder = '.'] = process.argv.slice(2)
if (!sourceId || !model) {
  console.error('Usage: node nightly-replay.mjs <session id> <model> [folder]')
  process.exit(2)
}

const client = connect()
try {
  const turns = await replay(sourceId, model)
  const report = { sourceId, sessionId: turns[0]?.after.sessionId ?? null, model, turns: turns.map(toReport) }
  await mkdir(folder, { recursive: true })
  const file = join(folder, `replay-${sourceId}-${new Date().toISOString().slice(0, 10)}`)
  await writeFile(`${file}.json`, `${JSON.stringify(report, null, 2)}\n`)
  await writeFile(`${file}.md`, toMarkdown(report))
  console.log(`${turns.length} inputs asked of ${model}: ${file}.md`)
  process.exitCode = turns.every(({ after }) => after.status === 'done') ? 0 : 1
} catch (error) {
  console.error(`The replay failed: ${explain(error)}`)
  process.exitCode = 1
} finally {
  await client.close()
}

/**
 * Asks the inputs in their order, the first one in a new session.
 * @param {string} id
 * @param {string} name
 */
async function replay(id, name) {
  const source = await client.session.get({ id })
  const recorded = await readTurns(source)
  /** @type {Turn[]} */
  const turns = []
  /** @type {string | undefined} */
  let sessionId
  for (const { input, before } of recorded) {
    const said = { content: input.content, attachmentIds: input.attachments?.map((file) => file.id) }
    const title = `${source.title} (${name})`.slice(0, 100)
    const beginning = { models: [name], title, systemMessage: source.systemMessage ?? undefined }
    const { answers, ...asked } = await client.ask(
      sessionId === undefined ? { ...said, ...beginning } : { ...said, sessionId },
    )
    const [after] = answers
    if (!after) throw new Error('the window was removed meanwhile')
    sessionId = asked.sessionId
    turns.push({ input, before, after })
  }
  return turns
}

/**
 * The inputs of a session's first window, each with the answers of all windows that it went to.
 * @param {import('@chatmore/sdk').Session} session
 */
async function readTurns({ windows }) {
  const histories = await Promise.all(windows.map((window) => readHistory(window.id)))
  const answers = histories.flat().filter(({ role, superseded }) => role === 'assistant' && !superseded)
  const inputs = (histories[0] ?? []).filter(({ role }) => role === 'user')
  return inputs.map((input) => ({
    input,
    before: answers.filter(({ broadcastGroupId }) => broadcastGroupId === input.broadcastGroupId),
  }))
}

/**
 * All messages of a window, the oldest first.
 * @param {string} windowId
 */
async function readHistory(windowId) {
  /** @type {Message[]} */
  const messages = []
  /** @type {string | null} */
  let cursor = null
  do {
    /** @type {import('@chatmore/sdk').Page<Message>} */
    const page = await client.message.list({ windowId, cursor, limit: 100 })
    messages.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return messages.sort((one, other) => one.seq - other.seq)
}

/** @param {Turn} turn */
function toReport({ input, before, after }) {
  return { input: input.content, before: before.map(toFigures), after: toFigures(after) }
}

/** @param {Message} answer */
function toFigures({ modelName, status, content, ttftMs, latencyMs, completionTokens, cost, currency }) {
  return { model: modelName, status, content, ttftMs, latencyMs, completionTokens, cost, currency }
}

/** @param {{ sourceId: string, model: string, turns: ReturnType<typeof toReport>[] }} report */
function toMarkdown({ sourceId, model: name, turns }) {
  const sections = turns.map(({ input, before, after }, index) => {
    const answers = [...before, { ...after, model: `${after.model} (new)` }].map(
      ({ model: by, status, content, ttftMs, completionTokens }) =>
        `### ${by}\n\n${status}, ${completionTokens ?? '?'} tokens, first after ${ttftMs ?? '?'} ms\n\n${content}`,
    )
    return `## ${index + 1}. ${input}\n\n${answers.join('\n\n')}`
  })
  return `# ${name} asked again what session ${sourceId} asked\n\n${sections.join('\n\n')}\n`
}
