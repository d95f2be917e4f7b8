#!/usr/bin/env node
// @ts-check
// Asks models side by side and prints what each of them took and said.
//
//   node ask-three-models.mjs "Why is the sky blue?" [model ...]
//
// Models are named as ChatMore shows them; without names, the first three are asked. Ctrl-C stops the answers.
import { connect, explain } from './connect.mjs'

const [content, ...named] = process.argv.slice(2)
if (!content) {
  console.error('Usage: node ask-three-models.mjs "<question>" [model ...]')
  process.exit(2)
}

const client = connect()
const interrupt = new AbortController()
process.once('SIGINT', () => interrupt.abort())

try {
  const models = named.length > 0 ? named : await firstThree()
  const asking = client.ask({ models, content }, { signal: interrupt.signal })
  for await (const event of asking) {
    if (event.type === 'end') console.error(`${event.window.name}: ${event.answer.status}`)
  }
  const { answers } = await asking
  console.log(toTable(answers.map(toRow)))
  process.exitCode = answers.every(({ status }) => status === 'done') ? 0 : 1
} catch (error) {
  console.error(interrupt.signal.aborted ? 'Stopped.' : explain(error))
  process.exitCode = 1
} finally {
  await client.close()
}

async function firstThree() {
  const models = await client.model.list()
  return models
    .filter(({ enabled }) => enabled)
    .slice(0, 3)
    .map(({ id }) => id)
}

/** @param {import('@chatmore/sdk').Message} answer */
function toRow(answer) {
  const { modelName, ttftMs, completionTokens, cost, currency, content: text, errorMessage } = answer
  const said = (text || (errorMessage ?? answer.status)).replace(/\s+/g, ' ')
  return {
    model: modelName ?? '?',
    'first token': ttftMs === null ? '-' : `${ttftMs} ms`,
    tokens: completionTokens === null ? '-' : String(completionTokens),
    cost: cost === null ? '-' : `${cost} ${currency}`,
    answer: said.length > 60 ? `${said.slice(0, 59)}…` : said,
  }
}

/** @param {Record<string, string>[]} rows */
function toTable(rows) {
  const names = Object.keys(rows[0] ?? {})
  const lines = [Object.fromEntries(names.map((name) => [name, name])), ...rows]
  const widths = names.map((name) => Math.max(...lines.map((line) => (line[name] ?? '').length)))
  return lines
    .map((line) =>
      names
        .map((name, index) => (line[name] ?? '').padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
