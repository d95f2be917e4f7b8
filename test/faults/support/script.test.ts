import { expect, test } from 'vitest'
import { parseScript, scriptedText, toContent } from './script.ts'
import { startWordUpstream } from './word-upstream.ts'

const ask = (url: string, model: string, content: string) =>
  fetch(`${url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content }] }),
  })

const textIn = (body: string) => [...body.matchAll(/"content":"([^"]*)"/g)].map((match) => match[1]).join('')

test('a message says its script, and the answer to it is a function of message and model', () => {
  const script = { key: 'k1', words: 3, everyMs: 0, holdAt: 2, ending: 'silent end' } as const
  expect(parseScript(toContent(script))).toEqual(script)
  expect(parseScript('Hello')).toBeNull()
  expect(scriptedText('a', toContent(script))).toBe('k1.a.0 k1.a.1 k1.a.2 ')
  expect(scriptedText('b', toContent(script))).not.toBe(scriptedText('a', toContent(script)))
})

test('the upstream writes exactly that, holds where it is told to, and goes on when it is released', async () => {
  await using upstream = await startWordUpstream()
  const content = toContent({ key: 'k1', words: 50, everyMs: 1, holdAt: 20 })
  const response = await ask(upstream.url, 'a', content)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let body = ''
  while (!textIn(body).endsWith('k1.a.19 ')) body += (await reader.read()).value ?? ''
  expect(upstream.isWriting('k1')).toBe(true)
  upstream.release('k1')
  for (let part = await reader.read(); !part.done; part = await reader.read()) body += part.value
  expect(textIn(body)).toBe(scriptedText('a', content))
  expect(body).toContain('[DONE]')
  expect(upstream.isWriting('k1')).toBe(false)
  expect(upstream.requests).toEqual(new Map([['k1.a', 1]]))
})

test('an answer that is to fail has all its words and no proper end', async () => {
  await using upstream = await startWordUpstream()
  const content = toContent({ key: 'k2', words: 5, everyMs: 0, ending: 'silent end' })
  const body = await (await ask(upstream.url, 'a', content)).text()
  expect(textIn(body)).toBe(scriptedText('a', content))
  expect(body).not.toContain('[DONE]')
  const cut = await ask(upstream.url, 'a', toContent({ key: 'k3', words: 5, everyMs: 0, ending: 'cut' }))
  await expect(cut.text()).rejects.toThrow()
})
