import { expect, test } from 'vitest'
import { hearInPages } from './hear-in-pages.ts'

const MEGABYTE = 1024 * 1024

function listen(isUrgent = false) {
  const heard: Buffer[] = []
  const pages = hearInPages({
    hear: (bytes) => void heard.push(Buffer.from(bytes)),
    isUrgent: () => isUrgent,
  })
  return { heard, pages, text: () => Buffer.concat(heard).toString('latin1') }
}

test.each([1, 7, 262, 16_384, 70_000])(
  'hears and keeps everything in order in pieces of %i bytes',
  (size) => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => 32 + ((index * 7919) % 90)))
    const { pages, text, heard } = listen()
    for (let at = 0; at < bytes.length; at += size) pages.push(bytes.subarray(at, at + size))
    pages.hearAll()
    pages.hearAll()
    expect(text()).toBe(bytes.toString('latin1'))
    expect(pages.text() === bytes.toString('latin1')).toBe(true)
    expect(heard.every(({ length }) => length > 0)).toBe(true)
  },
)

test('waits for a page of small pieces, but not with what may be the end', () => {
  const { pages, text } = listen()
  pages.push(Buffer.from('data: {"a":[1]}\n\n'))
  expect(text()).toBe('')
  pages.push(Buffer.from('data: [DO'))
  pages.push(Buffer.from('NE]\r\n\r\n'))
  expect(text()).toMatch(/^data: .*\n\ndata: \[DONE\]\r\n\r\n$/)
  pages.push(Buffer.from(': more [DONE] than that\n\n'))
  expect(text()).toContain('more')
})

test('hears each piece as it comes where that is urgent', () => {
  const { pages, text } = listen(true)
  pages.push(Buffer.from('data'))
  expect(text()).toBe('data')
})

test('keeps a megabyte, and hears what comes after it', () => {
  const { pages, heard } = listen()
  for (let megabyte = 0; megabyte < 3; megabyte += 1) pages.push(Buffer.alloc(MEGABYTE, 97 + megabyte))
  pages.push(Buffer.from('end'))
  pages.hearAll()
  expect(Buffer.concat(heard)).toHaveLength(3 * MEGABYTE + 3)
  expect(pages.text() === 'a'.repeat(MEGABYTE)).toBe(true)
})

test('hears whole events where a page ends, and what has none as it is', () => {
  const event = `data: {"text":"${'x'.repeat(200)}"}\n\n`
  const { pages, heard } = listen()
  for (let count = 0; count < 1000; count += 1) pages.push(Buffer.from(event))
  expect(heard.length).toBeGreaterThan(10)
  expect(heard.every((bytes) => bytes.toString().endsWith('\n\n'))).toBe(true)
  pages.push(Buffer.alloc(50_000, 97))
  pages.hearAll()
  expect(Buffer.concat(heard)).toHaveLength(1000 * event.length + 50_000)
  expect(pages.text()).toHaveLength(1000 * event.length + 50_000)
})
